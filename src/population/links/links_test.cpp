#include "population/links/links.h"

#include <gtest/gtest.h>

#include "population/links/test_links.h"

namespace inkan::population::links {
namespace {

class LinkTest : public testing::TestWithParam<std::string> {
 protected:
  LinkTest() : database_(store::open_test_database(GetParam())), town_(**database_) {}

  int64_t count(std::string_view sql) { return store::run_task((*database_)->query_one(sql, {})).value()->integer(0); }
  int64_t attempts() { return count("SELECT COUNT(*) FROM audit_events WHERE kind = 'link_not_made'"); }

  std::unique_ptr<store::TestDatabase> database_;
  TestLinks town_;
};

TEST_P(LinkTest, REQ_LINK_1_full_attributes_link_the_one_person) {
  const Resident taro;
  const auto added = town_.add(taro);
  auto told = town_.link(stated_by(taro));
  ASSERT_TRUE(told) << told.error().public_text;
  EXPECT_EQ(told->answer, Answer::kLinked);
  EXPECT_EQ(town_.resolve(), added.id);
  ASSERT_EQ(town_.visible(added.id).size(), 1u);
  EXPECT_EQ(town_.visible(added.id).front().method, Method::kAttributes);
}

TEST_P(LinkTest, REQ_LINK_1_anything_less_is_refused_before_a_look_up_and_journalled) {
  const Resident taro;
  town_.add(taro);
  const Stated whole = stated_by(taro);
  std::vector<Stated> lacking(4, whole);
  lacking[0].names.erase(lacking[0].names.begin());  // kana alone, as in Shizuoka
  lacking[1].born.reset();
  lacking[2].sex = Sex::kUnknown;
  lacking[3].addresses.clear();
  for (const Stated& stated : lacking) {
    auto told = town_.link(stated);
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, ErrorCode::kInvalidInput);
    EXPECT_NE(told.error().public_text.find("Missing: "), std::string::npos);
  }
  EXPECT_EQ(attempts(), 4);
  EXPECT_TRUE(town_.open_cases().empty());
  EXPECT_FALSE(town_.resolve());
}

TEST_P(LinkTest, REQ_LINK_1_an_incomplete_request_answers_the_same_about_somebody_and_nobody) {
  const Resident taro;
  town_.add(taro);
  Stated known = stated_by(taro);
  known.addresses.clear();
  Stated nobody = stated_by({.legal = "存在 しない", .kana = "ソンザイ シナイ"});
  nobody.addresses.clear();
  EXPECT_EQ(town_.link(known).error().public_text, town_.link(nobody).error().public_text);
}

TEST_P(LinkTest, REQ_LINK_1_sex_is_left_out_exactly_where_the_scheme_does_not_hold_it) {
  const Resident taro;
  town_.add(taro);
  store::run_task(town_.links->add_scheme({"city", "children"}, /*sex_not_held=*/true, {})).value();
  LinkRequest wanted = town_.request(stated_by(taro));
  wanted.record.scheme.type = "children";
  EXPECT_EQ(store::run_task(town_.links->link(wanted)).error().code, ErrorCode::kInvalidInput);
  wanted.stated.sex = Sex::kUnknown;
  EXPECT_EQ(store::run_task(town_.links->link(wanted))->answer, Answer::kLinked);
}

TEST_P(LinkTest, REQ_LINK_2_twins_are_never_linked_to_each_other) {
  const Resident taichi{.legal = "山田 太一", .kana = "ヤマダ タイチ"};
  const Resident taiji{.legal = "山田 太二", .kana = "ヤマダ タイジ"};
  const auto first = town_.add(taichi);
  const auto second = town_.add(taiji);
  Stated blurred = stated_by(taichi);  // kanji of one, kana of the other
  blurred.names[1].text = taiji.kana;
  auto told = town_.link(blurred);
  ASSERT_TRUE(told);
  EXPECT_NE(told->answer, Answer::kLinked);
  EXPECT_TRUE(town_.visible(first.id).empty());
  EXPECT_TRUE(town_.visible(second.id).empty());
}

TEST_P(LinkTest, REQ_LINK_2_a_namesake_pair_with_one_birth_date_is_never_linked_by_an_address_of_neither) {
  town_.add(
      {.legal = "田中 実", .kana = "タナカ ミノル", .street = "東京都北区赤羽", .block = "1-1-1", .household = "a"});
  town_.add(
      {.legal = "田中 実", .kana = "タナカ ミノル", .street = "大阪府堺市堺区", .block = "3-1", .household = "b"});
  auto told = town_.link(
      stated_by({.legal = "田中 実", .kana = "タナカ ミノル", .street = "北海道札幌市中央区", .block = "9-9"}));
  ASSERT_TRUE(told);
  EXPECT_NE(told->answer, Answer::kLinked);
  EXPECT_TRUE(told->link.empty());
}

TEST_P(LinkTest, REQ_LINK_2_father_and_son_of_one_kana_and_address_are_not_mixed_up) {
  const Resident father{.legal = "佐藤 浩", .kana = "サトウ ヒロシ", .born = "1955-02-03"};
  const Resident son{.legal = "佐藤 宏", .kana = "サトウ ヒロシ", .born = "1985-04-05"};
  const auto older = town_.add(father);
  town_.add(son);
  Stated mixed = stated_by(father);
  mixed.born = *PartialDate::parse(son.born);
  auto told = town_.link(mixed);
  ASSERT_TRUE(told);
  EXPECT_NE(told->answer, Answer::kLinked);
  EXPECT_TRUE(town_.visible(older.id).empty());
}

TEST_P(LinkTest, REQ_LINK_3_number_and_attributes_in_agreement_link) {
  const Resident taro;
  const auto added = town_.add(taro);
  auto told = town_.link_with(added.number, stated_by(taro));
  ASSERT_TRUE(told);
  EXPECT_EQ(told->answer, Answer::kLinked);
  EXPECT_EQ(town_.visible(added.id).front().method, Method::kNumber);
}

TEST_P(LinkTest, REQ_LINK_3_the_mothers_number_on_the_childs_form_does_not_match) {
  const Resident mother{.legal = "鈴木 花子", .kana = "スズキ ハナコ", .born = "1982-03-04", .sex = Sex::kFemale};
  const Resident child{.legal = "鈴木 翔太", .kana = "スズキ ショウタ", .born = "2012-05-06"};
  const auto hers = town_.add(mother);
  const auto theirs = town_.add(child);
  auto told = town_.link_with(hers.number, stated_by(child));
  ASSERT_TRUE(told);
  EXPECT_EQ(told->answer, Answer::kDoesNotMatch);
  EXPECT_TRUE(told->case_id.empty());
  EXPECT_FALSE(told->settles);
  ASSERT_EQ(town_.open_cases().size(), 1u);
  EXPECT_EQ(town_.open_cases().front().reason, "NUMBER_OF_HOUSEHOLD_MEMBER");
  EXPECT_TRUE(town_.visible(hers.id).empty());
  EXPECT_TRUE(town_.visible(theirs.id).empty());
}

TEST_P(LinkTest, REQ_LINK_3_unknown_and_foreign_numbers_are_told_alike) {
  const Resident taro;
  const Resident far{.legal = "高橋 誠",
                     .kana = "タカハシ マコト",
                     .born = "1971-11-12",
                     .street = "福岡県福岡市",
                     .block = "5-5",
                     .household = "h9"};
  town_.add(taro);
  const auto other = town_.add(far);
  auto foreign = town_.link_with(other.number, stated_by(taro), "1");
  auto unknown = town_.link_with(*PersonalNumber::parse("123456789018"), stated_by(taro), "2");
  EXPECT_EQ(foreign->answer, Answer::kDoesNotMatch);
  EXPECT_EQ(unknown->answer, Answer::kDoesNotMatch);
  std::vector<std::string> reasons;
  for (const Case& open : town_.open_cases()) reasons.push_back(open.reason);
  std::ranges::sort(reasons);
  EXPECT_EQ(reasons, (std::vector<std::string>{"OTHER_PERSON", "UNKNOWN"}));
}

TEST_P(LinkTest, REQ_LINK_3_a_superseded_number_does_not_match_and_only_the_case_says_why) {
  const Resident taro;
  const auto added = town_.add(taro);
  store::Batch batch;
  batch.add("UPDATE person_numbers SET state = 'superseded' WHERE person_id = $1", {added.id.text()},
            store::Expect::kOne);
  ASSERT_TRUE(store::run_task((*database_)->commit_all(batch)).has_value());
  auto told = town_.link_with(added.number, stated_by(taro));
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->answer, Answer::kDoesNotMatch);
  EXPECT_FALSE(told->settles);
  EXPECT_TRUE(told->case_id.empty());
  ASSERT_EQ(town_.open_cases().size(), 1u);
  EXPECT_EQ(town_.open_cases().front().reason, "SUPERSEDED");
  EXPECT_TRUE(town_.visible(added.id).empty());
}

TEST_P(LinkTest, REQ_LINK_5_the_database_refuses_a_link_without_provenance) {
  const Resident taro;
  const auto added = town_.add(taro);
  ASSERT_EQ(town_.link(stated_by(taro))->answer, Answer::kLinked);
  for (std::string_view spoil :
       {"UPDATE links SET method = 'guess'", "UPDATE links SET attributes = ''", "UPDATE links SET outcomes = ''",
        "UPDATE links SET operator = ''", "UPDATE links SET terminal = ''", "UPDATE links SET document_sha256 = ''",
        "UPDATE links SET comparator_version = 0", "UPDATE links SET method = 'manual'",
        "UPDATE links SET operator = NULL"}) {
    store::Batch batch;
    batch.add(spoil, {});
    EXPECT_FALSE(store::run_task((*database_)->commit_all(batch))) << spoil;
  }
}

TEST_P(LinkTest, REQ_LINK_5_all_links_of_a_method_between_two_days_are_one_query) {
  const Resident taro;
  const auto added = town_.add(taro);
  ASSERT_EQ(town_.link_with(added.number, stated_by(taro))->answer, Answer::kLinked);
  const Time now = town_.people.clock.now();
  const auto made = [&](Method method, Time from, Time until) {
    return store::run_task(town_.links->list_made_by(method, from, until, LinkId(), 10))->size();
  };
  EXPECT_EQ(made(Method::kNumber, now - std::chrono::hours(1), now + std::chrono::hours(1)), 1u);
  EXPECT_EQ(made(Method::kAttributes, now - std::chrono::hours(1), now + std::chrono::hours(1)), 0u);
  EXPECT_EQ(made(Method::kNumber, now - std::chrono::hours(2), now - std::chrono::hours(1)), 0u);
  const Link link = town_.visible(added.id).front();
  EXPECT_NE(link.outcomes.find("number=EQUAL"), std::string::npos);
  EXPECT_NE(link.outcomes.find("birth_date=EQUAL"), std::string::npos) << link.outcomes;
  EXPECT_EQ(link.origin.terminal, "counter-3");
}

TEST_P(LinkTest, REQ_LINK_6_an_unprintable_name_is_never_linked_nor_refused) {
  const Resident yamazaki{.legal = "山﨑 太郎", .kana = "ヤマザキ タロウ"};
  const auto added = town_.add(yamazaki);
  Stated stated = stated_by(yamazaki);
  stated.names[0].text = "山● 太郎";
  auto told = town_.link(stated);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->answer, Answer::kQuarantine);
  EXPECT_EQ(town_.link_with(added.number, stated, "2")->answer, Answer::kQuarantine);
}

TEST_P(LinkTest, REQ_LINK_8_two_agencies_may_use_one_id_and_neither_twice) {
  const Resident taro;
  const Resident hanako = hanako_of_next_door();
  const auto first = town_.add(taro);
  const auto second = town_.add(hanako);
  store::run_task(town_.links->add_scheme({"prefecture", "handbook"}, false, {})).value();
  ASSERT_EQ(town_.link(stated_by(taro))->answer, Answer::kLinked);
  LinkRequest other = town_.request(stated_by(hanako));
  other.record.scheme.issuer = "prefecture";
  ASSERT_EQ(store::run_task(town_.links->link(other))->answer, Answer::kLinked);
  EXPECT_EQ(town_.resolve("12-345", "city"), first.id);
  EXPECT_EQ(town_.resolve("12-345", "prefecture"), second.id);
  // The id is alive: it is not given out again, to whomever.
  EXPECT_EQ(town_.link(stated_by(hanako))->answer, Answer::kAlreadyLinked);
  EXPECT_EQ(town_.resolve("12-345", "city"), first.id);
}

TEST_P(LinkTest, REQ_LINK_8_a_second_record_of_one_scheme_for_one_person_goes_to_an_officer) {
  const Resident taro;
  const auto added = town_.add(taro);
  ASSERT_EQ(town_.link(stated_by(taro), "1")->answer, Answer::kLinked);
  EXPECT_EQ(town_.link(stated_by(taro), "2")->answer, Answer::kQuarantine);
  EXPECT_EQ(town_.open_cases().front().reason, "linked-otherwise");
  EXPECT_EQ(town_.visible(added.id).size(), 1u);
}

TEST_P(LinkTest, REQ_LINK_10_a_link_that_was_not_verified_is_seen_by_nobody) {
  const Resident taro;
  const auto added = town_.add(taro);
  ASSERT_EQ(town_.link(stated_by(taro))->answer, Answer::kLinked);
  store::Batch batch;
  batch.add("UPDATE links SET state = 'pending'", {});
  store::run_task((*database_)->commit_all(batch)).value();
  EXPECT_FALSE(town_.resolve());
  EXPECT_TRUE(town_.visible(added.id).empty());
}

TEST_P(LinkTest, REQ_LINK_11_not_mine_hides_at_once_and_lists_who_saw_it) {
  const Resident taro;
  const auto added = town_.add(taro);
  ASSERT_EQ(town_.link(stated_by(taro))->answer, Answer::kLinked);
  const Link link = town_.visible(added.id).front();
  ASSERT_TRUE(town_.resolve());
  ASSERT_TRUE(town_.resolve());
  auto ticket = town_.people.look(added.id);
  auto viewers = store::run_task(town_.links->list_viewers(link, town_.people.find(added.id), ticket, 10)).value();
  ASSERT_EQ(viewers.size(), 2u);
  EXPECT_EQ(viewers.front().who.id, "clinic");

  auto opened = store::run_task(town_.links->dispute(added.id, link.id, {.kind = audit::ActorKind::kResident}));
  ASSERT_TRUE(opened) << opened.error().public_text;
  EXPECT_FALSE(town_.resolve());
  EXPECT_TRUE(town_.visible(added.id).empty());
  ASSERT_EQ(town_.open_cases().size(), 1u);
  EXPECT_EQ(town_.open_cases().front().kind, CaseKind::kNotMine);
  EXPECT_EQ(town_.open_cases().front().due_at, town_.people.clock.now() + std::chrono::days(5));
  EXPECT_EQ(store::run_task(town_.links->list_disputed(added.id))->size(), 1u);
}

TEST_P(LinkTest, REQ_LINK_11_nobody_disputes_the_links_of_another) {
  const Resident taro;
  const auto added = town_.add(taro);
  const auto other =
      town_.add({.legal = "他人 二郎", .kana = "タニン ジロウ", .born = "1950-01-01", .household = "h5"});
  ASSERT_EQ(town_.link(stated_by(taro))->answer, Answer::kLinked);
  const Link link = town_.visible(added.id).front();
  EXPECT_EQ(store::run_task(town_.links->dispute(other.id, link.id, {})).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(town_.resolve());
}

TEST_P(LinkTest, REQ_LINK_11_a_record_that_was_not_mine_does_not_come_back_by_itself) {
  const Resident taro;
  const auto added = town_.add(taro);
  ASSERT_EQ(town_.link(stated_by(taro))->answer, Answer::kLinked);
  const Link link = town_.visible(added.id).front();
  auto opened = store::run_task(town_.links->dispute(added.id, link.id, {})).value();
  EXPECT_EQ(town_.link(stated_by(taro))->answer, Answer::kAlreadyLinked);
  Ruling ruling{.case_id = opened, .verdict = Verdict::kRetire, .origin = TestLinks::origin()};
  ruling.origin.second_approver = "officer-2";
  ASSERT_TRUE(store::run_task(town_.cases->rule(ruling)));
  EXPECT_EQ(town_.link(stated_by(taro))->answer, Answer::kQuarantine);
  EXPECT_FALSE(town_.resolve());
}

TEST_P(LinkTest, REQ_MATCH_7_a_protected_address_is_in_no_answer_and_in_no_case) {
  const Resident hidden{.address_protected = true};
  town_.add(hidden);
  Stated wrong = stated_by(hidden);
  wrong.addresses[0].parts.street = "北海道札幌市中央区";
  auto guess = town_.link(wrong, "1");
  auto right = town_.link(stated_by(hidden), "2");
  ASSERT_TRUE(guess);
  ASSERT_TRUE(right);
  // Whether the guess was right cannot be told from the answers.
  EXPECT_EQ(guess->answer, right->answer);
  EXPECT_EQ(guess->settles, right->settles);
}

TEST_P(LinkTest, REQ_LINK_4_an_opened_case_holds_only_what_was_stated) {
  const Resident taro;
  town_.add(taro);
  Stated stated = stated_by(taro);
  stated.names[0].text = "山● 太郎";
  ASSERT_EQ(town_.link(stated)->answer, Answer::kQuarantine);
  const Case queued = town_.open_cases().front();
  EXPECT_TRUE(queued.person.empty());
  auto opened = store::run_task(town_.cases->open(queued.id, {.kind = audit::ActorKind::kOfficer, .id = "o1"}));
  ASSERT_TRUE(opened);
  EXPECT_EQ(to_json(opened->stated), to_json([&] {
              auto s = stated;
              s.sex_not_held = false;
              return s;
            }()));
  EXPECT_EQ(opened->record.id, "12-345");
  for (const auto& outcome : opened->outcomes) EXPECT_EQ(outcome.bits, 0);
  EXPECT_EQ(count("SELECT COUNT(*) FROM audit_events WHERE kind = 'case_read'"), 1);
}

TEST_P(LinkTest, REQ_LINK_7_a_hidden_link_is_released_only_by_provenance_as_strong_as_the_first) {
  const Resident taro;
  const auto added = town_.add(taro);
  ASSERT_EQ(town_.link_with(added.number, stated_by(taro))->answer, Answer::kLinked);
  const Link link = town_.visible(added.id).front();
  auto opened = store::run_task(town_.links->dispute(added.id, link.id, {})).value();
  Ruling ruling{
      .case_id = opened, .verdict = Verdict::kRelease, .method = Method::kAttributes, .origin = TestLinks::origin()};
  EXPECT_EQ(store::run_task(town_.cases->rule(ruling)).error().code, ErrorCode::kInvalidInput);  // one officer
  ruling.origin.second_approver = "officer-2";
  EXPECT_EQ(store::run_task(town_.cases->rule(ruling)).error().code, ErrorCode::kInvalidInput);  // too weak
  ruling.method = Method::kNumber;
  ASSERT_TRUE(store::run_task(town_.cases->rule(ruling)));
  EXPECT_EQ(town_.resolve(), added.id);
  EXPECT_EQ(store::run_task(town_.cases->rule(ruling)).error().code, ErrorCode::kConflict);  // closed
}

TEST_P(LinkTest, an_attempt_is_linked_by_two_officers_with_the_number_that_was_presented) {
  const Resident taro;
  const auto added = town_.add(taro);
  Stated stated = stated_by(taro);
  stated.names[0].text = "山● 太郎";
  ASSERT_EQ(town_.link(stated)->answer, Answer::kQuarantine);
  Ruling ruling{.case_id = town_.open_cases().front().id, .verdict = Verdict::kLink, .origin = TestLinks::origin()};
  ruling.origin.second_approver = "officer-2";
  EXPECT_EQ(store::run_task(town_.cases->rule(ruling)).error().code, ErrorCode::kInvalidInput);  // no number
  ruling.number = added.number;
  auto ruled = store::run_task(town_.cases->rule(ruling));
  ASSERT_TRUE(ruled) << ruled.error().public_text;
  EXPECT_EQ(town_.resolve(), added.id);
  EXPECT_EQ(town_.visible(added.id).front().origin.second_approver, "officer-2");
}

INSTANTIATE_TEST_SUITE_P(Engines, LinkTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::population::links
