#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace inkan::accounts::cbor {

// Value is one CBOR item of the kinds that WebAuthn uses: integers, byte and text strings, arrays, maps, booleans,
// null.
struct Value;
struct Null {};
struct ByteString {
  std::string bytes{};
};
using Array = std::vector<Value>;
using Map = std::vector<std::pair<Value, Value>>;  // in the order received
struct Value {
  std::variant<Null, bool, int64_t, ByteString, std::string, Array, Map> held{};

  const Map* map() const { return std::get_if<Map>(&held); }
  const Array* array() const { return std::get_if<Array>(&held); }
  const int64_t* integer() const { return std::get_if<int64_t>(&held); }
  const std::string* text() const { return std::get_if<std::string>(&held); }
  // bytes gives a byte string's content, nullptr for other kinds.
  const std::string* bytes() const;
};

// find gives a map's value under a text or integer key; nullptr when absent or when `map` is nullptr.
const Value* find(const Map* map, std::string_view key);
const Value* find(const Map* map, int64_t key);

struct Parsed {
  Value value{};
  size_t consumed = 0;
};
// parse_prefix reads one item from the front. Strict as CTAP2 canonical CBOR in what matters: shortest heads (RFC 8949
// §4.2.1), definite lengths, no tags, no floats, UTF-8 text, no key twice, depth at most 4 (CTAP2 §8), 256 entries a
// level.
Result<Parsed> parse_prefix(std::string_view bytes);
// parse also wants nothing behind the item.
Result<Value> parse(std::string_view bytes);

}  // namespace inkan::accounts::cbor
