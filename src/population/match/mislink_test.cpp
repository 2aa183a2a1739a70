// Mislinks that have happened, or that somebody would like to happen, each built by hand: none of these may be linked.
#include <gtest/gtest.h>

#include "population/match/matcher.h"
#include "population/match/test_stated.h"

namespace inkan::population::match {
namespace {

class MislinkTest : public testing::Test {
 protected:
  PersonId put(int number, const Say& say) {
    matcher_->put(person_id(number), state(say));
    return person_id(number);
  }
  Zone zone(const Say& say) const { return matcher_->decide(state(say), Terms{}).zone; }
  std::string veto(const Say& say) const { return matcher_->explain(state(say), Terms{}).veto.value_or(""); }

  std::unique_ptr<Matcher> matcher_ = Matcher::make_empty();
};

TEST_F(MislinkTest, REQ_LINK_2_unregistered_kin_of_one_reading_are_not_linked_though_two_parts_of_the_date_agree) {
  put(1, {.written = "宮前 由向", .kana = "ミヤマエ ユナタ", .born = "2016-07-27", .sex = Sex::kFemale});
  for (const char* born : {"1988-07-27", "2006-07-27", "2015-07-27", "2016-07-26", "2016-08-27"})
    for (const char* written : {"", "宮前 由向", "宮前 有奈多"})
      EXPECT_NE(zone({.written = written, .kana = "ミヤマエ ユナタ", .born = born, .sex = Sex::kFemale}), Zone::kLink)
          << born << written;
}

TEST_F(MislinkTest, REQ_LINK_2_father_and_son_of_one_latin_name_are_not_linked) {
  put(1, {.written = "LOPEZ CHARLES", .kana = "", .born = "2012-01-22"});
  EXPECT_EQ(zone({.written = "LOPEZ CHARLES", .kana = "", .born = "2012-01-22"}), Zone::kLink);
  EXPECT_NE(zone({.written = "LOPEZ CHARLES", .kana = "", .born = "1986-01-22"}), Zone::kLink);
  EXPECT_NE(zone({.written = "LOPEZ CHARLES", .kana = "", .born = ""}), Zone::kLink);
}

TEST_F(MislinkTest, REQ_LINK_2_a_shifted_column_of_dates_is_not_linked) {
  put(1, {.written = "加藤 七生", .kana = "カトウ ナナオ", .born = "1955-03-03", .sex = Sex::kFemale});
  const Say shifted{.written = "加藤 七生", .kana = "カトウ ナナオ", .born = "1997-03-03", .sex = Sex::kFemale};
  EXPECT_EQ(zone(shifted), Zone::kQuarantine);
  EXPECT_EQ(veto(shifted), "birth-date-differs");
}

TEST_F(MislinkTest, REQ_LINK_2_a_form_with_one_childs_name_and_the_others_date_is_not_linked) {
  put(1, {.written = "山田 健太", .kana = "ヤマダ ケンタ", .born = "2015-04-02"});
  put(2, {.written = "山田 美咲", .kana = "ヤマダ ミサキ", .born = "2015-04-20", .sex = Sex::kFemale});
  EXPECT_NE(zone({.written = "山田 健太", .kana = "ヤマダ ケンタ", .born = "2015-04-20"}), Zone::kLink);
  EXPECT_NE(zone({.written = "山田 健太", .kana = "ヤマダ ケンタ", .born = "2015-04-20", .sex = Sex::kFemale}),
            Zone::kLink);
}

TEST_F(MislinkTest, REQ_LINK_2_a_slip_of_the_date_alone_is_for_a_person_to_see) {
  put(1, {});
  for (const char* born : {"1980-07-13", "1981-07-31", "1980-01-31", "1990-07-31", "1956-07-31"})
    EXPECT_EQ(zone({.born = born}), Zone::kQuarantine) << born;
}

TEST_F(MislinkTest, REQ_LINK_1_nothing_is_linked_without_a_date_of_birth) {
  put(1, {.written = "吉南 蒼成", .kana = "ヨシナン ソウセイ"});
  EXPECT_EQ(zone({.written = "吉南 蒼成", .kana = "ヨシナン ソウセイ", .born = ""}), Zone::kQuarantine);
}

TEST_F(MislinkTest, REQ_LINK_2_the_other_sex_is_not_linked) {
  put(1, {.written = "山田 薫", .kana = "ヤマダ カオル"});
  EXPECT_EQ(zone({.written = "山田 薫", .kana = "ヤマダ カオル", .sex = Sex::kFemale}), Zone::kQuarantine);
  EXPECT_EQ(zone({.written = "山田 薫", .kana = "ヤマダ カオル", .sex = Sex::kUnknown}), Zone::kLink);
}

TEST_F(MislinkTest, REQ_LINK_6_a_substitute_character_goes_before_a_person_whatever_else_agrees) {
  put(1, {.written = "山﨑 太郎", .kana = "ヤマザキ タロウ"});
  for (const char* written : {"山● 太郎", "山〓 太郎", "山﨑 ●郎"}) {
    const Decision decision =
        matcher_->decide(state({.written = written, .kana = "ヤマザキ タロウ"}), Terms{.wrong_chance_max = 0.5});
    EXPECT_EQ(decision.zone, Zone::kQuarantine) << written;
    EXPECT_EQ(veto({.written = written, .kana = "ヤマザキ タロウ"}), "substitute-character");
  }
  // Also of somebody whom nobody knows.
  EXPECT_EQ(zone({.written = "海● 花", .kana = "", .born = "1931-01-05", .street = "別町", .block = "9"}),
            Zone::kQuarantine);
}

TEST_F(MislinkTest, REQ_MATCH_7_no_answer_depends_on_a_protected_address) {
  Stated known = state({});
  known.addresses[0].is_protected = true;
  matcher_->put(person_id(1), known);
  const auto ask = [&](const char* street, const char* block) {
    return matcher_->explain(state({.street = street, .block = block}), Terms{});
  };
  const Explanation right = ask("豊洲", "2-2-1");
  const Explanation wrong = ask("銀座", "9-9-9");
  EXPECT_EQ(right.decision.zone, wrong.decision.zone);
  EXPECT_EQ(right.decision.wrong_chance, wrong.decision.wrong_chance);
  EXPECT_EQ(right.decision.settles, wrong.decision.settles);
  EXPECT_EQ(right.veto, wrong.veto);
  EXPECT_EQ(right.candidates, wrong.candidates);
}

TEST_F(MislinkTest, REQ_LINK_2_a_twin_whose_name_is_stated_in_full_is_linked_and_in_kana_alone_is_not) {
  const PersonId elder = put(1, {.written = "日比 琴音", .kana = "ヒビ コトネ", .sex = Sex::kFemale});
  put(2, {.written = "日比 琴美", .kana = "ヒビ コトミ", .sex = Sex::kFemale});
  const Say full{.written = "日比 琴音", .kana = "ヒビ コトネ", .sex = Sex::kFemale};
  EXPECT_EQ(matcher_->decide(state(full), Terms{}).person, elder);
  EXPECT_NE(zone({.written = "", .kana = "ヒビ コトネ", .sex = Sex::kFemale}), Zone::kLink);
  EXPECT_NE(zone({.written = "日比 琴乃", .kana = "ヒビ コトノ", .sex = Sex::kFemale}), Zone::kLink);
}

TEST_F(MislinkTest, REQ_LINK_2_twins_one_slip_apart_are_not_linked_by_kana_alone_however_short_their_names) {
  const Say sana{.written = "中野 紗奈", .kana = "ナカノ サナ", .sex = Sex::kFemale};
  const PersonId elder = put(1, sana);
  put(2, {.written = "中野 紗帆", .kana = "ナカノ サホ", .sex = Sex::kFemale});
  EXPECT_EQ(matcher_->decide(state(sana), Terms{}).person, elder);
  const Say read{.written = "", .kana = "ナカノ サナ", .sex = Sex::kFemale};
  EXPECT_EQ(veto(read), "twin-in-dwelling");
  EXPECT_EQ(veto({.written = "中野 紗奈", .kana = "", .sex = Sex::kFemale}), "twin-in-dwelling");
}

TEST_F(MislinkTest, REQ_LINK_2_twins_with_other_names_are_linked_by_kana_alone) {
  const PersonId elder = put(1, {.written = "中野 紗奈", .kana = "ナカノ サナ", .sex = Sex::kFemale});
  put(2, {.written = "中野 翔太", .kana = "ナカノ ショウタ"});
  EXPECT_EQ(matcher_->decide(state({.written = "", .kana = "ナカノ サナ", .sex = Sex::kFemale}), Terms{}).person,
            elder);
}

TEST_F(MislinkTest, REQ_LINK_2_a_twin_whose_spelling_may_be_misread_as_the_other_is_not_linked_by_kana_alone) {
  put(1, {.written = "河野 尚也", .kana = "コウノ ナオヤ"});
  put(2, {.written = "河野 尚哉", .kana = "コウノ ヒサヤ"});
  const Say read{.written = "", .kana = "コウノ ナオヤ"};
  EXPECT_EQ(zone(read), Zone::kQuarantine);
  EXPECT_EQ(veto(read), "twin-in-dwelling");
  EXPECT_EQ(zone({.written = "河野 尚也", .kana = "コウノ ナオヤ"}), Zone::kLink);
}

TEST_F(MislinkTest, REQ_LINK_2_another_name_is_no_slip_however_like) {
  put(1, {.written = "LEVINE GARY", .kana = ""});
  EXPECT_EQ(zone({.written = "LEVINE GARRY", .kana = ""}), Zone::kLink);
  put(2, {.written = "ROSS MARY", .kana = "", .born = "1955-02-03", .street = "銀座", .sex = Sex::kFemale});
  EXPECT_EQ(zone({.written = "LEVINE MARY", .kana = "", .sex = Sex::kUnknown}), Zone::kQuarantine);
  EXPECT_EQ(veto({.written = "LEVINE MARY", .kana = "", .sex = Sex::kUnknown}), "latin-name-differs");
  put(3, {.written = "木村 有希", .kana = "キムラ ユウキ"});
  put(4, {.written = "佐野 由紀", .kana = "サノ ユキ", .born = "1955-02-03", .street = "銀座", .sex = Sex::kFemale});
  EXPECT_EQ(zone({.written = "", .kana = "キムラ ユキ"}), Zone::kQuarantine);
  EXPECT_EQ(veto({.written = "", .kana = "キムラ ユキ"}), "given-name-differs");
}

TEST_F(MislinkTest, REQ_LINK_2_a_namesake_born_on_the_same_day_in_the_same_town_is_not_linked) {
  put(1, {.written = "柿村 智美", .kana = "カキムラ トモミ", .block = "4-15-19"});
  const Say namesake{.written = "柿村 智美", .kana = "カキムラ トモミ", .block = "3-36-24"};
  EXPECT_EQ(zone(namesake), Zone::kQuarantine);
  EXPECT_EQ(veto(namesake), "address-differs");
}

TEST_F(MislinkTest, REQ_LINK_2_swapped_names_of_father_and_son_in_latin_letters_are_not_linked) {
  put(1, {.written = "AHMAD BIN ALI", .kana = "", .born = "1960-02-03"});
  EXPECT_NE(zone({.written = "ALI BIN AHMAD", .kana = "", .born = "1990-02-03"}), Zone::kLink);
}

}  // namespace
}  // namespace inkan::population::match
