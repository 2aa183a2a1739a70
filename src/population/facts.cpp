#include "population/facts.h"

#include <algorithm>

#include "base/text.h"
#include "population/codes.h"

namespace inkan::population {

namespace {

constexpr size_t kNamesMax = 16;
constexpr size_t kNameLengthMax = 66;  // as the published formats of names and streets

std::unexpected<Error> refuse(std::string text) { return fail(ErrorCode::kInvalidInput, std::move(text)); }

// has_controls finds C0, DEL, C1, line and paragraph separators and the marks that reorder text: a name is shown to
// people, and these make it look like another.
bool has_controls(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = uint8_t(text[i]);
    if (c < 0x20 || c == 0x7F) return true;
    if (c == 0xC2 && i + 1 < text.size() && uint8_t(text[i + 1]) < 0xA0) return true;
    if (c == 0xE2 && i + 2 < text.size()) {
      const auto second = uint8_t(text[i + 1]);
      const auto third = uint8_t(text[i + 2]);
      if (second == 0x80 && third >= 0xA8 && third <= 0xAE) return true;  // U+2028–202E
      if (second == 0x81 && third >= 0xA6 && third <= 0xA9) return true;  // U+2066–2069
    }
  }
  return false;
}

Result<Done> check_text(std::string_view text, std::string_view field, size_t length_max) {
  const std::string name(field);
  if (!is_utf8(text)) return refuse(name + " is not valid UTF-8.");
  if (has_controls(text)) return refuse(name + " holds control characters.");
  if (trim(text) != text) return refuse(name + " begins or ends with a space.");
  if (utf8_length(text) > length_max)
    return refuse(name + " is longer than " + std::to_string(length_max) + " characters.");
  return Done{};
}

Result<Done> check_names(const std::vector<Name>& names) {
  if (names.size() > kNamesMax) return refuse("A person has at most 16 names.");
  if (std::ranges::count(names, NameKind::kLegal, &Name::kind) != 1)
    return refuse("A person has exactly one legal name.");
  for (const auto& name : names) {
    if (name.text.empty()) return refuse("A name is empty.");
    if (auto clean = check_text(name.text, "A name", kNameLengthMax); !clean) return clean;
  }
  return Done{};
}

Result<Done> check_code(CodeTable table, std::string_view code, std::string_view field) {
  if (!is_known_code(table, code)) return refuse(std::string(field) + " is not a code of the published table.");
  return Done{};
}

Result<Done> check_codes(const PersonFacts& facts) {
  if (auto known = check_code(CodeTable::kCountry, facts.birth_country, "Country of birth"); !known) return known;
  if (auto known = check_code(CodeTable::kNationality, facts.nationality, "Nationality"); !known) return known;
  if (auto known = check_code(CodeTable::kCountry, facts.address.country, "Country of the address"); !known)
    return known;
  if (!facts.race.empty())
    if (auto known = check_code(CodeTable::kRace, facts.race, "Race"); !known) return known;
  if (!facts.marital_status.empty())
    if (auto known = check_code(CodeTable::kMaritalStatus, facts.marital_status, "Marital status"); !known)
      return known;
  return Done{};
}

Result<Done> check_address(const Address& address) {
  struct Field {
    std::string_view name;
    const std::string& text;
    size_t length_max;
  };
  // Postal codes have six digits at home; abroad they have up to ten characters.
  const Field fields[] = {{"Block", address.block, 10},
                          {"Building", address.building, kNameLengthMax},
                          {"Floor", address.floor, 3},
                          {"Unit", address.unit, 5},
                          {"Street", address.street, kNameLengthMax},
                          {"Postal code", address.postal, 10}};
  for (const auto& field : fields)
    if (auto clean = check_text(field.text, field.name, field.length_max); !clean) return clean;
  const bool at_home = address.country == "SG" && !address.postal.empty();
  if (at_home && (address.postal.size() != 6 || !is_digits(address.postal)))
    return refuse("Postal code has six digits.");
  return Done{};
}

bool is_passport_number(std::string_view text) {
  auto allowed = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
  return text.size() >= 6 && text.size() <= 12 && std::ranges::all_of(text, allowed);
}

Result<Done> check_kind(const PersonFacts& facts) {
  const bool foreign = facts.kind == ResidentKind::kForeignResident;
  const bool citizen = facts.kind == ResidentKind::kCitizen;
  if (citizen != (facts.nationality == "SG")) return refuse("Nationality does not fit the kind of resident.");
  if (foreign && !is_known_code(CodeTable::kPassType, facts.pass_type))
    return refuse("A foreign resident needs a pass type of the published table.");
  if (!foreign && (!facts.pass_type.empty() || facts.pass_expires))
    return refuse("Only foreign residents have a pass.");
  if (!citizen && (!facts.passport_number.empty() || facts.passport_expires))
    return refuse("Only citizens have a passport of this country.");
  if (!facts.passport_number.empty() && !is_passport_number(facts.passport_number))
    return refuse("Passport number has 6 to 12 capital letters and digits.");
  return Done{};
}

}  // namespace

Result<Done> check_facts(const PersonFacts& facts, Time now) {
  if (auto good = check_names(facts.names); !good) return good;
  if (auto good = check_codes(facts); !good) return good;
  if (auto good = check_address(facts.address); !good) return good;
  // What is known of the date of birth is compared as text: 2026 and 2026-11 are not after 2026-11-23.
  if (facts.born && facts.born->text() > iso_date(now).substr(0, facts.born->text().size()))
    return refuse("Date of birth is in the future.");
  return check_kind(facts);
}

}  // namespace inkan::population
