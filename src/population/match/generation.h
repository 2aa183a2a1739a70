#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/result.h"
#include "population/match/index.h"

namespace inkan::population::match {

// Generation is the moment at which a rebuild takes its picture of an index: how much of the delta and of the
// dictionaries there was.
struct Generation {
  Index* index = nullptr;
  uint32_t delta_size = 0;
  std::array<uint32_t, 3> words{};
};
// begin_generation: while nobody writes.
Generation begin_generation(Index& index);
// write_generation writes everybody of that moment as a base; others may read and write the index meanwhile (who is
// erased while it runs may or may not be in the file: carry_over sets that right).
Result<Done> write_generation(const Generation& generation, const std::string& path);
// carry_over brings what changed since into the index that was opened from the file; while nobody writes. Words keep
// their ids.
void carry_over(const Generation& generation, Index& next);

}  // namespace inkan::population::match
