#include "memory_cost.h"

#include <algorithm>
#include <cstdint>
#include <ctime>

#include "population/match/bits.h"
#include "population/match/huge_array.h"

namespace inkan::bench {

namespace {

// CPU time, so that neighbours on the machine do not count.
double cpu_seconds() { return double(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace

MemoryCost measure_memory(size_t bytes) {
  using population::match::mix;
  const size_t lines = bytes / 64;
  const population::match::HugeArray<uint64_t> array(lines * 8);
  for (size_t i = 0; i < lines; ++i) array[i * 8] = mix(i, 77);
  MemoryCost best{1e9, 1e9};
  for (int round = 0; round < 3; ++round) {
    constexpr size_t kSteps = 1'000'000;
    double start = cpu_seconds();
    uint64_t at = uint64_t(round);
    for (size_t i = 0; i < kSteps; ++i) at = array[mix(at, i) % lines * 8];
    best.dependent_ns = std::min(best.dependent_ns, (cpu_seconds() - start) * 1e9 / kSteps);
    constexpr size_t kMany = 8'000'000;
    start = cpu_seconds();
    uint64_t sum = at;
    for (size_t i = 0; i < kMany; ++i) {
      __builtin_prefetch(&array[mix(i + 32, uint64_t(round) + 5) % lines * 8], 0, 3);
      sum += array[mix(i, uint64_t(round) + 5) % lines * 8];
    }
    best.independent_ns = std::min(best.independent_ns, (cpu_seconds() - start) * 1e9 / kMany);
    if (sum == 42) best.dependent_ns += 1;  // the sum is used
  }
  return best;
}

}  // namespace inkan::bench
