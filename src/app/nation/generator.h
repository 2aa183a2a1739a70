#pragma once

#include <cstdint>
#include <vector>

#include "app/nation/addresses.h"
#include "app/nation/names.h"
#include "population/person.h"

namespace inkan::app::nation {

// kReferenceYear is the year the nation is made for: ages count from its first day, so that a seed gives the same
// nation whenever it is loaded.
inline constexpr int kReferenceYear = 2026;

// Generator makes a nation household by household: the same seed and index give the same people byte for byte, and no
// household depends on another. Household 0 is the five named residents. Immutable, shared by threads.
class Generator {
 public:
  explicit Generator(uint64_t seed) : seed_(seed) {}
  std::vector<population::PersonFacts> household(int64_t index) const;
  // number_random is the source of a person's number: by place in the nation, not by what was drawn before.
  SeededRandom number_random(int64_t person_index) const;

 private:
  uint64_t seed_;
  NameLists names_{};
  Addresses addresses_{};
};

}  // namespace inkan::app::nation
