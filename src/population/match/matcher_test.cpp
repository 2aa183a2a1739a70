#include "population/match/matcher.h"

#include <gtest/gtest.h>

#include "population/match/test_stated.h"

namespace inkan::population::match {
namespace {

// A small town: people who share a name, a dwelling or a date of birth with others, and ordinary ones.
class MatcherTest : public testing::Test {
 protected:
  MatcherTest() {
    const char* surnames[][2] = {{"佐藤", "サトウ"}, {"鈴木", "スズキ"}, {"高橋", "タカハシ"}, {"渡辺", "ワタナベ"}};
    const char* givens[][2] = {
        {"一郎", "イチロウ"}, {"花子", "ハナコ"}, {"翔太", "ショウタ"}, {"美咲", "ミサキ"}, {"誠", "マコト"}};
    int number = 100;
    for (const auto& surname : surnames)
      for (const auto& given : givens) {
        const std::string day = std::to_string(10 + number % 18);
        matcher_->put(person_id(number), state({.written = std::string(surname[0]) + " " + given[0],
                                                .kana = std::string(surname[1]) + " " + given[1],
                                                .born = std::to_string(1950 + number % 50) + "-03-" + day,
                                                .street = "街" + std::to_string(number % 7),
                                                .block = std::to_string(number)}));
        ++number;
      }
  }

  Decision decide(const Say& say) const { return matcher_->decide(state(say), Terms{}); }
  Explanation explain(const Say& say) const { return matcher_->explain(state(say), Terms{}); }
  PersonId put(int number, const Say& say) {
    matcher_->put(person_id(number), state(say));
    return person_id(number);
  }

  std::unique_ptr<Matcher> matcher_ = Matcher::make_empty();
};

TEST_F(MatcherTest, REQ_LINK_2_links_who_agrees_in_everything) {
  const PersonId taro = put(1, {});
  const Decision decision = decide({});
  EXPECT_EQ(decision.zone, Zone::kLink);
  EXPECT_EQ(decision.person, taro);
  EXPECT_LE(decision.wrong_chance, Terms{}.wrong_chance_max);
  EXPECT_EQ(decision.model_version, kModelVersion);
}

TEST_F(MatcherTest, REQ_LINK_2_name_and_birth_date_alone_do_not_link) {
  put(1, {});
  const Decision decision = decide({.street = "", .block = ""});
  EXPECT_EQ(decision.zone, Zone::kQuarantine);
  EXPECT_FALSE(decision.person);
  EXPECT_EQ(decision.settles, Attribute::kAddress);
}

TEST_F(MatcherTest, typography_and_variants_of_kanji_do_not_matter) {
  const PersonId saito = put(2, {.written = "髙橋 太郎", .kana = "タカハシ タロウ"});
  const Decision decision = decide({.written = "高橋　太郎", .kana = "ﾀｶﾊｼ ﾀﾛｳ"});
  EXPECT_EQ(decision.zone, Zone::kLink);
  EXPECT_EQ(decision.person, saito);
}

TEST_F(MatcherTest, kanji_alone_and_kana_alone_find_the_person) {
  const PersonId taro = put(1, {});
  EXPECT_EQ(decide({.kana = ""}).person, taro);
  EXPECT_EQ(decide({.written = ""}).person, taro);
}

TEST_F(MatcherTest, REQ_LINK_2_twins_are_never_linked_to_each_other) {
  const PersonId elder = put(1, {.written = "山田 健太", .kana = "ヤマダ ケンタ"});
  const PersonId younger = put(2, {.written = "山田 健一", .kana = "ヤマダ ケンイチ"});
  EXPECT_EQ(decide({.written = "山田 健太", .kana = "ヤマダ ケンタ"}).person, elder);
  EXPECT_EQ(decide({.written = "山田 健一", .kana = "ヤマダ ケンイチ"}).person, younger);
  EXPECT_NE(decide({.written = "山田 健二", .kana = "ヤマダ ケンジ"}).zone, Zone::kLink);
}

TEST_F(MatcherTest, REQ_LINK_2_a_twin_with_a_similar_name_takes_a_card) {
  put(1, {.written = "山田 大輝", .kana = "ヤマダ ダイキ"});
  put(2, {.written = "山田 大希", .kana = "ヤマダ ダイキ"});
  const Decision decision = decide({.written = "山田 大輝", .kana = "ヤマダ ダイキ"});
  EXPECT_EQ(decision.zone, Zone::kQuarantine);
  EXPECT_EQ(decision.settles, Attribute::kCard);
}

TEST_F(MatcherTest, REQ_LINK_2_father_and_son_read_alike_are_told_apart_by_birth) {
  const PersonId father = put(1, {.written = "山田 剛", .kana = "ヤマダ ツヨシ", .born = "1950-01-20"});
  const PersonId son = put(2, {.written = "山田 毅", .kana = "ヤマダ ツヨシ", .born = "1980-07-31"});
  EXPECT_EQ(decide({.written = "山田 毅", .kana = "ヤマダ ツヨシ"}).person, son);
  EXPECT_EQ(decide({.written = "山田 剛", .kana = "ヤマダ ツヨシ", .born = "1950-01-20"}).person, father);
  EXPECT_NE(decide({.written = "", .kana = "ヤマダ ツヨシ", .born = ""}).zone, Zone::kLink);
}

TEST_F(MatcherTest, REQ_LINK_2_namesakes_born_on_one_day_are_told_apart_by_address_or_not_at_all) {
  const PersonId here = put(1, {});
  put(2, {.street = "銀座", .block = "9-9"});
  EXPECT_EQ(decide({}).person, here);
  EXPECT_EQ(decide({.street = "", .block = ""}).zone, Zone::kQuarantine);
  EXPECT_NE(decide({.street = "京橋", .block = "1-1"}).zone, Zone::kLink);
}

TEST_F(MatcherTest, REQ_LINK_2_a_namesake_elsewhere_is_not_linked_however_rare_the_name) {
  put(1, {.written = "吉南 蒼成", .kana = "ヨシナン ソウセイ"});
  const Decision decision =
      decide({.written = "吉南 蒼成", .kana = "ヨシナン ソウセイ", .street = "京橋", .block = "1-1"});
  EXPECT_EQ(decision.zone, Zone::kQuarantine);
  EXPECT_EQ(decision.settles, Attribute::kPreviousAddress);
}

TEST_F(MatcherTest, REQ_LINK_2_a_twin_with_a_latin_name_is_not_linked_in_either_order_of_words) {
  put(1, {.written = "GOONETILLEKE MIGUEL", .kana = ""});
  EXPECT_EQ(decide({.written = "GOONETILLEKE MIGUEL", .kana = ""}).zone, Zone::kLink);
  EXPECT_NE(decide({.written = "GOONETILLEKE ALI", .kana = ""}).zone, Zone::kLink);
  EXPECT_NE(decide({.written = "ALI GOONETILLEKE", .kana = ""}).zone, Zone::kLink);
}

TEST_F(MatcherTest, REQ_LINK_2_a_member_of_the_household_is_not_the_person) {
  put(1, {});
  const Decision wife =
      decide({.written = "山田 陽子", .kana = "ヤマダ ヨウコ", .born = "1982-02-02", .sex = Sex::kFemale});
  EXPECT_NE(wife.zone, Zone::kLink);
}

TEST_F(MatcherTest, who_is_absent_is_refused) {
  put(1, {});
  const Decision decision = decide({.written = "小野寺 静香",
                                    .kana = "オノデラ シズカ",
                                    .born = "1933-11-02",
                                    .street = "別町",
                                    .block = "77",
                                    .sex = Sex::kFemale});
  EXPECT_EQ(decision.zone, Zone::kRefuse);
  EXPECT_FALSE(decision.person);
  EXPECT_FALSE(decision.settles);
}

TEST_F(MatcherTest, names_in_each_others_place_are_for_a_person_to_see) {
  put(1, {});
  const Explanation explanation = explain({.written = "太郎 山田", .kana = "タロウ ヤマダ"});
  EXPECT_EQ(explanation.decision.zone, Zone::kQuarantine);
  EXPECT_EQ(explanation.veto, "names-in-each-others-place");
}

TEST_F(MatcherTest, REQ_LINK_6_what_was_not_stated_is_not_comparable_and_never_equal) {
  put(1, {});
  const Explanation explanation = explain({.kana = "", .born = "", .street = "", .block = "", .sex = Sex::kUnknown});
  for (const Evidence& evidence : explanation.evidence)
    if (evidence.attribute != Attribute::kLegalName) {
      EXPECT_EQ(evidence.comparison.outcome, names::Outcome::kNotComparable);
      EXPECT_EQ(evidence.bits, 0);
    }
  EXPECT_NE(explanation.decision.zone, Zone::kLink);
}

TEST_F(MatcherTest, an_unreadable_name_is_not_comparable) {
  put(1, {.written = "山田 ●郎", .kana = ""});
  EXPECT_NE(decide({.written = "山田 ●郎", .kana = ""}).zone, Zone::kLink);
}

TEST_F(MatcherTest, previous_surname_and_earlier_address_still_find_and_link) {
  Stated known = state({.written = "鈴木 陽子", .kana = "スズキ ヨウコ", .sex = Sex::kFemale, .previous = "山田 陽子"});
  known.addresses.insert(known.addresses.begin(),
                         {.parts = {.block = "5", .street = "新町", .postal = "540001", .country = "JP"}});
  matcher_->put(person_id(1), known);
  EXPECT_EQ(decide({.written = "山田 陽子", .kana = "", .sex = Sex::kFemale}).person, person_id(1));
}

TEST_F(MatcherTest, a_slip_in_the_date_of_birth_is_found) {
  const PersonId taro = put(1, {});
  for (const char* born : {"1980-07-13", "1980-01-31", "1990-07-31", "2005-07-31"})
    EXPECT_EQ(explain({.born = born, .street = "", .block = ""}).best, taro) << born;
}

TEST_F(MatcherTest, put_is_visible_at_once_and_replaces_and_erase_forgets) {
  const size_t before = matcher_->size();
  const PersonId taro = put(1, {});
  EXPECT_EQ(matcher_->size(), before + 1);
  put(1, {.written = "山田 次郎", .kana = "ヤマダ ジロウ"});
  EXPECT_EQ(matcher_->size(), before + 1);
  EXPECT_NE(decide({}).person, taro);
  EXPECT_EQ(decide({.written = "山田 次郎", .kana = "ヤマダ ジロウ"}).person, taro);
  matcher_->erase(taro);
  EXPECT_EQ(matcher_->size(), before);
  EXPECT_NE(decide({.written = "山田 次郎", .kana = "ヤマダ ジロウ"}).zone, Zone::kLink);
}

TEST_F(MatcherTest, find_possible_lists_the_likeliest_first) {
  const PersonId here = put(1, {});
  const PersonId namesake = put(2, {.street = "銀座", .block = "9-9"});
  const std::vector<PersonId> people = matcher_->find_possible(state({}), 10);
  ASSERT_GE(people.size(), 2u);
  EXPECT_EQ(people[0], here);
  EXPECT_EQ(people[1], namesake);
  EXPECT_EQ(matcher_->find_possible(state({}), 1).size(), 1u);
}

TEST_F(MatcherTest, verify_tells_family_from_the_person_and_lets_movers_be) {
  const PersonId taro = put(1, {});
  EXPECT_TRUE(matcher_->verify(state({}), taro).agrees);
  EXPECT_TRUE(matcher_->verify(state({.street = "銀座", .block = "9-9"}), taro).agrees);
  const PairRisk brother =
      matcher_->verify(state({.written = "山田 次郎", .kana = "ヤマダ ジロウ", .born = "1982-01-01"}), taro);
  EXPECT_FALSE(brother.agrees);
  EXPECT_GT(brother.risk, matcher_->verify(state({}), taro).risk);
  EXPECT_FALSE(matcher_->verify(state({}), person_id(77)).agrees);
}

TEST_F(MatcherTest, adversarial_statements_get_an_answer) {
  put(1, {});
  EXPECT_EQ(matcher_->decide(Stated{}, Terms{}).zone, Zone::kRefuse);
  std::string endless;
  for (int i = 0; i < 20'000; ++i) endless += "山";
  EXPECT_NE(decide({.written = endless + " " + endless, .kana = endless}).zone, Zone::kLink);
  EXPECT_NE(decide({.written = std::string("\xff\xfe\x00", 3), .kana = "?"}).zone, Zone::kLink);
  put(3, {.written = endless, .kana = "", .street = endless, .block = endless});
  EXPECT_NE(decide({.written = endless, .kana = ""}).zone, Zone::kLink);
}

TEST_F(MatcherTest, REQ_LINK_4_an_answer_that_is_no_link_names_nobody) {
  put(1, {});
  put(2, {.street = "銀座", .block = "9-9"});
  for (const Say& say : {Say{.street = "", .block = ""}, Say{.born = ""}, Say{.written = "", .kana = "タロウ"}}) {
    const Decision decision = decide(say);
    if (decision.zone != Zone::kLink) {
      EXPECT_FALSE(decision.person);
    }
  }
}

}  // namespace
}  // namespace inkan::population::match
