#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "population/stated.h"

namespace inkan::population::names {

// kSingapore is any address in Latin letters: block, street, unit, postal code.
enum class AddressStyle : uint8_t { kUnknown, kJapanese, kSingapore };

// ParsedAddress is an address in the parts that are compared. Texts are folded (fold.h): full width, ヶ/ケ/が, 条/條
// and kanji variants make no difference. What was not stated is empty.
struct ParsedAddress {
  static constexpr size_t kNumbersMax = 8;

  AddressStyle style = AddressStyle::kUnknown;
  uint8_t prefecture = 0;      // JIS X 0401: 1 Hokkaido … 47 Okinawa; 0: not stated
  std::string municipality{};  // 札幌市中央区; without 郡. Singapore: empty
  std::string town{};          // 豊洲; Sapporo: 北24条西. Singapore: the street
  // Chome, block and house in this order, without leading zeros: 2-2-1, 74-は-2. Singapore: the block, 102a.
  std::string numbers{};
  std::string building{};  // ABCビル
  std::string unit{};      // room: 1203; Singapore: floor and unit without leading zeros, 9-128
  std::string postal{};    // digits
  bool comparable = true;  // false: holds a substitute (● 〓 ?), broken UTF-8, or nothing could be understood

  bool empty() const { return style == AddressStyle::kUnknown; }
  // Keys for finding, 0 when too little was stated. area_key: municipality and town, without the prefecture, which many
  // leave out (Singapore: postal code or street). block_key adds the numbers; dwelling_key adds the unit.
  uint64_t area_key() const;
  uint64_t block_key() const;
  uint64_t dwelling_key() const;
};

// parse_address understands one line, or the parts where there is no line. Never fails: see `comparable`.
// Numerals inside names (三重, 八王子, 一番町, 千代田) stay names.
ParsedAddress parse_address(std::string_view line);
ParsedAddress parse_address(const StatedAddress& address);

// AddressLevel orders how much two addresses share. kSameDwelling: unit and all, or both without a unit. kSameBlock:
// the same number, but only one has a unit, or both have and they differ. kSameArea: same town, other numbers.
enum class AddressLevel : uint8_t { kNotComparable, kDifferent, kSameArea, kSameBlock, kSameDwelling };
AddressLevel compare_level(const ParsedAddress& a, const ParsedAddress& b);
std::string_view to_text(AddressLevel level);

}  // namespace inkan::population::names
