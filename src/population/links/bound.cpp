#include "population/links/bound.h"

#include <algorithm>
#include <cmath>

namespace inkan::population::links {

namespace {

constexpr double kStake = 20;  // 1 / 0.05

// log_capital_above is what betting that the share is above `share` has won. Four bettors with fixed stakes share the
// capital; each one's is a supermartingale when the share is at most `share`, since a weighted finding is never
// negative.
double log_capital_above(double share, std::span<const Audited> audits) {
  double capital = 0;
  for (const double boldness : {0.5, 0.1, 0.02, 0.004}) {
    double won = 0;
    for (const Audited& audit : audits) {
      const double found = audit.wrong ? audit.weight : 0;
      won += std::log1p(boldness * (found / share - 1));
    }
    capital += 0.25 * std::exp(std::min(won, 100.0));
  }
  return std::log(capital);
}

// log_capital_below is the same against a share of at least `share`; findings are at most `weight_max`.
double log_capital_below(double share, double weight_max, std::span<const Audited> audits) {
  double capital = 0;
  for (const double boldness : {0.5, 0.1, 0.02, 0.004}) {
    double won = 0;
    for (const Audited& audit : audits) {
      const double found = audit.wrong ? audit.weight : 0;
      won += std::log1p(boldness * (share - found) / std::max(weight_max, share));
    }
    capital += 0.25 * std::exp(std::min(won, 100.0));
  }
  return std::log(capital);
}

}  // namespace

Bound bound_of(double predicted_sum, double links, std::span<const Audited> audits) {
  Bound bound;
  bound.predicted = links > 0 ? predicted_sum / links : 0;
  if (audits.empty()) return bound;
  double weight_max = 0;
  for (const Audited& audit : audits) {
    bound.estimate += audit.wrong ? audit.weight : 0;
    weight_max = std::max(weight_max, audit.weight);
  }
  bound.estimate /= double(audits.size());
  // Both capitals only grow as the share moves away from the estimate, so halving finds where they reach the stake.
  const double stake = std::log(kStake);
  double none = -12;  // log10 of shares
  double all = 0;
  if (log_capital_above(1e-12, audits) >= stake) {
    double rejected = none;
    double kept = all;
    for (int i = 0; i < 60; ++i) {
      const double middle = (rejected + kept) / 2;
      (log_capital_above(std::pow(10, middle), audits) >= stake ? rejected : kept) = middle;
    }
    bound.lower = std::pow(10, rejected);
  }
  if (log_capital_below(1, weight_max, audits) >= stake) {
    double rejected = all;
    double kept = none;
    for (int i = 0; i < 60; ++i) {
      const double middle = (rejected + kept) / 2;
      (log_capital_below(std::pow(10, middle), weight_max, audits) >= stake ? rejected : kept) = middle;
    }
    bound.upper = std::pow(10, rejected);
  }
  return bound;
}

bool crosses(const Bound& bound, double rate_max) { return bound.predicted > rate_max || bound.lower > rate_max; }

}  // namespace inkan::population::links
