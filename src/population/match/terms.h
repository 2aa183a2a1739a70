#pragma once

#include <cstdint>

namespace inkan::population::match {

// kModelVersion changes whenever a decision may change: levels, keys, parameters. Links store it, and a change has all
// of them verified again.
inline constexpr uint32_t kModelVersion = 4;

// Terms: how sure is sure. Declared here, in the repository, before accuracy is measured. wrong_chance_max is the
// largest chance of error of one single link; the rate over all links is far below, since most are far surer.
struct Terms {
  double wrong_chance_max = 1e-6;
  double quarantine_min = 0.02;  // above this chance of being the one, someone looks
};

}  // namespace inkan::population::match
