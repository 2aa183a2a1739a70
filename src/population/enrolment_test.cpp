#include "population/enrolment.h"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "population/history.h"
#include "population/test_people.h"

namespace inkan::population {
namespace {

using store::run_task;

std::string file_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

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
  using Collisions = std::vector<Collision>;
  // settle enrols somebody in a household, two days ago.
  PersonId settle(const std::string& household) {
    Application made = application();
    made.facts.household = HouseholdId(household);
    const PersonId person = *enrol(std::move(made))->person;
    register_.clock.advance(std::chrono::hours(48));
    return person;
  }
  static Application namesake_in(const std::string& household, const std::string& born = "1971-02-03") {
    Application namesake = application();
    namesake.facts.born = *PartialDate::parse(born);
    namesake.facts.household = HouseholdId(household);
    return namesake;
  }
  Collisions collisions(Application made) { return *run_task(enrolment().find_collisions(std::move(made))); }
  // collisions_in is what a namesake of everybody, whose birth date nobody has, meets in a household.
  Collisions collisions_in(const std::string& household) { return collisions(namesake_in(household, "1960-05-06")); }
  static LifeChange move_to(const std::string& household) {
    return Move{.address = sample_citizen().address, .household = HouseholdId(household)};
  }
  History::Recording today() {
    History::Recording recording;
    recording.registrar.actor = officer("officer-1");
    recording.valid_from = iso_date(register_.clock.now());
    return recording;
  }
  Result<int64_t> happens(const PersonId& person, LifeChange change) {
    return run_task(History(deps()).record(person, register_.look(person), std::move(change), today()));
  }
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

TEST_P(EnrolmentTest, the_reason_of_a_refusal_is_sealed_and_opens_for_this_case_only) {
  const std::string reason = "Is the QUILL of XYLOPHONE LANE";
  enrol(application()).value();
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(enrol(application())->needs_second_officer());
  const auto cases = *run_task(enrolment().list_cases(10));
  const auto reason_of = [&](const EnrolmentCase& held) { return run_task(enrolment().find_refusal_reason(held.id)); };
  EXPECT_EQ(*reason_of(cases[0]), std::nullopt);  // it is open
  ASSERT_TRUE(run_task(enrolment().refuse(cases[0].id, officer("officer-2"), reason)).has_value());
  ASSERT_TRUE(run_task(enrolment().approve(cases[1].id, officer("officer-2"), proof("officer-2"))).has_value());
  EXPECT_EQ(*reason_of(cases[0]), reason);
  EXPECT_EQ(*reason_of(cases[1]), std::nullopt);
  if (GetParam() == "sqlite") {  // whose file a test can read; the rows are the same on both engines
    const std::string path = database_->options().path;
    const std::string bytes = file_bytes(path) + file_bytes(path + "-wal");
    ASSERT_NE(bytes.find(cases[0].id.text()), std::string::npos);  // the row itself was looked at
    for (const char* word : {"QUILL", "XYLOPHONE"}) EXPECT_EQ(bytes.find(word), std::string::npos) << word;
  }
  store::Batch moved;
  moved.add(
      "UPDATE enrolment_cases SET state = 'refused', wrapped_key = o.wrapped_key, sealed = o.sealed"
      " FROM (SELECT wrapped_key, sealed FROM enrolment_cases WHERE case_id = $1) o WHERE case_id = $2",
      {cases[0].id.text(), cases[1].id.text()}, store::Expect::kOne);
  ASSERT_TRUE(run_task((*database_)->commit_all(std::move(moved))).has_value());
  EXPECT_EQ(reason_of(cases[1]).error().code, ErrorCode::kCorrupt);
}

TEST_P(EnrolmentTest, a_case_is_not_refused_without_a_reason) {
  enrol(application()).value();
  ASSERT_TRUE(enrol(application())->needs_second_officer());
  EXPECT_EQ(run_task(enrolment().refuse(only_case().id, officer("officer-2"), "")).error().code,
            ErrorCode::kInvalidInput);
  EXPECT_EQ(run_task(enrolment().list_cases(10))->size(), 1u);
}

TEST_P(EnrolmentTest, REQ_CARD_4_a_case_is_in_the_journal_when_it_is_held_approved_or_refused_and_names_nobody) {
  struct Line {
    std::string kind, actor, note, person;
  };
  const auto lines = [&] {
    std::vector<Line> found;
    auto rows = run_task((*database_)
                             ->query("SELECT kind, actor_id, sealed, person_id FROM audit_events"
                                     " WHERE kind LIKE 'proposal_%' ORDER BY at, event_id",
                                     {}));
    for (const auto& row : *rows) found.push_back({row.text(0), row.text(1), row.bytes(2), row.text(3)});
    return found;
  };
  enrol(application()).value();
  for (const char* day : {"1971-02-03", "1972-02-03"}) {
    PersonFacts namesake = sample_citizen();
    namesake.born = *PartialDate::parse(day);
    ASSERT_TRUE(enrol(application(namesake))->needs_second_officer());
    register_.clock.advance(std::chrono::seconds(1));
  }
  const auto first = only_case();
  ASSERT_TRUE(run_task(enrolment().approve(first.id, officer("officer-2"), proof("officer-2"))).has_value());
  register_.clock.advance(std::chrono::seconds(1));
  const auto second = only_case();
  ASSERT_TRUE(run_task(enrolment().refuse(second.id, officer("officer-3"), "known")).has_value());
  const auto written = lines();
  ASSERT_EQ(written.size(), 4u);
  const auto note = [](const EnrolmentCase& held) {
    return R"({"enrolment_case":")" + held.id.text() + R"(","collisions":"same_name_same_day"})";
  };
  EXPECT_EQ(written[0].kind, "proposal_made");
  EXPECT_EQ(written[0].actor, "officer-1");
  EXPECT_EQ(written[0].note, note(first));
  EXPECT_EQ(written[2].kind, "proposal_approved");
  EXPECT_EQ(written[2].actor, "officer-2");
  EXPECT_EQ(written[2].note, note(first));
  EXPECT_EQ(written[3].kind, "proposal_rejected");
  EXPECT_EQ(written[3].actor, "officer-3");
  EXPECT_EQ(written[3].note, note(second));
  for (const auto& line : written) EXPECT_TRUE(line.person.empty());
}

TEST_P(EnrolmentTest, a_number_that_was_drawn_before_is_drawn_again) {
  const auto enrol_with = [&](Random& random, PersonFacts facts) {
    const Register::Deps same = deps();
    const Register::Deps store{same.database, same.master_key, same.keyed_hash, same.journal, same.clock, random};
    const Enrolment drawing(Enrolment::Deps{.store = store, .people = register_.people});
    return run_task(drawing.enrol(application(std::move(facts)), proof("officer-1")));
  };
  SeededRandom random(1);
  const auto first = enrol_with(random, sample_citizen());
  ASSERT_TRUE(first->number.has_value());
  SeededRandom same_again(1);
  const auto second = enrol_with(same_again, sample_foreign_resident());
  ASSERT_TRUE(second.has_value() && second->number.has_value());
  EXPECT_NE(second->number->digits(), first->number->digits());
  SeededRandom expected(1);
  (void)PersonalNumber::draw(expected);
  EXPECT_EQ(second->number->digits(), PersonalNumber::draw(expected).digits());
  EXPECT_EQ(count(), 2);
}

TEST_P(EnrolmentTest, REQ_CARD_4_a_mover_is_seen_in_the_new_household_and_no_longer_in_the_old_one) {
  const PersonId mover = settle("household-1");
  EXPECT_EQ(collisions_in("household-1"), std::vector{Collision::kSameNameSameHousehold});
  ASSERT_TRUE(happens(mover, move_to("household-2")).has_value());
  EXPECT_EQ(collisions_in("household-1"), Collisions());
  EXPECT_EQ(collisions_in("household-2"), std::vector{Collision::kSameNameSameHousehold});
  ASSERT_FALSE(enrol(namesake_in("household-1"))->needs_second_officer());
}

TEST_P(EnrolmentTest, REQ_CARD_4_a_household_is_seen_until_the_last_of_a_name_has_left) {
  const PersonId first = settle("household-1");
  ASSERT_TRUE(enrol(namesake_in("household-1"))->needs_second_officer());
  const auto approved = run_task(enrolment().approve(only_case().id, officer("officer-2"), proof("officer-2")));
  register_.clock.advance(std::chrono::hours(48));
  ASSERT_TRUE(happens(first, move_to("household-2")).has_value());
  EXPECT_EQ(collisions_in("household-1"), std::vector{Collision::kSameNameSameHousehold});
  ASSERT_TRUE(happens(*approved->person, move_to("household-2")).has_value());
  EXPECT_EQ(collisions_in("household-1"), Collisions());
  ASSERT_TRUE(happens(first, move_to("household-3")).has_value());
  EXPECT_EQ(collisions_in("household-2"), std::vector{Collision::kSameNameSameHousehold});
}

TEST_P(EnrolmentTest, REQ_CARD_4_who_changed_their_name_is_found_by_the_new_one) {
  const PersonId person = settle("household-1");
  ASSERT_TRUE(happens(person, NameChange{{{NameKind::kLegal, "LIM MEI LING"}}}).has_value());
  Application again = application();
  again.facts.household = HouseholdId("household-1");
  EXPECT_EQ(collisions(again), Collisions());
  again.facts.names[0].text = "LIM MEI LING";
  EXPECT_EQ(collisions(again), (std::vector{Collision::kSameNameSameHousehold, Collision::kSameNameAndBirthDate}));
}

TEST_P(EnrolmentTest, REQ_CARD_4_whose_birth_date_was_corrected_is_found_by_the_right_one) {
  const PersonId person = settle("household-1");
  Application again = application();
  EXPECT_EQ(collisions(again), std::vector{Collision::kSameNameAndBirthDate});
  Correction correction{.right = sample_citizen(), .reason = "misread"};
  correction.right.household = HouseholdId("household-1");
  correction.right.born = *PartialDate::parse("1990-04-11");
  ASSERT_TRUE(happens(person, correction).has_value());
  EXPECT_EQ(collisions(again), Collisions());
  again.facts.born = *PartialDate::parse("1990-04-11");
  EXPECT_EQ(collisions(again), std::vector{Collision::kSameNameAndBirthDate});
}

TEST_P(EnrolmentTest, REQ_CARD_4_who_died_or_left_is_known_but_lives_nowhere) {
  const PersonId person = settle("household-1");
  Application again = application();
  again.facts.household = HouseholdId("household-1");
  const Collisions both{Collision::kSameNameSameHousehold, Collision::kSameNameAndBirthDate};
  ASSERT_TRUE(happens(person, Departure{}).has_value());
  EXPECT_EQ(collisions(again), std::vector{Collision::kSameNameAndBirthDate});
  ASSERT_TRUE(happens(person, Return{}).has_value());
  EXPECT_EQ(collisions(again), both);
  ASSERT_TRUE(happens(person, Death{}).has_value());
  EXPECT_EQ(collisions(again), std::vector{Collision::kSameNameAndBirthDate});
}

TEST_P(EnrolmentTest, REQ_CARD_4_an_annulled_registration_collides_with_nobody_until_it_is_brought_back) {
  const PersonId person = settle("household-1");
  Application again = application();
  again.facts.household = HouseholdId("household-1");
  const auto annulment = happens(person, Undo{1, "registered twice"});
  ASSERT_TRUE(annulment.has_value());
  EXPECT_EQ(collisions(again), Collisions());
  ASSERT_TRUE(run_task(EnrolmentKeys(deps()).catch_up(officer("officer-1"), {})).has_value());
  EXPECT_EQ(collisions(again), Collisions());
  ASSERT_TRUE(happens(person, Undo{*annulment, "two people after all"}).has_value());
  EXPECT_EQ(collisions(again).size(), 2u);
}

TEST_P(EnrolmentTest, REQ_CARD_4_keys_change_with_the_event_or_not_at_all) {
  const PersonId person = settle("household-1");
  const History history(deps());
  const auto seen = **run_task(history.load(person));
  const auto ticket = register_.look(person);
  auto first = history.prepare(seen, ticket, move_to("household-2"), today());
  auto second = history.prepare(seen, ticket, move_to("household-3"), today());
  EXPECT_EQ(collisions_in("household-2"), Collisions());
  ASSERT_TRUE(run_task((*database_)->commit(std::move(first->batch)))->outcome);
  ASSERT_FALSE(run_task((*database_)->commit(std::move(second->batch)))->outcome);  // on a record that has changed
  EXPECT_EQ(collisions_in("household-2"), std::vector{Collision::kSameNameSameHousehold});
  EXPECT_EQ(collisions_in("household-3"), Collisions());
}

TEST_P(EnrolmentTest, REQ_CARD_4_namesakes_who_swap_households_at_once_are_both_seen) {
  const PersonId first = settle("household-1");
  const PersonId second = *enrol(namesake_in("household-2"))->person;
  register_.clock.advance(std::chrono::hours(48));
  const History history(deps());
  std::vector<Task<int64_t>> tasks;
  tasks.push_back(history.record(first, register_.look(first), move_to("household-2"), today()));
  tasks.push_back(history.record(second, register_.look(second), move_to("household-1"), today()));
  for (const auto& moved : store::run_tasks(std::move(tasks))) EXPECT_TRUE(moved.has_value());
  for (const char* household : {"household-1", "household-2"})
    EXPECT_EQ(collisions_in(household), std::vector{Collision::kSameNameSameHousehold}) << household;
}

TEST_P(EnrolmentTest, REQ_CARD_4_people_who_entered_by_other_ways_are_known_after_catching_up) {
  PersonFacts facts = sample_citizen();
  facts.household = HouseholdId("household-3");
  register_.add(facts);
  const EnrolmentKeys keys(deps());
  EXPECT_EQ(*run_task(keys.catch_up(officer("officer-1"), {})), 1);
  EXPECT_EQ(*run_task(keys.catch_up(officer("officer-1"), {})), 0);
  EXPECT_EQ(enrol(application())->collisions, std::vector{Collision::kSameNameAndBirthDate});
  register_.add(sample_foreign_resident());
  EXPECT_EQ(*run_task(keys.catch_up(officer("officer-1"), {})), 1);
  EXPECT_EQ(enrol(application(sample_foreign_resident()))->collisions, std::vector{Collision::kSameNameAndBirthDate});
}

TEST_P(EnrolmentTest, REQ_MATCH_1_keys_of_an_older_folding_are_made_anew_and_the_old_ones_dropped) {
  enrol(application()).value();
  ASSERT_TRUE(run_task(EnrolmentKeys(deps()).catch_up(officer("officer-1"), {})).has_value());
  // As if a program that folds otherwise had made them: other hashes, another version.
  store::Batch older;
  older.add("UPDATE enrolment_key_runs SET fold_version = 0", {});
  older.add("DELETE FROM enrolment_keys", {});
  older.add("INSERT INTO enrolment_keys (key_hash, fold_version) VALUES ($1, 0)", {store::Bytes{"old"}});
  ASSERT_TRUE(run_task((*database_)->commit_all(std::move(older))).has_value());
  EXPECT_EQ(*run_task(EnrolmentKeys(deps()).catch_up(officer("officer-1"), {})), 1);
  EXPECT_EQ(run_task((*database_)->query("SELECT 1 FROM enrolment_keys WHERE fold_version = 0", {}))->size(), 0u);
  EXPECT_EQ(run_task((*database_)->query("SELECT 1 FROM enrolment_key_runs", {}))->size(), 1u);
  EXPECT_EQ(enrol(application())->collisions, std::vector{Collision::kSameNameAndBirthDate});
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
