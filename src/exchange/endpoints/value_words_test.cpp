#include "exchange/endpoints/value_words.h"

#include <gtest/gtest.h>

#include "exchange/sources/envelope.h"

namespace inkan::exchange {
namespace {

using population::CodeTable;

class ValueWords : public testing::Test {
 protected:
  std::string in_english(std::string_view scope, const json::object& envelope) const {
    return value_in_words(http::Reader{*pages_, english_}, scope, envelope);
  }
  std::string in_japanese(std::string_view scope, const json::object& envelope) const {
    return value_in_words(http::Reader{*pages_, japanese_}, scope, envelope);
  }
  static json::object given(std::string_view text) { return value_envelope(text, Origin::kGovernment, "2026-11-23"); }
  static json::object coded(CodeTable table, std::string_view code) { return code_envelope(table, code, "2026-11-23"); }

  std::unique_ptr<http::Pages> pages_ = std::move(*http::Pages::create("en"));
  http::Language english_{.tag = "en"};
  http::Language japanese_{.tag = "ja"};
};

TEST_F(ValueWords, say_dates_in_the_readers_order_and_keep_unknown_parts_unknown) {
  EXPECT_EQ(in_english("dob", given("1990-04-17")), "17 April 1990");
  EXPECT_EQ(in_japanese("dob", given("1990-04-17")), "1990年4月17日");
  EXPECT_EQ(in_english("passportexpirydate", given("2030-01")), "January 2030 (day not known)");
  EXPECT_EQ(in_english("dob", given("not a date")), "not a date");
}

TEST_F(ValueWords, say_codes_and_countries) {
  EXPECT_EQ(in_japanese("sex", coded(CodeTable::kSex, "F")), "女性");
  EXPECT_EQ(in_english("sex", coded(CodeTable::kSex, "F")), "Female");
  EXPECT_EQ(in_english("nationality", coded(CodeTable::kNationality, "JP")), "Japan");
  EXPECT_EQ(in_japanese("birthcountry", coded(CodeTable::kCountry, "SG")), "シンガポール");
  EXPECT_EQ(in_english("passtype", coded(CodeTable::kPassType, "LTVP+")), "Long-term visit pass plus");
}

TEST_F(ValueWords, are_there_for_every_code_of_every_table) {
  const std::pair<CodeTable, std::vector<std::string_view>> tables[] = {
      {CodeTable::kSex, {"F", "M", "U"}},
      {CodeTable::kRace, {"CN", "MY", "IN", "TM", "EU", "JP", "KR", "PH", "ID", "TH", "VN", "BG", "MM", "CA", "XX"}},
      {CodeTable::kMaritalStatus, {"1", "2", "3", "5"}},
      {CodeTable::kResidentialStatus, {"A", "C", "P", "U", "N"}},
      {CodeTable::kPassType,
       {"RPass", "SPass", "P1Pass", "P2Pass", "QPass", "PEP", "WHP", "TEP", "Entre", "OVE", "DP", "LTVP", "LTVP+",
        "LOC", "MWP", "STP", "IEO"}}};
  for (const auto& [table, codes] : tables) {
    for (const auto code : codes) {
      ASSERT_TRUE(population::is_known_code(table, code)) << code;
      EXPECT_NE(code_in_words(http::Reader{*pages_, japanese_}, table, code), code);
    }
  }
  EXPECT_EQ(code_in_words(http::Reader{*pages_, japanese_}, CodeTable::kRace, "??"), "??");
}

TEST_F(ValueWords, write_addresses_on_one_line_and_leave_out_the_home_country) {
  json::object address = given("");
  address["type"] = "SG";
  address["block"] = value_leaf("102");
  address["street"] = value_leaf("BEDOK NORTH AVENUE 4");
  address["floor"] = value_leaf("09");
  address["unit"] = value_leaf("128");
  address["postal"] = value_leaf("460102");
  EXPECT_EQ(in_english("regadd", address), "102 BEDOK NORTH AVENUE 4, #09-128, 460102");
  json::object abroad = given("");
  abroad["type"] = "UNFORMATTED";
  abroad["line1"] = value_leaf("東京都江東区豊洲2-2-1");
  EXPECT_EQ(in_english("regadd", abroad), "東京都江東区豊洲2-2-1");
}

TEST_F(ValueWords, group_numbers_and_leave_names_alone) {
  EXPECT_EQ(in_english("uinfin", given("123456789018")), "1234 5678 9018");
  EXPECT_EQ(in_english("partialuinfin", given("*********018")), "•••• •••• •018");
  EXPECT_EQ(in_english("name", given("TAN MEI LING")), "TAN MEI LING");
  EXPECT_EQ(spaced_number(""), "");
}

}  // namespace
}  // namespace inkan::exchange
