#include "population/names/address.h"

#include <algorithm>

#include "population/names/address_parts.h"
#include "population/names/fold.h"
#include "population/names/utf8.h"

namespace inkan::population::names {

namespace {

constexpr size_t kLineMax = 600;

// hash is FNV-1a: it only finds candidates, and equal texts give equal keys in every process.
uint64_t hash(uint64_t start, std::string_view text) {
  for (const char c : text) start = (start ^ uint8_t(c)) * 0x100000001B3;
  return (start ^ 0xFF) * 0x100000001B3;  // an end that no text has
}
constexpr uint64_t kStart = 0xCBF29CE484222325;

bool has_japanese(std::string_view line) {
  const char* at = line.data();
  while (at < line.data() + line.size()) {
    const char32_t c = take_utf8(at, line.data() + line.size());
    if ((c >= 0x3041 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xFF66 && c <= 0xFF9F) || c >= 0x20000)
      return true;
  }
  return false;
}

void append_word(std::string& line, std::string_view before, std::string_view word) {
  if (word.empty()) return;
  if (!line.empty()) line += ' ';
  line += before;
  line += word;
}

// together is the numbers and the unit as one: 2-2-1-1203 and 2-2-1 with room 1203 are the same dwelling.
std::string together(const ParsedAddress& address) {
  return address.unit.empty() ? address.numbers : address.numbers + "-" + address.unit;
}

AddressLevel compare_numbers(const ParsedAddress& a, const ParsedAddress& b) {
  if (a.numbers.empty() || b.numbers.empty()) return AddressLevel::kNotComparable;
  if (together(a) == together(b)) return AddressLevel::kSameDwelling;
  return a.numbers == b.numbers ? AddressLevel::kSameBlock : AddressLevel::kSameArea;
}

// contradict tells whether both stated a part, and not the same.
bool contradict(std::string_view a, std::string_view b) { return !a.empty() && !b.empty() && a != b; }

AddressLevel compare_japanese(const ParsedAddress& a, const ParsedAddress& b) {
  if (a.prefecture != 0 && b.prefecture != 0 && a.prefecture != b.prefecture) return AddressLevel::kDifferent;
  if (contradict(a.municipality, b.municipality) || contradict(a.town, b.town)) return AddressLevel::kDifferent;
  // Towns of one name lie in many municipalities; a municipality without a town still has its numbers (地番).
  if (a.municipality.empty() || b.municipality.empty() || a.town.empty() != b.town.empty())
    return AddressLevel::kNotComparable;
  return compare_numbers(a, b);
}

AddressLevel compare_latin(const ParsedAddress& a, const ParsedAddress& b) {
  if (contradict(a.postal, b.postal)) return AddressLevel::kDifferent;
  // A postal code is one building; where one side has none, street and block have to say it.
  const bool same_postal = !a.postal.empty() && a.postal == b.postal;
  if (!same_postal && contradict(a.town, b.town)) return AddressLevel::kDifferent;
  if (!same_postal && (a.town.empty() || b.town.empty())) return AddressLevel::kNotComparable;
  if (contradict(a.numbers, b.numbers)) return AddressLevel::kSameArea;
  if (!same_postal && (a.numbers.empty() || b.numbers.empty())) return AddressLevel::kNotComparable;
  return a.unit == b.unit ? AddressLevel::kSameDwelling : AddressLevel::kSameBlock;
}

}  // namespace

uint64_t ParsedAddress::area_key() const {
  if (style == AddressStyle::kSingapore) {
    if (!postal.empty()) return hash(kStart, postal);
    return town.empty() ? 0 : hash(kStart, town);
  }
  if (municipality.empty() || (town.empty() && numbers.empty())) return 0;
  return hash(hash(kStart, municipality), town);
}

uint64_t ParsedAddress::block_key() const {
  const uint64_t area = area_key();
  return area == 0 || numbers.empty() ? 0 : hash(area, numbers);
}

uint64_t ParsedAddress::dwelling_key() const {
  const uint64_t area = area_key();
  return area == 0 || numbers.empty() ? 0 : hash(area, together(*this));
}

ParsedAddress parse_address(std::string_view line) {
  const std::string_view taken = line.substr(0, kLineMax);
  ParsedAddress parsed = has_japanese(taken) ? parse_japanese_address(taken) : parse_latin_address(taken);
  parsed.comparable =
      parsed.style != AddressStyle::kUnknown && !is_not_comparable(taken) && taken.size() == line.size();
  return parsed;
}

ParsedAddress parse_address(const StatedAddress& address) {
  if (!address.line.empty()) return parse_address(address.line);
  const Address& parts = address.parts;
  std::string line;
  if (has_japanese(parts.street)) {
    append_word(line, "", parts.street);
    if (!parts.block.empty()) line += parts.block;
    append_word(line, "", parts.building);
    append_word(line, "", parts.unit);
    ParsedAddress parsed = parse_address(line);
    for (const char c : parts.postal)
      if (c >= '0' && c <= '9' && parsed.postal.size() < 7) parsed.postal.push_back(c);
    return parsed;
  }
  append_word(line, "", parts.block);
  append_word(line, "", parts.street);
  append_word(line, "#", parts.floor.empty() || parts.unit.empty() ? parts.unit : parts.floor + "-" + parts.unit);
  append_word(line, "", parts.building);
  if (!parts.postal.empty()) append_word(line, "SINGAPORE ", parts.postal);
  return parse_address(line);
}

AddressLevel compare_level(const ParsedAddress& a, const ParsedAddress& b) {
  if (!a.comparable || !b.comparable || a.empty() || b.empty()) return AddressLevel::kNotComparable;
  if (a.style != b.style) return AddressLevel::kDifferent;
  return a.style == AddressStyle::kJapanese ? compare_japanese(a, b) : compare_latin(a, b);
}

std::string_view to_text(AddressLevel level) {
  switch (level) {
    case AddressLevel::kNotComparable:
      return "not_comparable";
    case AddressLevel::kDifferent:
      return "different";
    case AddressLevel::kSameArea:
      return "same_area";
    case AddressLevel::kSameBlock:
      return "same_block";
    case AddressLevel::kSameDwelling:
      return "same_dwelling";
  }
  return {};
}

}  // namespace inkan::population::names
