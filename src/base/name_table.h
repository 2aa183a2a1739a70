#pragma once

#include <optional>
#include <string_view>

#include "base/check.h"

namespace inkan {

// Tables of names: arrays of (value, name), by which an enumeration is written to rows and JSON and read back.

// name_in gives the value's name; every value has one.
template <typename Table, typename Value>
std::string_view name_in(const Table& table, Value value) {
  for (const auto& [one, name] : table)
    if (one == value) return name;
  check(false, "every value has a name in its table");
  return {};
}

// value_in gives the value of a name; nullopt when it is nobody's.
template <typename Value, typename Table>
std::optional<Value> value_in(const Table& table, std::string_view name) {
  for (const auto& [value, one] : table)
    if (one == name) return value;
  return std::nullopt;
}

}  // namespace inkan
