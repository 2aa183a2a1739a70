#include "population/facts.h"

#include <functional>

#include <gtest/gtest.h>

#include "population/codes.h"
#include "population/test_people.h"

namespace inkan::population {
namespace {

const Time kNow = from_unix_seconds(1795420000);

bool accepted(const std::function<void(PersonFacts&)>& change, PersonFacts facts = sample_citizen()) {
  change(facts);
  return check_facts(facts, kNow).has_value();
}

TEST(Facts, accepts_citizens_and_foreign_residents) {
  EXPECT_TRUE(check_facts(sample_citizen(), kNow).has_value());
  EXPECT_TRUE(check_facts(sample_foreign_resident(), kNow).has_value());
}

TEST(Facts, refuses_no_legal_name_and_two) {
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.names.clear(); }));
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.names.front().kind = NameKind::kAlias; }));
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.names.push_back({NameKind::kLegal, "LIM"}); }));
}

TEST(Facts, refuses_text_that_is_not_clean) {
  for (const char* bad : {"", " TAN", "TAN ", "TAN\nMEI", "TAN\x7F", "TAN\xC2\x85", "TAN\xE2\x80\xAE",
                          "TAN\xE2\x81\xA6", "TAN\xE2\x80\xA8", "TAN\xFF", "TAN\xC0\x80"})
    EXPECT_FALSE(accepted([&](PersonFacts& f) { f.names.front().text = bad; })) << bad;
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.names.front().text = std::string(67, 'A'); }));
  EXPECT_TRUE(accepted([](PersonFacts& f) { f.names.front().text = std::string(66, 'A'); }));
  EXPECT_TRUE(accepted([](PersonFacts& f) { f.names.front().text = "山﨑 太郎"; }));
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.address.street = "A\tB"; }));
}

TEST(Facts, refuses_unknown_codes) {
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.birth_country = "ZZ"; }));
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.birth_country = ""; }));
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.race = "??"; }));
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.marital_status = "4"; }));
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.pass_type = "Tourist"; }, sample_foreign_resident()));
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.address.country = "Singapore"; }));
}

TEST(Facts, refuses_births_after_today_however_much_is_known) {
  for (const char* good : {"2026", "2026-11", "2026-11-23", "1901"})
    EXPECT_TRUE(accepted([&](PersonFacts& f) { f.born = *PartialDate::parse(good); })) << good;
  for (const char* bad : {"2027", "2026-12", "2026-11-24"})
    EXPECT_FALSE(accepted([&](PersonFacts& f) { f.born = *PartialDate::parse(bad); })) << bad;
}

TEST(Facts, refuses_what_contradicts_the_kind_of_resident) {
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.nationality = "JP"; }));
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.nationality = "SG"; }, sample_foreign_resident()));
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.pass_type = "DP"; }));
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.pass_type = ""; }, sample_foreign_resident()));
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.passport_number = "K1234567E"; }, sample_foreign_resident()));
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.passport_number = "k 12"; }));
}

TEST(Facts, refuses_postal_codes_of_other_shapes_at_home_only) {
  EXPECT_FALSE(accepted([](PersonFacts& f) { f.address.postal = "12345"; }));
  auto abroad = [](PersonFacts& f) {
    f.address.country = "JP";
    f.address.postal = "123-4567";
  };
  EXPECT_TRUE(accepted(abroad));
}

TEST(Facts, errors_name_the_field_and_not_its_content) {
  PersonFacts facts = sample_citizen();
  facts.address.street = "SECRET LANE\n";
  const auto refused = check_facts(facts, kNow);
  EXPECT_EQ(refused.error().public_text, "Street holds control characters.");
}

TEST(PersonFacts, come_back_from_json_as_they_went) {
  for (const auto& facts : {sample_citizen(), sample_foreign_resident()}) {
    const json::object written = facts.to_json();
    const auto read = PersonFacts::from_json(written);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->to_json(), written);
    EXPECT_EQ(read->legal_name(), facts.legal_name());
  }
}

TEST(PersonFacts, broken_json_is_refused) {
  const json::object good = sample_citizen().to_json();
  for (const char* member : {"names", "kind", "sex", "address"}) {
    json::object broken = good;
    broken.erase(member);
    EXPECT_FALSE(PersonFacts::from_json(broken).has_value()) << member;
  }
  for (const char* member : {"born", "race", "sex", "kind"}) {
    json::object broken = good;
    broken[member] = 7;
    EXPECT_FALSE(PersonFacts::from_json(broken).has_value()) << member;
  }
}

TEST(Codes, have_their_official_texts_and_refuse_others) {
  EXPECT_EQ(find_code_text(CodeTable::kSex, "F"), "FEMALE");
  EXPECT_EQ(find_code_text(CodeTable::kCountry, "SG"), "SINGAPORE");
  EXPECT_EQ(find_code_text(CodeTable::kNationality, "SG"), "SINGAPORE CITIZEN");
  EXPECT_EQ(find_code_text(CodeTable::kCountry, "PE"), "PERU");
  EXPECT_EQ(find_code_text(CodeTable::kPassType, "LTVP+"), "Long Term Visit Pass Plus");
  for (const char* bad : {"", "sg", "ZZ", "SGP"}) EXPECT_FALSE(is_known_code(CodeTable::kCountry, bad)) << bad;
}

}  // namespace
}  // namespace inkan::population
