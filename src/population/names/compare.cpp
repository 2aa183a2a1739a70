#include "population/names/compare.h"

#include <algorithm>

#include "population/names/compare_parts.h"

namespace inkan::population::names {

namespace {

constexpr Comparison kEqual{Outcome::kEqual, {}};
constexpr Comparison kDifferent{Outcome::kDifferent, {}};
constexpr Comparison after(std::string_view rule) { return {Outcome::kEqualAfterRule, rule}; }
constexpr Comparison not_comparable(std::string_view rule) { return {Outcome::kNotComparable, rule}; }

Compared attribute_of(NameKind kind) {
  switch (kind) {
    case NameKind::kLegal:
      return Compared::kLegalName;
    case NameKind::kKana:
      return Compared::kKana;
    case NameKind::kRomanised:
      return Compared::kRomanised;
    case NameKind::kChinese:
      return Compared::kChinese;
    case NameKind::kTamil:
      return Compared::kTamil;
    case NameKind::kAlias:
      return Compared::kAlias;
    case NameKind::kMarried:
    case NameKind::kPrevious:
      return Compared::kPrevious;
  }
  return Compared::kLegalName;
}

// all_names are the typed names that texts hold; they are slices of the texts.
std::vector<SplitName> all_names(const std::vector<Name>& names) {
  std::vector<SplitName> result;
  for (const auto& name : names)
    for (const auto& part : split(name.kind, name.text)) result.push_back(part);
  return result;
}

// best_pair compares the names of one type with those of another (which is the same but for previous names).
Comparison best_pair(const std::vector<SplitName>& known, Compared known_type, const std::vector<SplitName>& stated,
                     Compared stated_type) {
  Comparison best = not_comparable("not-stated");
  bool first = true;
  for (const auto& one : known) {
    if (attribute_of(one.kind) != known_type) continue;
    for (const auto& other : stated) {
      if (attribute_of(other.kind) != stated_type) continue;
      const Comparison found = compare_split(one, other);
      if (first || is_better(found, best)) best = found;
      first = false;
    }
  }
  return best;
}

bool agrees(const Comparison& comparison) {
  return comparison.outcome == Outcome::kEqual || comparison.outcome == Outcome::kEqualAfterRule;
}

KanaStatus status_of(const Stated& known) {
  KanaStatus status = known.kana_status;
  for (const auto& name : known.names)
    if (name.kind == NameKind::kKana) status = std::max(status, name.kana_status);
  return status;
}

void compare_all_names(const Stated& known, const Stated& stated, Comparisons& result) {
  const auto ours = all_names(known.names);
  const auto theirs = all_names(stated.names);
  for (const Compared type : {Compared::kLegalName, Compared::kKana, Compared::kRomanised, Compared::kChinese,
                              Compared::kTamil, Compared::kAlias, Compared::kPrevious})
    result.of(type) = best_pair(ours, type, theirs, type);
  Comparison& legal = result.of(Compared::kLegalName);
  if (legal.outcome == Outcome::kDifferent &&
      agrees(best_pair(ours, Compared::kPrevious, theirs, Compared::kLegalName)))
    legal = after("previous-surname");
  Comparison& kana = result.of(Compared::kKana);
  result.kana_status = status_of(known);
  result.kana_as_stated = kana;
  const bool compared = agrees(kana) || kana.outcome == Outcome::kDifferent;
  if (compared && !may_decide(result.kana_status)) kana = not_comparable("unofficial-kana");
}

// A partial date as the first or last day that it can be.
int first_day(const PartialDate& date) {
  return date.year() * 10000 + date.month().value_or(1) * 100 + date.day().value_or(1);
}
int last_day(const PartialDate& date) {
  return date.year() * 10000 + date.month().value_or(12) * 100 + date.day().value_or(31);
}

bool valid_on(const StatedAddress& address, const std::optional<PartialDate>& day) {
  if (!day) return true;
  if (address.from && first_day(*address.from) > last_day(*day)) return false;
  return !address.until || last_day(*address.until) > first_day(*day);
}

void compare_all_addresses(const Stated& known, const Stated& stated, Comparisons& result) {
  Comparison& best = result.of(Compared::kAddress);
  best = not_comparable("not-stated");
  bool met_protected = false;
  bool first = true;
  for (const auto& other : stated.addresses) {
    const ParsedAddress theirs = parse_address(other);
    for (size_t i = 0; i < known.addresses.size(); ++i) {
      const StatedAddress& one = known.addresses[i];
      if (!valid_on(one, stated.document_date)) continue;
      if (one.is_protected) {
        met_protected = true;
        continue;
      }
      const ParsedAddress ours = parse_address(one);
      Comparison found = compare_addresses(ours, theirs);
      if (found.outcome == Outcome::kEqual && one.line != other.line) found = after("address-notation");
      const bool earlier = i > 0 && !stated.document_date;
      if (earlier && agrees(found)) found = after("previous-address");
      if (!first && !is_better(found, best)) continue;
      first = false;
      best = found;
      result.address_level = compare_level(ours, theirs);
      result.address_is_earlier = i > 0 && agrees(found);
    }
  }
  if (met_protected && !agrees(best)) {
    best = not_comparable("protected-address");
    result.address_level = AddressLevel::kNotComparable;
  }
}

RuleStrength strength_of(const Comparison& comparison) {
  return comparison.outcome == Outcome::kEqual ? RuleStrength::kSame : find_rule(comparison.rule).strength;
}

bool agrees_enough(const Comparison& comparison, RuleStrength weakest) {
  return agrees(comparison) && strength_of(comparison) <= weakest;
}

// name_agreement: the legal name decides. Where it cannot be compared (another script, not stated) a name of another
// type that both state does, kana only with legal standing.
Agreement name_agreement(const Comparisons& all, RuleStrength weakest) {
  const Comparison& legal = all.of(Compared::kLegalName);
  if (all.kana_as_stated.outcome == Outcome::kDifferent)
    return may_decide(all.kana_status) && !agrees(legal) ? Agreement::kDisagree : Agreement::kUnclear;
  if (agrees_enough(legal, weakest)) return Agreement::kAgree;
  bool other_agrees = false;
  for (const Compared type :
       {Compared::kKana, Compared::kRomanised, Compared::kChinese, Compared::kTamil, Compared::kAlias})
    other_agrees = other_agrees || agrees_enough(all.of(type), weakest);
  if (legal.outcome == Outcome::kDifferent) return other_agrees ? Agreement::kUnclear : Agreement::kDisagree;
  const bool open = legal.rule == "not-stated" || legal.rule == "other-script";
  return open && other_agrees ? Agreement::kAgree : Agreement::kUnclear;
}

}  // namespace

std::string_view to_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::kEqual:
      return "EQUAL";
    case Outcome::kEqualAfterRule:
      return "EQUAL_AFTER_RULE";
    case Outcome::kDifferent:
      return "DIFFERENT";
    case Outcome::kNotComparable:
      return "NOT_COMPARABLE";
  }
  return {};
}

std::string_view to_text(Compared attribute) {
  static constexpr std::array<std::string_view, kComparedCount> kNames{
      "legal_name", "kana", "romanised", "chinese", "tamil", "alias", "previous", "birth_date", "sex", "address"};
  return kNames[size_t(attribute)];
}

std::string_view to_text(Agreement agreement) {
  switch (agreement) {
    case Agreement::kAgree:
      return "agree";
    case Agreement::kUnclear:
      return "unclear";
    case Agreement::kDisagree:
      return "disagree";
  }
  return {};
}

Comparison compare_dates(const std::optional<PartialDate>& a, const std::optional<PartialDate>& b) {
  if (!a || !b) return not_comparable("not-stated");
  if (a->year() != b->year()) return kDifferent;
  if (a->month() && b->month() && a->month() != b->month()) return kDifferent;
  if (a->day() && b->day() && a->day() != b->day()) return kDifferent;
  return a->complete() && b->complete() ? kEqual : not_comparable("unknown-part");
}

Comparison compare_sex(Sex a, Sex b) {
  if (a == Sex::kUnknown || b == Sex::kUnknown) return not_comparable("not-stated");
  return a == b ? kEqual : kDifferent;
}

namespace {
// lacks_numbers: one side stops after the chome or the parcel, 豊洲2 and 豊洲2-2-1: it may be the same place.
bool lacks_numbers(const ParsedAddress& a, const ParsedAddress& b) {
  const auto& brief = a.numbers.size() < b.numbers.size() ? a.numbers : b.numbers;
  const auto& full = a.numbers.size() < b.numbers.size() ? b.numbers : a.numbers;
  return full.starts_with(brief) && full.size() > brief.size() && full[brief.size()] == '-';
}
}  // namespace

Comparison compare_addresses(const ParsedAddress& a, const ParsedAddress& b) {
  if (a.empty() || b.empty()) return not_comparable("not-stated");
  if (!a.comparable || !b.comparable) return not_comparable("substitute-character");
  switch (compare_level(a, b)) {
    case AddressLevel::kNotComparable:
      return not_comparable("address-incomplete");
    case AddressLevel::kDifferent:
      return kDifferent;
    case AddressLevel::kSameArea:
      return lacks_numbers(a, b) ? not_comparable("address-incomplete") : kDifferent;
    case AddressLevel::kSameBlock:
      return a.unit.empty() || b.unit.empty() ? after("room-not-stated") : kDifferent;
    case AddressLevel::kSameDwelling:
      return kEqual;
  }
  return {};
}

Comparisons compare(const Stated& known, const Stated& stated) {
  Comparisons result;
  compare_all_names(known, stated, result);
  result.of(Compared::kBirthDate) = compare_dates(known.born, stated.born);
  result.of(Compared::kSex) = compare_sex(known.sex, stated.sex);
  compare_all_addresses(known, stated, result);
  return result;
}

Agreement agreement(const Comparisons& comparisons, bool sex_not_held, RuleStrength weakest) {
  const Comparison& born = comparisons.of(Compared::kBirthDate);
  const Comparison& sex = comparisons.of(Compared::kSex);
  const Agreement name = name_agreement(comparisons, weakest);
  const bool sex_differs = !sex_not_held && sex.outcome == Outcome::kDifferent;
  if (name == Agreement::kDisagree || born.outcome == Outcome::kDifferent || sex_differs) return Agreement::kDisagree;
  const bool sex_agrees = sex_not_held || agrees(sex);
  const bool all = name == Agreement::kAgree && agrees(born) && sex_agrees &&
                   agrees_enough(comparisons.of(Compared::kAddress), weakest);
  return all ? Agreement::kAgree : Agreement::kUnclear;
}

}  // namespace inkan::population::names
