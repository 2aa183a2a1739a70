#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "population/person.h"

namespace inkan::population::match {

// NameText is one part of a name as registered or stated: in the script that is the name (kanji, hanzi, Tamil) and as
// it is read (kana; Latin letters where a name is written in nothing else). Raw text; empty: not stated.
struct NameText {
  std::string_view written{};
  std::string_view reading{};
  bool empty() const { return written.empty() && reading.empty(); }
};

// AddressText is an address in comparable parts (names/address.h). area: municipality, or a postal sector; town: the
// town or street inside it; block: the numbers, "2-2-1"; room. Equal texts are equal addresses.
struct AddressText {
  std::string_view area{};
  std::string_view town{};
  std::string_view block{};
  std::string_view room{};
  bool empty() const { return town.empty() && area.empty(); }
};

// BirthText is a date with 0 for what is unknown.
struct BirthText {
  uint16_t year = 0;
  uint8_t month = 0;
  uint8_t day = 0;
};

// EntryText is one person or one statement in parts: views that live as long as the caller's text. This is the way into
// the index at a million people a second; stated.h goes through `features.h` into this.
struct EntryText {
  NameText surname{};  // or the father's name where there are no surnames
  NameText given{};
  NameText previous_surname{};
  BirthText born{};
  Sex sex = Sex::kUnknown;
  std::array<AddressText, 3>
      addresses{};  // today's first, then earlier ones, newest first; the index keeps one of them
};

}  // namespace inkan::population::match
