#pragma once

#include <span>

namespace inkan::population::links {

// Audited is one link that was looked at. `weight` is 1 / (links of the agency * chance of this one to be drawn), so
// that the mean of weight * wrong is the share of wrong links whatever was drawn more often (Horvitz and Thompson).
struct Audited {
  double weight = 0;
  bool wrong = false;
};

// Bound on the share of wrong links among an agency's. lower and upper hold the true share with 95 % chance each
// however often one looks and whenever one stops: each is where a bet against it would have multiplied its stake by 20
// (Ville's inequality), so looking every night makes no error likelier.
struct Bound {
  double predicted = 0;  // mean of what the model expects
  double estimate = 0;
  double lower = 0;
  double upper = 1;
};
Bound bound_of(double predicted_sum, double links, std::span<const Audited> audits);

// crosses: the model expects more wrong links than `rate_max`, or the audits show it.
bool crosses(const Bound& bound, double rate_max);

}  // namespace inkan::population::links
