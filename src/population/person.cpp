#include "population/person.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.h"
#include "base/name_table.h"
#include "population/person_json.h"

namespace inkan::population {

namespace {

using std::string_view_literals::operator""sv;

constexpr std::array kKinds{std::pair(ResidentKind::kCitizen, "citizen"sv),
                            std::pair(ResidentKind::kPermanentResident, "permanent_resident"sv),
                            std::pair(ResidentKind::kForeignResident, "foreign_resident"sv)};
constexpr std::array kSexes{std::pair(Sex::kFemale, "F"sv), std::pair(Sex::kMale, "M"sv),
                            std::pair(Sex::kUnknown, "U"sv)};
constexpr std::array kStatuses{
    std::pair(PersonStatus::kAlive, "alive"sv), std::pair(PersonStatus::kDeceased, "deceased"sv),
    std::pair(PersonStatus::kDeparted, "departed"sv), std::pair(PersonStatus::kAnnulled, "annulled"sv)};
constexpr std::array kNameKinds{
    std::pair(NameKind::kLegal, "legal"sv),         std::pair(NameKind::kKana, "kana"sv),
    std::pair(NameKind::kRomanised, "romanised"sv), std::pair(NameKind::kChinese, "chinese"sv),
    std::pair(NameKind::kTamil, "tamil"sv),         std::pair(NameKind::kAlias, "alias"sv),
    std::pair(NameKind::kMarried, "married"sv),     std::pair(NameKind::kPrevious, "previous"sv)};

std::unexpected<Error> corrupt(const char* detail) {
  return fail(ErrorCode::kCorrupt, "The record could not be read.", detail);
}

void put(json::object& object, std::string_view name, std::string_view text) {
  if (!text.empty()) object[name] = text;
}

void put(json::object& object, std::string_view name, const std::optional<PartialDate>& date) {
  if (date) object[name] = date->text();
}

// Reader takes members out of an object and remembers whether one was wrong. complete() is false as well when the
// object holds anything else: a member that nobody reads would be lost with the next writing.
struct Reader {
  const json::object& object;
  bool good = true;
  size_t read = 0;

  bool complete() const { return good && read == object.size(); }
  const json::value* find(std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (value) ++read;
    return value;
  }
  bool flag(std::string_view name) {
    const json::value* value = find(name);
    if (value && !value->is_bool()) good = false;
    return value && value->is_bool() && value->get_bool();
  }

  std::string text(std::string_view name) {
    const json::value* value = find(name);
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

}  // namespace

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

// A name is [kind, text], and a third element where more is known of it.
json::array to_json(const Name& name) {
  json::object more;
  if (name.kana_status != KanaStatus::kNone) more["kana_status"] = to_text(name.kana_status);
  put(more, "kana_status_on", name.kana_status_on);
  put(more, "from", name.from);
  put(more, "until", name.until);
  put(more, "source", name.source);
  json::array array;
  array.reserve(more.empty() ? 2 : 3);
  array.emplace_back(to_text(name.kind));
  array.emplace_back(name.text);
  if (!more.empty()) array.emplace_back(std::move(more));
  return array;
}

namespace {

bool read_more(const json::object& more, Name& name) {
  Reader reader{more};
  const std::string status = reader.text("kana_status");
  if (!status.empty()) {
    const auto known = parse_kana_status(status);
    if (!known) return false;
    name.kana_status = *known;
  }
  name.kana_status_on = reader.date("kana_status_on");
  name.from = reader.date("from");
  name.until = reader.date("until");
  name.source = reader.text("source");
  return reader.complete();
}

}  // namespace

bool read_name(const json::value& value, Name& name) {
  const json::array* parts = value.if_array();
  if (!parts || parts->size() < 2 || parts->size() > 3 || !parts->at(0).is_string() || !parts->at(1).is_string())
    return false;
  const auto kind = parse_name_kind(std::string_view(parts->at(0).get_string()));
  if (!kind) return false;
  name.kind = *kind;
  name.text = std::string(parts->at(1).get_string());
  if (parts->size() == 2) return true;
  const json::object* more = parts->at(2).if_object();
  return more && read_more(*more, name);
}

bool read_address(const json::object& object, Address& address) {
  Reader place{object};
  address.block = place.text("block");
  address.building = place.text("building");
  address.floor = place.text("floor");
  address.unit = place.text("unit");
  address.street = place.text("street");
  address.postal = place.text("postal");
  address.country = place.text("country");
  return place.complete();
}

namespace {

json::object past_json(const PastAddress& past) {
  json::object object;
  object["address"] = to_json(past.address);
  put(object, "from", past.from);
  put(object, "until", past.until);
  if (past.is_protected) object["protected"] = true;
  return object;
}

bool read_past_address(const json::value& value, PastAddress& past) {
  const json::object* object = value.if_object();
  if (!object) return false;
  Reader reader{*object};
  const json::value* address = reader.find("address");
  if (!address || !address->is_object() || !read_address(address->get_object(), past.address)) return false;
  past.from = reader.date("from");
  past.until = reader.date("until");
  past.is_protected = reader.flag("protected");
  return reader.complete();
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
  object.reserve(17);
  json::array pairs;
  pairs.reserve(names.size());
  for (const auto& name : names) pairs.emplace_back(population::to_json(name));
  object["names"] = std::move(pairs);
  object["kind"] = to_text(kind);
  object["sex"] = to_text(sex);
  put(object, "born", born);
  put(object, "birth_country", birth_country);
  put(object, "nationality", nationality);
  put(object, "race", race);
  object["address"] = population::to_json(address);
  put(object, "address_from", address_from);
  if (address_protected) object["address_protected"] = true;
  if (!earlier_addresses.empty()) {
    json::array past;
    for (const auto& one : earlier_addresses) past.emplace_back(past_json(one));
    object["earlier_addresses"] = std::move(past);
  }
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
  const json::value* pairs = reader.find("names");
  if (!pairs || !pairs->is_array()) return corrupt("names");
  for (const auto& value : pairs->get_array())
    if (!read_name(value, facts.names.emplace_back())) return corrupt("names");
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
  const json::value* address = reader.find("address");
  if (!address || !address->is_object() || !read_address(address->get_object(), facts.address))
    return corrupt("address");
  facts.address_from = reader.date("address_from");
  facts.address_protected = reader.flag("address_protected");
  if (const json::value* past = reader.find("earlier_addresses")) {
    if (!past->is_array()) return corrupt("earlier_addresses");
    for (const auto& value : past->get_array())
      if (!read_past_address(value, facts.earlier_addresses.emplace_back())) return corrupt("earlier_addresses");
  }
  if (!reader.complete()) return corrupt("a member of another type or name");
  return facts;
}

}  // namespace inkan::population
