#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/partial_date.h"
#include "population/kana_status.h"
#include "population/person.h"

namespace inkan::population {

// StatedAddress is one address as it was received: in parts, as one line, or both. What is empty was not stated.
struct StatedAddress {
  Address parts{};
  std::string line{};  // "東京都江東区豊洲2丁目2-1", "102 BEDOK NORTH AVENUE 4 #09-128 SINGAPORE 460102"
  std::optional<PartialDate> from{};
  std::optional<PartialDate> until{};
  bool is_protected = false;  // of the register's side: no answer may depend on it (REQ-MATCH-7)
};

// Stated is what a form, an agency's record or the register itself says of one person, byte for byte as received.
// Comparing derives keys from it and never changes it (REQ-MATCH-1).
struct Stated {
  std::vector<Name> names{};                   // typed; compared only inside one type (REQ-MATCH-6)
  KanaStatus kana_status = KanaStatus::kNone;  // of the kana among the names
  Sex sex = Sex::kUnknown;                     // kUnknown: not stated
  bool sex_not_held = false;                   // the law of this scheme does not collect it (REQ-LINK-1)
  std::optional<PartialDate> born{};
  std::vector<StatedAddress> addresses{};      // a form has one; the register: today's first, then earlier ones
  std::optional<PartialDate> document_date{};  // addresses are compared as of this day (REQ-MATCH-7)
};

// stated_of is what the register itself says of a person: all names, today's address first, then earlier ones.
Stated stated_of(const PersonFacts& facts);

}  // namespace inkan::population
