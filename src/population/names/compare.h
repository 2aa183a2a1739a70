#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "population/kana_status.h"
#include "population/names/address.h"
#include "population/names/outcome.h"
#include "population/names/rules.h"
#include "population/names/split.h"
#include "population/stated.h"

namespace inkan::population::names {

// kComparatorVersion is stored with every link (REQ-LINK-5); a change has all links verified again.
inline constexpr uint32_t kComparatorVersion = 1;

// Compared is an attribute that both sides may state. Names of one type are one attribute (REQ-MATCH-6).
enum class Compared : uint8_t {
  kLegalName,
  kKana,
  kRomanised,
  kChinese,
  kTamil,
  kAlias,
  kPrevious,
  kBirthDate,
  kSex,
  kAddress
};
inline constexpr size_t kComparedCount = 10;
std::string_view to_text(Compared attribute);  // legal_name, kana, … as links store it

// Comparisons holds one Comparison per attribute; what one side did not state is NOT_COMPARABLE "not-stated".
struct Comparisons {
  std::array<Comparison, kComparedCount> outcomes{};
  AddressLevel address_level = AddressLevel::kNotComparable;
  bool address_is_earlier = false;  // agrees with an earlier address: a mover, not a mislink
  KanaStatus kana_status = KanaStatus::kNone;
  // What comparing the kana gave. Kana without legal standing are NOT_COMPARABLE "unofficial-kana" above: they never
  // decide, but where they disagree a person looks (REQ-MATCH-4).
  Comparison kana_as_stated{};

  const Comparison& of(Compared attribute) const { return outcomes[size_t(attribute)]; }
  Comparison& of(Compared attribute) { return outcomes[size_t(attribute)]; }
};

// Comparing one attribute. Symmetric; a value is EQUAL to itself unless it is not comparable.
Comparison compare_names(NameKind kind, std::string_view a, std::string_view b);
Comparison compare_kana(std::string_view a, std::string_view b);
Comparison compare_dates(const std::optional<PartialDate>& a, const std::optional<PartialDate>& b);
Comparison compare_sex(Sex a, Sex b);
Comparison compare_addresses(const ParsedAddress& a, const ParsedAddress& b);

// compare all attributes of what the register knows with what somebody states. The best pair inside each type of name
// counts; a stated previous name also meets the register's previous and married names. The address is compared with
// those that were valid on stated.document_date, or with all when there is none; a protected one is NOT_COMPARABLE
// "protected-address" whatever was stated, so that no answer tells whether a guess was right (REQ-MATCH-7).
Comparisons compare(const Stated& known, const Stated& stated);

// Agreement sums up for REQ-LINK-1 and -3. kAgree: name, birth date, sex (unless not held) and address all EQUAL, or
// EQUAL after a rule no weaker than `weakest`. kDisagree: name, birth date or sex DIFFERENT. kUnclear: everything else,
// for a person to decide: not comparable, moved, unofficial kana as the only agreement or the only disagreement
// (REQ-MATCH-4).
enum class Agreement { kAgree, kUnclear, kDisagree };
Agreement agreement(const Comparisons& comparisons, bool sex_not_held, RuleStrength weakest);
std::string_view to_text(Agreement agreement);

}  // namespace inkan::population::names
