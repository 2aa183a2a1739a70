#pragma once

#include <string>
#include <vector>

#include "population/links/sweep.h"

namespace inkan::app {

// SweepFacts is what the report of a sweep shows: counts and ids, nobody's data.
struct SweepFacts {
  population::links::SweepReport sweep{};
  std::vector<population::links::AgencyBound> bounds{};
  std::vector<population::links::AgencyDay> days{};
  double wrong_rate_max = 0;
  std::string made_at{};
};

// sweep_report writes one HTML file that needs no other: plots of zones, risk, drift and bounds as SVG, and the
// riskiest links by id.
std::string sweep_report(const SweepFacts& facts);

}  // namespace inkan::app
