#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

// Draws for the synthetic nation. Seeded and repeatable: the same seed gives the same people on every machine, so there
// is no standard-library distribution here, whose results differ between implementations.
namespace inkan::bench {

// mix spreads the bits of a counter (the finaliser of SplitMix64).
constexpr uint64_t mix(uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

// Draw is SplitMix64: small enough to make one per household.
class Draw {
 public:
  explicit Draw(uint64_t seed) : state_(seed) {}

  uint64_t bits() {
    const uint64_t value = mix(state_);
    state_ += 0x9e3779b97f4a7c15ULL;
    return value;
  }
  // below draws from 0 to bound - 1.
  uint32_t below(uint32_t bound) { return uint32_t((__uint128_t(bits()) * bound) >> 64); }
  // between draws evenly, both ends included.
  int between(int low, int high) { return low + int(below(uint32_t(high - low + 1))); }
  double unit() { return double(bits() >> 11) * 0x1.0p-53; }
  bool chance(double share) { return unit() < share; }

 private:
  uint64_t state_;
};

// Weights draws an index by weight in constant time (alias table, Walker 1974).
class Weights {
 public:
  Weights() = default;
  explicit Weights(const std::vector<double>& weights) {
    const size_t count = weights.size();
    double sum = 0;
    for (const double weight : weights) sum += weight;
    std::vector<double> scaled(count);
    std::vector<uint32_t> small, large;
    for (size_t i = 0; i < count; ++i) {
      scaled[i] = weights[i] * double(count) / sum;
      (scaled[i] < 1 ? small : large).push_back(uint32_t(i));
    }
    slots_.resize(count);
    for (size_t i = 0; i < count; ++i) slots_[i] = {1.0, uint32_t(i)};
    while (!small.empty() && !large.empty()) {
      const uint32_t less = small.back(), more = large.back();
      small.pop_back();
      slots_[less] = {scaled[less], more};
      scaled[more] -= 1 - scaled[less];
      if (scaled[more] < 1) {
        large.pop_back();
        small.push_back(more);
      }
    }
  }
  size_t size() const { return slots_.size(); }
  bool empty() const { return slots_.empty(); }
  uint32_t pick(Draw& draw) const {
    const uint32_t slot = draw.below(uint32_t(slots_.size()));
    return draw.unit() < slots_[slot].first ? slot : slots_[slot].second;
  }

 private:
  std::vector<std::pair<double, uint32_t>> slots_{};
};

}  // namespace inkan::bench
