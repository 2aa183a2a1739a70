#include "portal/data_rows.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace inkan::portal {
namespace {

population::Person sample(Random& random) {
  population::PersonFacts facts;
  facts.names = {{population::NameKind::kLegal, "SATO HANA"}, {population::NameKind::kKana, "サトウ ハナ"}};
  facts.sex = population::Sex::kFemale;
  facts.born = *PartialDate::parse("1988-02");
  facts.birth_country = "JP";
  facts.nationality = "JP";
  facts.race = "JP";
  facts.marital_status = "9";  // a code nobody knows
  facts.address.block = "102";
  facts.address.street = "BEDOK NORTH AVENUE 4";
  facts.address.floor = "09";
  facts.address.unit = "128";
  facts.address.postal = "460102";
  return population::Person{.number = PersonalNumber::draw(random), .facts = facts};
}

std::string text_of(const std::vector<DataGroup>& groups, std::string_view label) {
  for (const DataGroup& group : groups)
    for (const DataRow& row : group.rows)
      if (row.label == label) return row.text;
  return "no such row";
}

TEST(DataRows, say_the_facts_in_the_readers_words) {
  auto pages = http::Pages::create("en");
  ASSERT_TRUE(pages) << pages.error().public_text;
  SeededRandom random(1);
  population::Person person = sample(random);
  http::Language japanese{.tag = "ja"};
  auto groups = data_groups(Reader{**pages, japanese}, person, {});
  EXPECT_EQ(text_of(groups, "性別"), "女性");
  EXPECT_EQ(text_of(groups, "生年月日"), "1988年2月（日は不明）");
  EXPECT_EQ(text_of(groups, "国籍"), "日本");
  EXPECT_EQ(text_of(groups, "氏名（カナ）"), "サトウ ハナ");
  EXPECT_EQ(text_of(groups, "メールアドレス"), "");
  EXPECT_EQ(text_of(groups, "旅券番号"), "no such row");
}

TEST(DataRows, never_hold_the_number) {
  auto pages = http::Pages::create("en");
  SeededRandom random(2);
  population::Person person = sample(random);
  http::Language english{.tag = "en"};
  for (const DataGroup& group : data_groups(Reader{**pages, english}, person, {}))
    for (const DataRow& row : group.rows) EXPECT_EQ(row.text.find(person.number.digits()), std::string::npos);
}

TEST(DataRows, show_unknown_codes_as_registered) {
  auto pages = http::Pages::create("en");
  SeededRandom random(3);
  population::Person person = sample(random);
  http::Language english{.tag = "en"};
  EXPECT_EQ(text_of(data_groups(Reader{**pages, english}, person, {}), "Marital status"), "9");
}

TEST(DataRows, write_an_address_without_gaps) {
  SeededRandom random(4);
  http::Language english{.tag = "en"};
  population::Address address = sample(random).facts.address;
  EXPECT_EQ(address_line(address, english), "102 BEDOK NORTH AVENUE 4, #09-128, 460102");
  EXPECT_EQ(address_line(population::Address{}, english), "");
  address.country = "JP";
  EXPECT_EQ(address_line(address, english), "102 BEDOK NORTH AVENUE 4, #09-128, Japan 460102");
}

}  // namespace
}  // namespace inkan::portal
