#include "population/enrolment.h"

#include <gtest/gtest.h>

#include "population/history.h"
#include "population/test_people.h"

namespace inkan::population {
namespace {

using store::run_task;

class EnrolmentTest : public testing::TestWithParam<std::string> {
 protected:
  Register::Deps deps() {
    return {**database_,       *register_.master_key, register_.keyed_hash,
            register_.journal, register_.clock,       register_.random};
  }
  Enrolment enrolment(std::function<bool(const Stated&)> may_be_known = {}) {
    return Enrolment(
        Enrolment::Deps{.store = deps(), .people = register_.people, .may_be_known = std::move(may_be_known)});
  }
  FreshProof proof(const std::string& officer) {
    const Time now = register_.clock.now();
    return FreshProof::accept({.subject = officer, .proven_at = now},
                              {.subject = officer, .entered_at = now, .now = now})
        .value();
  }
  static Application application(PersonFacts facts = sample_citizen()) {
    Application made;
    made.facts = std::move(facts);
    made.event = LifeEventKind::kArrival;
    made.valid_from = "2026-11-20";
    made.registrar.actor = officer("officer-1");
    return made;
  }
  static audit::Actor officer(const std::string& id) { return {audit::ActorKind::kOfficer, id}; }
  Result<Enrolled> enrol(Application made) { return run_task(enrolment().enrol(std::move(made), proof("officer-1"))); }
  EnrolmentCase only_case() { return run_task(enrolment().list_cases(10))->at(0); }
  int64_t count() { return *run_task(register_.people.count()); }

  std::unique_ptr<store::TestDatabase> database_ = store::open_test_database(GetParam());
  TestRegister register_{**database_};
};

TEST_P(EnrolmentTest, registers_somebody_like_nobody_else_with_their_first_event) {
  const auto enrolled = enrol(application());
  ASSERT_TRUE(enrolled.has_value());
  ASSERT_FALSE(enrolled->needs_second_officer());
  EXPECT_EQ(*run_task(register_.people.find_by_number(*enrolled->number)), enrolled->person);
  const auto history = run_task(History(deps()).load(*enrolled->person));
  ASSERT_EQ((*history)->entries().size(), 1u);
  EXPECT_EQ((*history)->entries()[0].kind, LifeEventKind::kArrival);
  EXPECT_EQ((*history)->entries()[0].valid_from, "2026-11-20");
  const auto then = (*history)->open_as_of({}, register_.look(*enrolled->person));
  ASSERT_TRUE(then.has_value() && then->has_value());
  EXPECT_EQ((*then)->facts.to_json(), sample_citizen().to_json());
}

TEST_P(EnrolmentTest, REQ_CARD_4_same_name_in_a_day_needs_another_officer) {
  ASSERT_TRUE(enrol(application()).has_value());
  PersonFacts namesake = sample_citizen();
  namesake.born = *PartialDate::parse("1971-02-03");
  const auto held = enrol(application(namesake));
  ASSERT_TRUE(held.has_value());
  EXPECT_TRUE(held->needs_second_officer());
  EXPECT_FALSE(held->number.has_value());
  EXPECT_EQ(held->collisions, std::vector{Collision::kSameNameSameDay});
  EXPECT_EQ(count(), 1);
  const auto waiting = only_case();
  EXPECT_EQ(run_task(enrolment().approve(waiting.id, officer("officer-1"), proof("officer-1"))).error().code,
            ErrorCode::kForbidden);
  EXPECT_EQ(run_task(enrolment().approve(waiting.id, officer("officer-2"), proof("officer-1"))).error().code,
            ErrorCode::kForbidden);
  EXPECT_EQ(count(), 1);
  const auto approved = run_task(enrolment().approve(waiting.id, officer("officer-2"), proof("officer-2")));
  ASSERT_TRUE(approved.has_value());
  EXPECT_EQ(count(), 2);
  const auto history = run_task(History(deps()).load(*approved->person));
  EXPECT_EQ((*history)->entries()[0].second_officer, "officer-2");
  EXPECT_EQ(run_task(enrolment().approve(waiting.id, officer("officer-3"), proof("officer-3"))).error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(count(), 2);
}

TEST_P(EnrolmentTest, REQ_CARD_4_same_name_in_a_household_or_batch_or_with_the_same_birth_date_is_held) {
  Application first = application();
  first.facts.household = HouseholdId("household-1");
  first.batch_id = "batch-1";
  ASSERT_FALSE(enrol(first)->needs_second_officer());
  register_.clock.advance(std::chrono::hours(48));
  Application same_household = application();
  same_household.facts.household = HouseholdId("household-1");
  same_household.facts.born = *PartialDate::parse("1971-02-03");
  EXPECT_EQ(enrol(same_household)->collisions, std::vector{Collision::kSameNameSameHousehold});
  Application same_batch = application();
  same_batch.batch_id = "batch-1";
  same_batch.facts.born = *PartialDate::parse("1971-02-03");
  EXPECT_EQ(enrol(same_batch)->collisions, std::vector{Collision::kSameNameSameBatch});
  EXPECT_EQ(enrol(application())->collisions, std::vector{Collision::kSameNameAndBirthDate});
  EXPECT_EQ(count(), 1);
}

TEST_P(EnrolmentTest, REQ_LINK_4_the_answer_names_no_candidate) {
  auto known = [](const Stated&) { return true; };
  const auto held = run_task(enrolment(known).enrol(application(), proof("officer-1")));
  ASSERT_TRUE(held.has_value());
  EXPECT_EQ(held->collisions, std::vector{Collision::kPossibleDuplicate});
  EXPECT_FALSE(held->person.has_value());
  EXPECT_EQ(held->masked_case, "…-" + only_case().id.text().substr(32));
}

TEST_P(EnrolmentTest, REQ_SES_1_proof_of_another_officer_stores_nothing) {
  const auto refused = run_task(enrolment().enrol(application(), proof("officer-2")));
  EXPECT_EQ(refused.error().code, ErrorCode::kForbidden);
  EXPECT_EQ(count(), 0);
  EXPECT_TRUE(run_task(enrolment().list_cases(10))->empty());
}

TEST_P(EnrolmentTest, a_refused_case_registers_nobody_and_forgets_the_application) {
  enrol(application()).value();
  ASSERT_TRUE(enrol(application())->needs_second_officer());
  const auto waiting = only_case();
  EXPECT_EQ(run_task(enrolment().refuse(waiting.id, officer("officer-1"), "known")).error().code,
            ErrorCode::kForbidden);
  EXPECT_TRUE(run_task(enrolment().refuse(waiting.id, officer("officer-2"), "known")).has_value());
  EXPECT_FALSE(run_task(enrolment().find_case(waiting.id))->has_value());
  EXPECT_EQ(run_task(enrolment().refuse(waiting.id, officer("officer-2"), "known")).error().code, ErrorCode::kConflict);
  EXPECT_EQ(count(), 1);
}

TEST_P(EnrolmentTest, two_counters_at_once_enrol_one_person) {
  const Enrolment both = enrolment();
  std::vector<Task<Enrolled>> tasks;
  tasks.push_back(both.enrol(application(), proof("officer-1")));
  tasks.push_back(both.enrol(application(), proof("officer-1")));
  auto answers = store::run_tasks(std::move(tasks));
  EXPECT_NE(answers[0]->needs_second_officer(), answers[1]->needs_second_officer());
  EXPECT_EQ(count(), 1);
}

TEST_P(EnrolmentTest, refuses_days_to_come_and_events_that_begin_nothing) {
  Application tomorrow = application();
  tomorrow.valid_from = "2026-11-24";
  EXPECT_EQ(enrol(tomorrow).error().code, ErrorCode::kInvalidInput);
  Application death = application();
  death.event = LifeEventKind::kDeath;
  EXPECT_EQ(enrol(death).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(count(), 0);
}

TEST_P(EnrolmentTest, REQ_SES_3_whom_a_write_is_about_is_shown_masked_from_the_record) {
  const auto added = register_.add(sample_citizen());
  const auto person = register_.find(added.id).open(register_.look(added.id));
  const auto shown = masked(*person);
  EXPECT_EQ(shown.name, "T*** M*** L***");
  EXPECT_EQ(shown.number, added.number.masked());
  EXPECT_EQ(shown.birth_year, "1990");
}

INSTANTIATE_TEST_SUITE_P(Engines, EnrolmentTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::population
