#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/random.h"

namespace inkan::app::nation {

// Table is one of the embedded lists src/app/nation/data/NAME.tsv. Its views point into the program itself and live for
// ever. The lists are ours: a missing file or column is our bug and stops the program.
class Table {
 public:
  explicit Table(std::string_view name);
  size_t size() const { return rows_.size(); }
  std::string_view text(size_t row, std::string_view column) const;
  int64_t integer(size_t row, std::string_view column) const;

 private:
  size_t column_of(std::string_view name) const;
  std::vector<std::string_view> header_{};
  std::vector<std::vector<std::string_view>> rows_{};
};

// Weighted draws items by weight.
template <typename T>
class Weighted {
 public:
  void add(T item, uint64_t weight) {
    items_.push_back(std::move(item));
    sums_.push_back((sums_.empty() ? 0 : sums_.back()) + weight);
  }
  const T& pick(Random& random) const {
    check(!items_.empty() && sums_.back() > 0, "something to draw from");
    const auto found = std::upper_bound(sums_.begin(), sums_.end(), random.below(sums_.back()));
    return items_[size_t(found - sums_.begin())];
  }
  size_t size() const { return items_.size(); }

 private:
  std::vector<T> items_{};
  std::vector<uint64_t> sums_{};
};

// chance is true in so many of ten thousand draws.
inline bool chance(Random& random, uint64_t per_ten_thousand) { return random.below(10'000) < per_ten_thousand; }
// between draws evenly, both ends included.
inline int between(Random& random, int low, int high) { return low + int(random.below(uint64_t(high - low + 1))); }

}  // namespace inkan::app::nation
