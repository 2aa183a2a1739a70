#include "portal/data_rows.h"

#include "base/text.h"
#include "exchange/endpoints/value_words.h"
#include "http/date_words.h"

namespace inkan::portal {

namespace {

using population::CodeTable;
using population::NameKind;
using population::Person;
using population::PersonFacts;
using population::ResidentKind;

std::string residence_text(const Reader& reader, ResidentKind kind) {
  switch (kind) {
    case ResidentKind::kCitizen:
      return reader.word("value.residentialstatus.c");
    case ResidentKind::kPermanentResident:
      return reader.word("value.residentialstatus.p");
    case ResidentKind::kForeignResident:
      return reader.word("value.residentialstatus.a");
  }
  return {};
}

std::string_view name_label(NameKind kind) {
  switch (kind) {
    case NameKind::kLegal:
      return "attribute.name";
    case NameKind::kKana:
      return "portal.name.kana";
    case NameKind::kRomanised:
      return "portal.name.romanised";
    case NameKind::kChinese:
      return "portal.name.chinese";
    case NameKind::kTamil:
      return "portal.name.tamil";
    case NameKind::kAlias:
      return "attribute.aliasname";
    case NameKind::kMarried:
      return "attribute.marriedname";
    case NameKind::kPrevious:
      return "portal.name.previous";
  }
  return "attribute.name";
}

std::string date_text(const Reader& reader, const std::optional<PartialDate>& date) {
  return date ? format_date(reader, *date) : std::string();
}

void add(const Reader& reader, DataGroup& group, std::string_view label_key, std::string text) {
  group.rows.push_back({reader.word(label_key), std::move(text)});
}
// add_if_any leaves the row out when nothing is registered: facts that most people do not have.
void add_if_any(const Reader& reader, DataGroup& group, std::string_view label_key, std::string text) {
  if (!text.empty()) add(reader, group, label_key, std::move(text));
}

}  // namespace

DataGroup identity_group(const Reader& reader, const PersonFacts& facts) {
  DataGroup group{.heading_key = "portal.data.identity"};
  for (const population::Name& name : facts.names) add(reader, group, name_label(name.kind), name.text);
  add(reader, group, "attribute.dob", date_text(reader, facts.born));
  add(reader, group, "attribute.sex", exchange::code_in_words(reader, CodeTable::kSex, to_text(facts.sex)));
  add(reader, group, "attribute.birthcountry", country_name(facts.birth_country, reader.language));
  add(reader, group, "attribute.nationality", country_name(facts.nationality, reader.language));
  add(reader, group, "attribute.residentialstatus", residence_text(reader, facts.kind));
  add_if_any(reader, group, "attribute.race", exchange::code_in_words(reader, CodeTable::kRace, facts.race));
  add_if_any(reader, group, "attribute.marital",
             exchange::code_in_words(reader, CodeTable::kMaritalStatus, facts.marital_status));
  return group;
}

DataGroup papers_group(const Reader& reader, const PersonFacts& facts) {
  DataGroup group{.heading_key = "portal.data.papers"};
  add_if_any(reader, group, "attribute.passtype",
             exchange::code_in_words(reader, CodeTable::kPassType, facts.pass_type));
  add_if_any(reader, group, "attribute.passexpirydate", date_text(reader, facts.pass_expires));
  add_if_any(reader, group, "attribute.passportnumber", facts.passport_number);
  add_if_any(reader, group, "attribute.passportexpirydate", date_text(reader, facts.passport_expires));
  return group;
}

std::vector<DataGroup> data_groups(const Reader& reader, const Person& person,
                                   const accounts::AccountDirectory::Account& account) {
  std::vector<DataGroup> groups;
  groups.push_back(identity_group(reader, person.facts));
  DataGroup contact{.heading_key = "portal.data.contact"};
  add(reader, contact, "attribute.regadd", address_line(person.facts.address, reader.language));
  add(reader, contact, "attribute.email", account.email);
  add(reader, contact, "attribute.mobileno", account.mobile.empty() ? std::string() : "+" + account.mobile);
  groups.push_back(std::move(contact));
  DataGroup papers = papers_group(reader, person.facts);
  if (!papers.rows.empty()) groups.push_back(std::move(papers));
  return groups;
}

std::string address_line(const population::Address& address, const http::Language& language) {
  std::vector<std::string> parts;
  std::string street = address.block.empty() ? address.street : address.block + " " + address.street;
  if (!street.empty()) parts.push_back(street);
  if (!address.floor.empty() || !address.unit.empty()) parts.push_back("#" + address.floor + "-" + address.unit);
  if (!address.building.empty()) parts.push_back(address.building);
  // An address at home does not name the country; a postal code alone stands with it abroad too.
  std::string last = address.country == "SG" ? std::string() : country_name(address.country, language);
  if (!address.postal.empty()) last = last.empty() ? address.postal : last + " " + address.postal;
  if (!last.empty()) parts.push_back(last);
  return join(parts, ", ");
}

void fill_groups(const Reader& reader, const std::vector<DataGroup>& groups, http::PageData& data) {
  for (const DataGroup& group : groups) {
    http::PageData& section = data.section("GROUP");
    section.set("HEADING", reader.word(group.heading_key));
    for (const DataRow& row : group.rows) {
      http::PageData& item = section.section("ROW");
      item.set("LABEL", row.label);
      if (row.text.empty()) item.show("NONE");
      if (!row.text.empty()) item.section("SOME").set("TEXT", row.text);
    }
  }
}

}  // namespace inkan::portal
