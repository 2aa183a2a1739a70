#include "population/person.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.h"

namespace inkan::population {

namespace {

using std::string_view_literals::operator""sv;

constexpr std::array kKinds{std::pair(ResidentKind::kCitizen, "citizen"sv),
                            std::pair(ResidentKind::kPermanentResident, "permanent_resident"sv),
                            std::pair(ResidentKind::kForeignResident, "foreign_resident"sv)};
constexpr std::array kSexes{std::pair(Sex::kFemale, "F"sv), std::pair(Sex::kMale, "M"sv),
                            std::pair(Sex::kUnknown, "U"sv)};
constexpr std::array kStatuses{std::pair(PersonStatus::kAlive, "alive"sv),
                               std::pair(PersonStatus::kDeceased, "deceased"sv),
                               std::pair(PersonStatus::kDeparted, "departed"sv)};
constexpr std::array kNameKinds{
    std::pair(NameKind::kLegal, "legal"sv),         std::pair(NameKind::kKana, "kana"sv),
    std::pair(NameKind::kRomanised, "romanised"sv), std::pair(NameKind::kChinese, "chinese"sv),
    std::pair(NameKind::kTamil, "tamil"sv),         std::pair(NameKind::kAlias, "alias"sv),
    std::pair(NameKind::kMarried, "married"sv),     std::pair(NameKind::kPrevious, "previous"sv)};

template <typename Table, typename Value>
std::string_view name_in(const Table& table, Value value) {
  for (const auto& [entry, name] : table)
    if (entry == value) return name;
  check(false, "every value has a name in its table");
  return {};
}

template <typename Value, typename Table>
std::optional<Value> value_in(const Table& table, std::string_view name) {
  for (const auto& [value, entry] : table)
    if (entry == name) return value;
  return std::nullopt;
}

std::unexpected<Error> corrupt(const char* detail) {
  return fail(ErrorCode::kCorrupt, "The record could not be read.", detail);
}

void put(json::object& object, std::string_view name, std::string_view text) {
  if (!text.empty()) object[name] = text;
}

void put(json::object& object, std::string_view name, const std::optional<PartialDate>& date) {
  if (date) object[name] = date->text();
}

// Reader takes members out of an object and remembers whether one was wrong.
struct Reader {
  const json::object& object;
  bool good = true;

  std::string text(std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (!value) return {};
    const json::string* found = value->if_string();
    if (!found) good = false;
    return found ? std::string(*found) : std::string();
  }
  std::optional<PartialDate> date(std::string_view name) {
    const std::string written = text(name);
    if (written.empty()) return std::nullopt;
    auto parsed = PartialDate::parse(written);
    if (!parsed) good = false;
    return parsed ? std::optional(*parsed) : std::nullopt;
  }
};

json::object to_json(const Address& address) {
  json::object object;
  put(object, "block", address.block);
  put(object, "building", address.building);
  put(object, "floor", address.floor);
  put(object, "unit", address.unit);
  put(object, "street", address.street);
  put(object, "postal", address.postal);
  object["country"] = address.country;
  return object;
}

bool read_names(const json::array& pairs, std::vector<Name>& names) {
  for (const auto& pair : pairs) {
    const json::array* both = pair.if_array();
    if (!both || both->size() != 2 || !both->at(0).is_string() || !both->at(1).is_string()) return false;
    auto kind = parse_name_kind(std::string_view(both->at(0).get_string()));
    if (!kind) return false;
    names.push_back({*kind, std::string(both->at(1).get_string())});
  }
  return true;
}

}  // namespace

std::string_view to_text(ResidentKind kind) { return name_in(kKinds, kind); }
std::string_view to_text(Sex sex) { return name_in(kSexes, sex); }
std::string_view to_text(PersonStatus status) { return name_in(kStatuses, status); }
std::string_view to_text(NameKind kind) { return name_in(kNameKinds, kind); }
std::optional<ResidentKind> parse_resident_kind(std::string_view text) { return value_in<ResidentKind>(kKinds, text); }
std::optional<Sex> parse_sex(std::string_view text) { return value_in<Sex>(kSexes, text); }
std::optional<PersonStatus> parse_person_status(std::string_view text) {
  return value_in<PersonStatus>(kStatuses, text);
}
std::optional<NameKind> parse_name_kind(std::string_view text) { return value_in<NameKind>(kNameKinds, text); }

const std::string& PersonFacts::legal_name() const {
  const auto found = std::ranges::find(names, NameKind::kLegal, &Name::kind);
  check(found != names.end(), "a registered person has a legal name");
  return found->text;
}

std::optional<std::string> PersonFacts::find_name(NameKind name_kind) const {
  const auto found = std::ranges::find(names, name_kind, &Name::kind);
  if (found == names.end()) return std::nullopt;
  return found->text;
}

json::object PersonFacts::to_json() const {
  json::object object;
  object.reserve(14);
  json::array pairs;
  pairs.reserve(names.size());
  for (const auto& name : names) {
    json::array pair;
    pair.reserve(2);
    pair.emplace_back(to_text(name.kind));
    pair.emplace_back(name.text);
    pairs.emplace_back(std::move(pair));
  }
  object["names"] = std::move(pairs);
  object["kind"] = to_text(kind);
  object["sex"] = to_text(sex);
  put(object, "born", born);
  put(object, "birth_country", birth_country);
  put(object, "nationality", nationality);
  put(object, "race", race);
  object["address"] = population::to_json(address);
  put(object, "household", household.text());
  put(object, "marital_status", marital_status);
  put(object, "pass_type", pass_type);
  put(object, "pass_expires", pass_expires);
  put(object, "passport_number", passport_number);
  put(object, "passport_expires", passport_expires);
  return object;
}

Result<PersonFacts> PersonFacts::from_json(const json::object& object) {
  PersonFacts facts;
  Reader reader{object};
  const json::array* pairs = find_array(object, "names");
  if (!pairs || !read_names(*pairs, facts.names)) return corrupt("names");
  if (std::ranges::count(facts.names, NameKind::kLegal, &Name::kind) != 1) return corrupt("legal name");
  const auto kind = parse_resident_kind(reader.text("kind"));
  const auto sex = parse_sex(reader.text("sex"));
  if (!kind || !sex) return corrupt("kind or sex");
  facts.kind = *kind;
  facts.sex = *sex;
  facts.born = reader.date("born");
  facts.birth_country = reader.text("birth_country");
  facts.nationality = reader.text("nationality");
  facts.race = reader.text("race");
  facts.household = HouseholdId(reader.text("household"));
  facts.marital_status = reader.text("marital_status");
  facts.pass_type = reader.text("pass_type");
  facts.pass_expires = reader.date("pass_expires");
  facts.passport_number = reader.text("passport_number");
  facts.passport_expires = reader.date("passport_expires");
  const json::object* address = find_object(object, "address");
  if (!address) return corrupt("address");
  Reader place{*address};
  facts.address.block = place.text("block");
  facts.address.building = place.text("building");
  facts.address.floor = place.text("floor");
  facts.address.unit = place.text("unit");
  facts.address.street = place.text("street");
  facts.address.postal = place.text("postal");
  facts.address.country = place.text("country");
  if (!reader.good || !place.good) return corrupt("a member of another type");
  return facts;
}

}  // namespace inkan::population
