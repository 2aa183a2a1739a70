#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace inkan::bench {

// Failure ends one login (or the run, outside a login) with a reason worth counting.
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void require(bool holds, std::string_view otherwise) {
  if (!holds) throw Failure(std::string(otherwise));
}

// clip shortens what a server said, so that equal failures count as equal and fit a line.
inline std::string clip(std::string_view text, size_t length_max = 300) {
  return std::string(text.substr(0, length_max)) + (text.size() > length_max ? "…" : "");
}

}  // namespace inkan::bench
