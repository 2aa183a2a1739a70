#include "exchange/sources/register_source.h"

#include <array>
#include <functional>

#include "base/check.h"
#include "exchange/sources/envelope.h"

namespace inkan::exchange {

namespace {

using population::CodeTable;
using population::NameKind;
using population::Person;
using population::ResidentKind;

json::object text_or_unavailable(std::string_view text, const Person& person) {
  if (text.empty()) return unavailable_envelope(person.last_updated);
  return value_envelope(text, Origin::kGovernment, person.last_updated);
}

json::object date_or_unavailable(const std::optional<PartialDate>& date, const Person& person) {
  return text_or_unavailable(date ? date->text() : std::string(), person);
}

json::object name_or_unavailable(NameKind kind, const Person& person) {
  return text_or_unavailable(person.facts.find_name(kind).value_or(""), person);
}

json::object number(const Person& p) { return text_or_unavailable(p.number.digits(), p); }
json::object masked_number(const Person& p) { return text_or_unavailable(p.number.masked(), p); }
json::object name(const Person& p) { return text_or_unavailable(p.facts.legal_name(), p); }
json::object alias(const Person& p) { return name_or_unavailable(NameKind::kAlias, p); }
json::object married_name(const Person& p) { return name_or_unavailable(NameKind::kMarried, p); }
json::object nothing(const Person& p) { return unavailable_envelope(p.last_updated); }
json::object born(const Person& p) { return date_or_unavailable(p.facts.born, p); }
json::object passport_number(const Person& p) { return text_or_unavailable(p.facts.passport_number, p); }
json::object passport_expires(const Person& p) { return date_or_unavailable(p.facts.passport_expires, p); }
json::object pass_expires(const Person& p) { return date_or_unavailable(p.facts.pass_expires, p); }

// A romanised name is the Hanyu Pinyin of a Chinese one only where there is a Chinese one.
json::object pinyin_name(const Person& p) {
  if (!p.facts.find_name(NameKind::kChinese)) return unavailable_envelope(p.last_updated);
  return name_or_unavailable(NameKind::kRomanised, p);
}

json::object sex(const Person& p) { return code_envelope(CodeTable::kSex, to_text(p.facts.sex), p.last_updated); }
json::object race(const Person& p) { return code_envelope(CodeTable::kRace, p.facts.race, p.last_updated); }
json::object nationality(const Person& p) {
  return code_envelope(CodeTable::kNationality, p.facts.nationality, p.last_updated);
}
json::object birth_country(const Person& p) {
  return code_envelope(CodeTable::kCountry, p.facts.birth_country, p.last_updated);
}
json::object marital(const Person& p) {
  return code_envelope(CodeTable::kMaritalStatus, p.facts.marital_status, p.last_updated);
}
json::object pass_type(const Person& p) {
  return code_envelope(CodeTable::kPassType, p.facts.pass_type, p.last_updated);
}

json::object residential_status(const Person& p) {
  switch (p.facts.kind) {
    case ResidentKind::kCitizen:
      return code_envelope(CodeTable::kResidentialStatus, "C", p.last_updated);
    case ResidentKind::kPermanentResident:
      return code_envelope(CodeTable::kResidentialStatus, "P", p.last_updated);
    case ResidentKind::kForeignResident:
      break;
  }
  // The catalogue leaves it blank for holders of a pass.
  json::object blank;
  blank["code"] = "";
  blank["desc"] = "";
  return enveloped(std::move(blank), Origin::kNotApplicable, p.last_updated);
}

json::object unformatted_address(const population::Address& address, std::string_view last_updated) {
  auto append = [](std::string& line, const std::string& text) {
    if (text.empty()) return;
    if (!line.empty()) line += ' ';
    line += text;
  };
  std::string line1;
  for (const auto& text : {address.block, address.street, address.building, address.unit}) append(line1, text);
  std::string line2;
  append(line2, address.postal);
  append(line2, population::find_code_text(CodeTable::kCountry, address.country).value_or(""));
  json::object members;
  members["type"] = "UNFORMATTED";
  members["line1"] = value_leaf(line1);
  members["line2"] = value_leaf(line2);
  return enveloped(std::move(members), Origin::kGovernment, last_updated);
}

json::object registered_address(const Person& p) {
  const population::Address& address = p.facts.address;
  if (address.street.empty()) return unavailable_envelope(p.last_updated);
  if (address.country != "SG") return unformatted_address(address, p.last_updated);
  json::object country;
  country["code"] = address.country;
  country["desc"] = population::find_code_text(CodeTable::kCountry, address.country).value_or("");
  json::object members;
  members["type"] = "SG";
  members["block"] = value_leaf(address.block);
  members["building"] = value_leaf(address.building);
  members["floor"] = value_leaf(address.floor);
  members["unit"] = value_leaf(address.unit);
  members["street"] = value_leaf(address.street);
  members["postal"] = value_leaf(address.postal);
  members["country"] = std::move(country);
  return enveloped(std::move(members), Origin::kGovernment, p.last_updated);
}

struct Field {
  std::string_view scope;
  json::object (*shape)(const Person& person);
};
constexpr std::array kFields{
    Field{"uinfin", number},
    Field{"partialuinfin", masked_number},
    Field{"name", name},
    Field{"aliasname", alias},
    Field{"hanyupinyinname", pinyin_name},
    Field{"hanyupinyinaliasname", nothing},
    Field{"marriedname", married_name},
    Field{"sex", sex},
    Field{"race", race},
    Field{"dob", born},
    Field{"residentialstatus", residential_status},
    Field{"nationality", nationality},
    Field{"birthcountry", birth_country},
    Field{"regadd", registered_address},
    Field{"marital", marital},
    Field{"passtype", pass_type},
    Field{"passexpirydate", pass_expires},
    Field{"passportnumber", passport_number},
    Field{"passportexpirydate", passport_expires},
};

constexpr auto kScopes = [] {
  std::array<std::string_view, kFields.size()> scopes{};
  for (size_t i = 0; i < kFields.size(); ++i) scopes[i] = kFields[i].scope;
  return scopes;
}();

json::object answer(std::string_view scope, const Opened& opened) {
  for (const auto& field : kFields)
    if (field.scope == scope) return field.shape(opened.person);
  check(false, "a source is asked for its own scopes only");
  return {};
}

}  // namespace

const Source kRegisterSource{"register", kScopes, answer};

}  // namespace inkan::exchange
