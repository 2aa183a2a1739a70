#pragma once

#include <cstdint>
#include <optional>

#include "store/database.h"

// SQL of the loader's progress. Only loader.cpp calls it.
namespace inkan::app::nation {

// Position is how far the nation of a seed is loaded: people in all, and the next household with how many of its
// members are in already.
struct Position {
  int64_t people = 0;
  int64_t household = 0;
  int64_t members = 0;
};
Result<Position> load_position(store::Database& database, uint64_t seed);
// set_position moves it on; the batch fails when it is not at `before` any more (another loader runs).
void set_position(store::Batch& batch, uint64_t seed, const Position& before, const Position& after);

}  // namespace inkan::app::nation
