#pragma once

#include <cstddef>

namespace inkan::bench {

// MemoryCost is what this machine takes for a cache line at a random place, in nanoseconds: when each must be waited
// for before the next is known, and when many are asked for at once (one thread).
struct MemoryCost {
  double dependent_ns = 0;
  double independent_ns = 0;
};
// measure_memory reads an array of this size in large pages.
MemoryCost measure_memory(size_t bytes);

}  // namespace inkan::bench
