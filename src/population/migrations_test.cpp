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
  Register::Deps deps_of(TestRegister& nation) {
    return {**database_, *nation.master_key, nation.keyed_hash, nation.journal, nation.clock, nation.random};
  }

  std::unique_ptr<store::TestDatabase> database_ = store::make_test_database(GetParam());
};

// Before 0016 a record's first entry was written when the second came. Three records of then: one that nothing has
// happened to, one whose registration the journal does not know, and one with entries.
TEST_P(PopulationMigrationsTest, entry_1_is_written_for_records_of_before_and_left_alone_where_it_is) {
  database_->reopen_at("0015_enrolment");
  PersonId quiet, unknown, lively;
  {
    TestRegister nation(**database_);
    nation.clock.advance(from_unix_seconds(1795478399) - nation.clock.now());  // 2026-11-23, 23:59:59 UTC
    Registrar registrar;
    registrar.actor = {audit::ActorKind::kOfficer, "officer-one"};
    quiet = register_now(nation.people, sample_citizen(), registrar)->id;
    unknown = register_now(nation.people, sample_foreign_resident(), registrar)->id;
    lively = register_now(nation.people, sample_citizen(), registrar)->id;
    for (const PersonId& id : {quiet, unknown})
      run("DELETE FROM person_history WHERE person_id = $1", {id.text()}).value();
    run("DELETE FROM audit_events WHERE person_id = $1", {unknown.text()}).value();
    run("UPDATE person_history SET kind = 'birth', valid_from = '2026-11-20' WHERE person_id = $1", {lively.text()})
        .value();
  }
  database_->reopen();
  TestRegister nation(**database_);
  nation.clock.advance(std::chrono::days(1));
  const History history(deps_of(nation));
  const auto first_entry = [&](const PersonId& id) {
    const auto loaded = **run_task(history.load(id));
    EXPECT_EQ(loaded.entries().size(), 1u);
    return loaded.entries().front();
  };
  const HistoryEntry entry = first_entry(quiet);
  EXPECT_EQ(entry.entry, 1);
  EXPECT_EQ(entry.kind, LifeEventKind::kRegistration);
  EXPECT_EQ(entry.valid_from, "2026-11-23");
  EXPECT_EQ(entry.recorded_at, from_unix_seconds(1795478399));
  EXPECT_EQ(entry.officer.kind, audit::ActorKind::kOfficer);
  EXPECT_EQ(entry.officer.id, "officer-one");
  EXPECT_EQ(entry.undoes, std::nullopt);
  EXPECT_EQ(first_entry(unknown).officer.kind, audit::ActorKind::kSystem);
  EXPECT_EQ(first_entry(unknown).officer.id, "");
  EXPECT_EQ(first_entry(unknown).valid_from, "2026-11-23");
  EXPECT_EQ(first_entry(lively).kind, LifeEventKind::kBirth);
  EXPECT_EQ(first_entry(lively).valid_from, "2026-11-20");

  // And the record goes on from there: what it began with is kept when something happens.
  History::Recording recording;
  recording.registrar.actor = {audit::ActorKind::kOfficer, "officer-one"};
  recording.valid_from = "2026-11-24";
  Move move{.address = sample_citizen().address};
  move.address.street = "MAPLE LANE";
  EXPECT_EQ(*run_task(history.record(quiet, nation.look(quiet), std::move(move), std::move(recording))), 2);
  const auto timeline = *(*run_task(history.load(quiet)))->open_timeline(nation.look(quiet));
  ASSERT_EQ(timeline.size(), 2u);
  EXPECT_EQ(timeline[0].changed, sample_citizen().to_json());
}

TEST_P(PopulationMigrationsTest, reasons_that_stood_in_the_clear_are_dropped_and_their_cases_stay_refused) {
  database_->reopen_at("0016_people");
  ASSERT_TRUE(run("INSERT INTO enrolment_cases (case_id, state, officer, collisions, opened_at, wrapped_key, sealed,"
                  " closed_by, closed_at, reason) VALUES ('CASE-1', 'refused', 'officer-1', 'same_name_same_day', 5,"
                  " $1, $1, 'officer-2', 6, 'Is TAN MEI LING')",
                  {store::Bytes{}})
                  .has_value());
  database_->reopen();
  TestRegister nation(**database_);
  const Register::Deps deps = deps_of(nation);
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
  const Register::Deps deps = deps_of(today);
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
