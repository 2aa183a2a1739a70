#include <gtest/gtest.h>

#include "population/enrolment.h"
#include "population/history.h"
#include "population/names/fold.h"
#include "population/test_people.h"

// What a migration makes of rows that an older program wrote.
namespace inkan::population {
namespace {

using store::run_task;

class PopulationMigrationsTest : public testing::TestWithParam<std::string> {
 protected:
  Result<store::Outcome> run(std::string_view sql, std::vector<store::Value> parameters) {
    store::Batch batch;
    batch.add(sql, std::move(parameters), store::Expect::kOne);
    return run_task((*database_)->commit_all(std::move(batch)));
  }

  std::unique_ptr<store::TestDatabase> database_ = store::make_test_database(GetParam());
};

TEST_P(PopulationMigrationsTest, reasons_that_stood_in_the_clear_are_dropped_and_their_cases_stay_refused) {
  database_->reopen_at("0016_people");
  ASSERT_TRUE(run("INSERT INTO enrolment_cases (case_id, state, officer, collisions, opened_at, wrapped_key, sealed,"
                  " closed_by, closed_at, reason) VALUES ('CASE-1', 'refused', 'officer-1', 'same_name_same_day', 5,"
                  " $1, $1, 'officer-2', 6, 'Is TAN MEI LING')",
                  {store::Bytes{}})
                  .has_value());
  database_->reopen();
  TestRegister nation(**database_);
  const Register::Deps deps{**database_,    *nation.master_key, nation.keyed_hash,
                            nation.journal, nation.clock,       nation.random};
  const Enrolment enrolment(Enrolment::Deps{.store = deps, .people = nation.people});
  EXPECT_FALSE(run_task((*database_)->query("SELECT reason FROM enrolment_cases", {})).has_value());
  const auto rows = *run_task((*database_)->query("SELECT state, closed_by, closed_at FROM enrolment_cases", {}));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].text(0), "refused");
  EXPECT_EQ(rows[0].text(1), "officer-2");
  EXPECT_EQ(rows[0].integer(2), 6);
  EXPECT_EQ(*run_task(enrolment.find_refusal_reason(EnrolmentCaseId("CASE-1"))), std::nullopt);
  EXPECT_TRUE(run_task(enrolment.list_cases(10))->empty());
}

TEST_P(PopulationMigrationsTest, keys_without_a_holder_find_whom_they_found_until_all_are_made_anew) {
  database_->reopen_at("0017_case_reasons");
  TestRegister nation(**database_);
  PersonFacts facts = sample_citizen();
  facts.household = HouseholdId("household-2");
  nation.add(facts);
  Alike alike = alike_of(facts);
  const auto add = [&] {
    for (auto& key : lasting_keys(alike, nation.keyed_hash))
      run("INSERT INTO enrolment_keys (key_hash, fold_version) VALUES ($1, $2) ON CONFLICT (key_hash) DO UPDATE SET"
          " fold_version = $2",
          {store::Bytes{std::move(key.hash)}, int64_t(names::kFoldVersion)})
          .value();
  };
  add();
  alike.household = HouseholdId("household-1");  // which they left under the older program
  add();
  run("INSERT INTO enrolment_key_runs (fold_version, after_person, outbox_position, finished) VALUES ($1, 'z', 9, 1)",
      {int64_t(names::kFoldVersion)})
      .value();
  database_->reopen();
  TestRegister today(**database_);
  const Register::Deps deps{**database_, *today.master_key, today.keyed_hash, today.journal, today.clock, today.random};
  const Enrolment enrolment(Enrolment::Deps{.store = deps, .people = today.people});
  const auto collisions = [&](const char* household) {
    Application application;
    application.facts = facts;
    application.facts.born = *PartialDate::parse("1971-02-03");
    application.facts.household = HouseholdId(household);
    return *run_task(enrolment.find_collisions(application));
  };
  const std::vector seen{Collision::kSameNameSameHousehold};
  EXPECT_EQ(collisions("household-1"), seen);
  EXPECT_EQ(collisions("household-2"), seen);
  EXPECT_EQ(*run_task(EnrolmentKeys(deps).catch_up({audit::ActorKind::kOfficer, "officer-1"}, {})), 1);
  EXPECT_TRUE(collisions("household-1").empty());
  EXPECT_EQ(collisions("household-2"), seen);
}

INSTANTIATE_TEST_SUITE_P(Engines, PopulationMigrationsTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::population
