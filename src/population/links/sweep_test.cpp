#include "population/links/sweep.h"

#include <gtest/gtest.h>

#include "population/links/bound.h"
#include "population/links/test_links.h"

namespace inkan::population::links {
namespace {

class SweepTest : public testing::TestWithParam<std::string> {
 protected:
  SweepTest() : database_(store::open_test_database(GetParam())), town_(**database_) {}

  SweepReport sweep_now() { return store::run_task(sweep(*town_.links, SweepReason::kNightly, {})).value(); }
  void run(std::string_view sql) {
    store::Batch batch;
    batch.add(sql, {});
    store::run_task((*database_)->commit_all(batch)).value();
  }

  std::unique_ptr<store::TestDatabase> database_;
  TestLinks town_;
  const Resident taro_{};
  const Resident hanako_ = hanako_of_next_door();
};

TEST_P(SweepTest, REQ_LINK_7_a_changed_person_has_exactly_their_links_hidden_in_the_next_run) {
  const auto first = town_.add(taro_);
  const auto second = town_.add(hanako_);
  ASSERT_EQ(town_.link(stated_by(taro_), "1")->answer, Answer::kLinked);
  ASSERT_EQ(town_.link(stated_by(hanako_), "2")->answer, Answer::kLinked);
  EXPECT_EQ(sweep_now().agree, 2);
  Resident corrected = taro_;
  corrected.legal = "木村 健二";
  corrected.kana = "キムラ ケンジ";
  corrected.born = "1931-02-03";
  town_.matching.put(first.id, stated_of(facts_of(corrected)));
  const SweepReport report = sweep_now();
  EXPECT_EQ(report.quarantined, 1);
  EXPECT_EQ(report.agree, 1);
  EXPECT_FALSE(town_.resolve("1"));
  EXPECT_EQ(town_.resolve("2"), second.id);
  ASSERT_EQ(town_.open_cases().size(), 1u);
  EXPECT_EQ(town_.open_cases().front().kind, CaseKind::kSweep);
  EXPECT_EQ(sweep_now().quarantined, 0);
}

TEST_P(SweepTest, REQ_LINK_7_who_moved_is_not_flagged) {
  const auto added = town_.add(taro_);
  ASSERT_EQ(town_.link(stated_by(taro_))->answer, Answer::kLinked);
  PersonFacts moved = facts_of(taro_);
  moved.earlier_addresses.push_back({.address = moved.address, .until = *PartialDate::parse("2026-11-01")});
  moved.address.street = "北海道札幌市中央区";
  moved.address.block = "9-9";
  town_.matching.put(added.id, stated_of(moved));
  EXPECT_EQ(sweep_now().quarantined, 0);
  EXPECT_EQ(town_.resolve(), added.id);
}

TEST_P(SweepTest, REQ_LINK_7_a_change_of_one_person_is_swept_at_once) {
  const auto added = town_.add(taro_);
  ASSERT_EQ(town_.link(stated_by(taro_))->answer, Answer::kLinked);
  town_.matching.put(added.id, stated_of(facts_of(hanako_)));
  EXPECT_EQ(store::run_task(sweep_person(*town_.links, added.id)).value(), 1);
  EXPECT_FALSE(town_.resolve());
}

TEST_P(SweepTest, REQ_LINK_10_a_link_left_pending_by_a_crash_is_verified_by_the_next_run) {
  const auto added = town_.add(taro_);
  ASSERT_EQ(town_.link(stated_by(taro_))->answer, Answer::kLinked);
  run("UPDATE links SET state = 'pending', published_at = NULL");
  ASSERT_FALSE(town_.resolve());
  EXPECT_EQ(sweep_now().published, 1);
  EXPECT_EQ(town_.resolve(), added.id);
}

TEST_P(SweepTest, REQ_LINK_7_a_run_that_is_stopped_goes_on_and_the_next_is_due_a_day_after) {
  using std::chrono::hours;
  town_.add(taro_);
  town_.add(hanako_);
  ASSERT_EQ(town_.link(stated_by(taro_), "1")->answer, Answer::kLinked);
  const auto due = [&] { return store::run_task(find_due_sweep(*town_.links, hours(24))).value(); };
  EXPECT_EQ(due(), SweepReason::kNightly);
  const auto stopped = store::run_task(sweep(*town_.links, SweepReason::kNightly, [](int64_t) { return false; }));
  ASSERT_TRUE(stopped.has_value());
  EXPECT_FALSE(stopped->complete);
  EXPECT_EQ(due(), SweepReason::kNightly);
  const SweepReport rest = sweep_now();
  EXPECT_TRUE(rest.resumed);
  EXPECT_TRUE(rest.complete);
  EXPECT_EQ(rest.links, 1);
  EXPECT_FALSE(due());
  town_.people.clock.advance(hours(24));
  EXPECT_EQ(due(), SweepReason::kNightly);
  run("UPDATE link_sweeps SET model_version = model_version - 1");
  EXPECT_EQ(due(), SweepReason::kModel);
}

TEST_P(SweepTest, an_agency_that_crosses_its_bound_is_suspended_until_an_officer_says_why_not) {
  town_.add(taro_);
  town_.add(hanako_);
  ASSERT_EQ(town_.link(stated_by(taro_), "1")->answer, Answer::kLinked);
  run("UPDATE link_agencies SET predicted_e12 = 100000000000");
  EXPECT_EQ(sweep_now().suspended, std::vector<std::string>{"city"});
  EXPECT_EQ(town_.link(stated_by(hanako_), "2")->answer, Answer::kQuarantine);
  EXPECT_TRUE(store::run_task(list_bounds(*town_.links))->front().suspended);
  const audit::Actor officer{.kind = audit::ActorKind::kOfficer, .id = "o1"};
  EXPECT_FALSE(store::run_task(lift_suspension(*town_.links, "city", "", officer)));
  run("UPDATE link_agencies SET predicted_e12 = 0");
  ASSERT_TRUE(store::run_task(lift_suspension(*town_.links, "city", "audited by hand", officer)));
  EXPECT_EQ(town_.link(stated_by(hanako_), "2")->answer, Answer::kLinked);
}

INSTANTIATE_TEST_SUITE_P(Engines, SweepTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

TEST(BoundTest, holds_the_share_it_was_made_from) {
  std::vector<Audited> audits(2000, {.weight = 1, .wrong = false});
  for (size_t i = 0; i < audits.size(); i += 100) audits[i].wrong = true;  // one in a hundred
  const Bound bound = bound_of(0, 1e6, audits);
  EXPECT_NEAR(bound.estimate, 0.01, 1e-9);
  EXPECT_LT(bound.lower, 0.01);
  EXPECT_GT(bound.lower, 0.001);
  EXPECT_GT(bound.upper, 0.01);
  EXPECT_LT(bound.upper, 0.05);
}

TEST(BoundTest, without_a_wrong_link_the_lower_bound_is_nothing_and_nobody_is_suspended) {
  const std::vector<Audited> audits(1000, {.weight = 1, .wrong = false});
  const Bound bound = bound_of(1e-8, 1000, audits);
  EXPECT_EQ(bound.lower, 0);
  EXPECT_LT(bound.upper, 0.02);
  EXPECT_FALSE(crosses(bound, 1e-6));
  EXPECT_TRUE(crosses(bound_of(1, 1000, audits), 1e-6));
}

}  // namespace
}  // namespace inkan::population::links
