// Who is meant must be found, however they are written: each way built by hand.
#include <gtest/gtest.h>

#include <algorithm>

#include "population/match/matcher.h"
#include "population/match/test_stated.h"

namespace inkan::population::match {
namespace {

class RecallTest : public testing::Test {
 protected:
  PersonId put(int number, const Say& say) {
    matcher_->put(person_id(number), state(say));
    return person_id(number);
  }
  bool finds(const Stated& stated, const PersonId& person) const {
    const auto people = matcher_->find_possible(stated, 128);
    return std::ranges::find(people, person) != people.end();
  }

  std::unique_ptr<Matcher> matcher_ = Matcher::make_empty();
};

TEST_F(RecallTest, latin_letters_find_and_link_who_is_registered_in_kana) {
  const PersonId taro = put(1, {.written = "大野 翔太", .kana = "オオノ ショウタ"});
  for (const char* romaji : {"ONO SHOTA", "OHNO SYOTA", "Ōno Shōta", "OONO SHOUTA"}) {
    Stated stated = state({.written = "", .kana = ""});
    stated.names.push_back({NameKind::kRomanised, romaji});
    EXPECT_EQ(matcher_->decide(stated, Terms{}).person, taro) << romaji;
  }
}

TEST_F(RecallTest, a_name_alone_is_enough_to_be_found) {
  const PersonId taro = put(1, {});
  EXPECT_TRUE(finds(state({.born = "", .street = "", .block = ""}), taro));
  EXPECT_TRUE(finds(state({.born = "1933-02-05", .street = "銀座", .block = "9"}), taro));
  EXPECT_TRUE(finds(state({.kana = "", .born = "", .street = "", .block = ""}), taro));
}

TEST_F(RecallTest, names_in_each_others_place_are_found_whatever_else_is_wrong) {
  const PersonId taro = put(1, {});
  EXPECT_TRUE(finds(state({.written = "太郎 山田", .kana = "タロウ ヤマダ", .born = "1980-01-07"}), taro));
  EXPECT_TRUE(finds(state({.written = "太郎 山田", .kana = "", .born = "1980-01-07"}), taro));
}

TEST_F(RecallTest, latin_words_in_another_order_are_found_and_linked) {
  const PersonId lim = put(1, {.written = "LIM KE QING", .kana = ""});
  EXPECT_EQ(matcher_->decide(state({.written = "KE QING LIM", .kana = ""}), Terms{}).person, lim);
  EXPECT_TRUE(finds(state({.written = "KE QING LIM", .kana = "", .street = "", .block = ""}), lim));
  EXPECT_FALSE(finds(state({.written = "KE QIN LIMA", .kana = "", .born = "", .street = "", .block = ""}), lim));
}

TEST_F(RecallTest, chinese_characters_without_a_separator_find_the_latin_name) {
  Stated known = state({.written = "PHUA RONG GUANG", .kana = ""});
  known.names.push_back({NameKind::kChinese, "潘荣光"});
  matcher_->put(person_id(1), known);
  Stated stated = state({.written = "", .kana = ""});
  stated.names.push_back({NameKind::kChinese, "潘榮光"});
  EXPECT_EQ(matcher_->decide(stated, Terms{}).person, person_id(1));
  stated.addresses.clear();
  EXPECT_TRUE(finds(stated, person_id(1)));
}

TEST_F(RecallTest, an_alias_alone_finds_a_foreign_resident) {
  Stated known = state({.written = "SCOTT CHRISTOPHER", .kana = ""});
  known.names.push_back({NameKind::kAlias, "柘植 CHRISTOPHER"});
  matcher_->put(person_id(1), known);
  Stated stated = state({.written = "", .kana = "", .street = "", .block = ""});
  stated.names.push_back({NameKind::kAlias, "柘植 CHRISTOPHER"});
  EXPECT_TRUE(finds(stated, person_id(1)));
}

TEST_F(RecallTest, one_slip_in_a_name_is_found_without_an_address) {
  const PersonId taro = put(1, {});
  for (const char* kana : {"ヤマタ タロウ", "ヤマダ タロ", "ヤマダ タウロ", "ヤマナダ タロウ", "ハマダ タロウ"})
    EXPECT_TRUE(finds(state({.written = "", .kana = kana, .street = "", .block = ""}), taro)) << kana;
}

TEST_F(RecallTest, the_delta_filters_as_the_base_does) {
  for (int i = 0; i < 300; ++i)
    put(10 + i, {.born = std::to_string(1950 + i % 50) + "-0" + std::to_string(1 + i % 9) + "-12",
                 .street = "街" + std::to_string(i),
                 .block = std::to_string(i)});
  const PersonId taro = put(1, {});
  EXPECT_EQ(matcher_->decide(state({}), Terms{}).person, taro);
  EXPECT_EQ(matcher_->explain(state({}), Terms{}).veto, std::nullopt);
}

}  // namespace
}  // namespace inkan::population::match
