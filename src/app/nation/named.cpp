#include "app/nation/named.h"

namespace inkan::app::nation {

using population::NameKind;
using population::PersonFacts;
using population::ResidentKind;
using population::Sex;

namespace {

PersonFacts person(int place, Sex sex, std::string_view born, std::string_view race) {
  PersonFacts facts;
  facts.sex = sex;
  facts.born = *PartialDate::parse(born);
  facts.race = race;
  facts.birth_country = "SG";
  facts.nationality = "SG";
  facts.marital_status = "1";
  facts.household = population::HouseholdId("00000000-0000-4000-8000-00000000000" + std::to_string(place));
  facts.address.block = std::to_string(100 + place);
  facts.address.floor = "0" + std::to_string(place);
  facts.address.unit = "1" + std::to_string(place);
  facts.address.street = "BUKIT MELOR AVENUE 1";
  facts.address.postal = "10010" + std::to_string(place);
  return facts;
}

void add_name(PersonFacts& facts, NameKind kind, std::string_view text) {
  facts.names.push_back({kind, std::string(text)});
}

PersonFacts mei_ling() {
  PersonFacts facts = person(1, Sex::kFemale, "1990-04-17", "CN");
  add_name(facts, NameKind::kLegal, "TAN MEI LING");
  add_name(facts, NameKind::kRomanised, "CHEN MEILING");
  add_name(facts, NameKind::kChinese, "陈美玲");
  add_name(facts, NameKind::kAlias, "GRACE TAN MEI LING");
  facts.marital_status = "2";
  facts.passport_number = "K1234567E";
  facts.passport_expires = *PartialDate::parse("2031-08-31");
  return facts;
}

PersonFacts haruka() {
  PersonFacts facts = person(2, Sex::kFemale, "1994-09-03", "JP");
  add_name(facts, NameKind::kLegal, "佐藤 遥");
  add_name(facts, NameKind::kKana, "サトウ ハルカ");
  add_name(facts, NameKind::kRomanised, "SATO HARUKA");
  facts.kind = ResidentKind::kForeignResident;
  facts.birth_country = "JP";
  facts.nationality = "JP";
  facts.pass_type = "P1Pass";
  facts.pass_expires = *PartialDate::parse("2028-03-31");
  return facts;
}

PersonFacts nur_aisyah() {
  PersonFacts facts = person(3, Sex::kFemale, "1987-12-25", "MY");
  add_name(facts, NameKind::kLegal, "NUR AISYAH BINTE ISMAIL");
  facts.marital_status = "2";
  facts.passport_number = "K7654321C";
  facts.passport_expires = *PartialDate::parse("2029-05-14");
  return facts;
}

PersonFacts murugan() {
  PersonFacts facts = person(4, Sex::kMale, "1979-06-08", "TM");
  add_name(facts, NameKind::kLegal, "MURUGAN S/O KRISHNAN");
  add_name(facts, NameKind::kTamil, "முருகன்");
  facts.marital_status = "2";
  return facts;
}

PersonFacts james() {
  PersonFacts facts = person(5, Sex::kMale, "1983-02-14", "CA");
  add_name(facts, NameKind::kLegal, "JAMES OLIVER CLARKE");
  facts.kind = ResidentKind::kPermanentResident;
  facts.birth_country = "GB";
  facts.nationality = "GB";
  return facts;
}

}  // namespace

std::vector<PersonFacts> named_facts() { return {mei_ling(), haruka(), nur_aisyah(), murugan(), james()}; }

}  // namespace inkan::app::nation
