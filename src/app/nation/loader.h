#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "population/register.h"
#include "store/database.h"

namespace inkan::app::nation {

struct LoadOptions {
  uint64_t seed = 1;
  int64_t people = 0;             // how many there should be in the end
  int64_t people_at_once = 1000;  // in one transaction
};

struct Progress {
  int64_t done = 0;
  int64_t total = 0;
  double per_second = 0;
  Duration left{};
};

// load registers the people of a simulated nation through the register's own door, until there are `people` of them. It
// blocks (no I/O thread may call it), holds a few thousand people in memory at most, and goes on where it stopped: what
// is done is recorded in the same transaction. One seed gives the same people and the same numbers.
Result<Done> load(store::Database& database, const population::Register& people, Clock& clock,
                  const LoadOptions& options, const std::function<void(const Progress&)>& report);

// NamedResident is one of the five people who are first in every nation: accounts are opened for the first three
// (a citizen, a Japanese foreign resident, a Malay citizen), letters written to the others.
struct NamedResident {
  population::PersonId person{};
  PersonalNumber number;
  std::string legal_name{};
  std::string about{};
};
// named_residents finds them; kNotFound when the nation of this seed is not loaded.
Result<std::vector<NamedResident>> named_residents(store::Database& database, const population::Register& people,
                                                   const LoadOptions& options);

}  // namespace inkan::app::nation
