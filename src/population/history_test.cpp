#include "population/history.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "population/facts.h"
#include "population/test_history.h"
#include "store/outbox.h"

namespace inkan::population {
namespace {

TEST_P(HistoryTest, a_record_that_never_changed_has_one_entry) {
  const auto history = load();
  ASSERT_EQ(history.entries().size(), 1u);
  EXPECT_EQ(history.entries()[0].kind, LifeEventKind::kRegistration);
  EXPECT_EQ(history.entries()[0].valid_from, "2026-11-23");
  const auto timeline = history.open_timeline(register_.look(id_));
  EXPECT_EQ((*timeline)[0].changed, sample_citizen().to_json());
}

TEST_P(HistoryTest, a_move_keeps_the_earlier_address) {
  days(10);
  ASSERT_EQ(*record(Move{.address = new_home()}, on("2026-12-01")), 2);
  const auto facts = now().facts;
  EXPECT_EQ(facts.address.street, "MAPLE LANE");
  EXPECT_EQ(facts.address_from->text(), "2026-12-01");
  ASSERT_EQ(facts.earlier_addresses.size(), 1u);
  EXPECT_EQ(facts.earlier_addresses[0].address.street, sample_citizen().address.street);
  EXPECT_EQ(facts.earlier_addresses[0].until->text(), "2026-12-01");
}

TEST_P(HistoryTest, what_was_known_on_one_day_about_another_is_one_question) {
  const Time at_first = register_.clock.now();
  days(10);
  const Time before = register_.clock.now() - std::chrono::seconds(1);
  ASSERT_TRUE(record(Move{.address = new_home()}, on("2026-11-25")).has_value());
  struct Case {
    AsOf when;
    std::string street;
  };
  const std::string old_street = sample_citizen().address.street;
  const Case cases[] = {
      {{}, "MAPLE LANE"},
      {{.valid_on = "2026-11-24"}, old_street},
      {{.valid_on = "2026-11-25"}, "MAPLE LANE"},
      {{.known_at = before}, old_street},                              // it had happened, but nobody here knew
      {{.known_at = before, .valid_on = "2026-11-26"}, old_street},    //
      {{.known_at = at_first, .valid_on = "2026-11-23"}, old_street},  //
  };
  for (const auto& one : cases) EXPECT_EQ(as_of(one.when)->facts.address.street, one.street);
  EXPECT_FALSE(as_of({.valid_on = "2026-11-22"}).has_value());
  EXPECT_FALSE(as_of({.known_at = at_first - std::chrono::seconds(1)}).has_value());
}

TEST_P(HistoryTest, a_move_learnt_late_falls_into_its_place) {
  days(30);
  ASSERT_TRUE(record(Move{.address = new_home()}, on("2026-12-20")).has_value());
  Address between = new_home();
  between.street = "CHERRY ROAD";
  ASSERT_TRUE(record(Move{.address = between}, on("2026-12-01")).has_value());
  const auto facts = now().facts;
  EXPECT_EQ(facts.address.street, "MAPLE LANE");
  ASSERT_EQ(facts.earlier_addresses.size(), 2u);
  EXPECT_EQ(facts.earlier_addresses[0].address.street, "CHERRY ROAD");
  EXPECT_EQ(as_of({.valid_on = "2026-12-10"})->facts.address.street, "CHERRY ROAD");
}

TEST_P(HistoryTest, REQ_MATCH_7_protection_moves_along_and_ends_only_by_its_own_event) {
  days(10);
  ASSERT_TRUE(record(AddressProtection{true}, on("2026-11-23")).has_value());
  ASSERT_TRUE(record(Move{.address = new_home()}, on("2026-11-24")).has_value());
  EXPECT_TRUE(now().facts.address_protected);
  ASSERT_TRUE(record(Departure{}, on("2026-11-25")).has_value());
  ASSERT_TRUE(record(Return{sample_citizen().address}, on("2026-11-26")).has_value());
  EXPECT_TRUE(now().facts.address_protected);
  ASSERT_TRUE(record(AddressProtection{false}, on("2026-11-27")).has_value());
  EXPECT_FALSE(now().facts.address_protected);
}

TEST_P(HistoryTest, a_new_legal_name_keeps_the_old_one_as_previous) {
  days(1);
  ASSERT_TRUE(record(Marriage{.marital_status = "2", .names = {legal("LIM MEI LING")}}, on("2026-11-24")).has_value());
  const auto facts = now().facts;
  EXPECT_EQ(facts.legal_name(), "LIM MEI LING");
  EXPECT_EQ(facts.find_name(NameKind::kPrevious), "TAN MEI LING");
  EXPECT_EQ(facts.find_name(NameKind::kChinese), "陈美玲");
}

TEST_P(HistoryTest, departure_return_and_death_follow_each_other_or_are_refused) {
  days(20);
  const auto code = [&](LifeChange change, const char* day) {
    auto done = record(std::move(change), on(day));
    return done ? std::optional<ErrorCode>() : done.error().code;
  };
  EXPECT_EQ(code(Return{}, "2026-11-24"), ErrorCode::kConflict);
  EXPECT_EQ(code(Departure{}, "2026-11-24"), std::nullopt);
  EXPECT_EQ(now().status, PersonStatus::kDeparted);
  EXPECT_EQ(code(Departure{}, "2026-11-25"), ErrorCode::kConflict);
  EXPECT_EQ(code(Move{.address = new_home()}, "2026-11-25"), ErrorCode::kConflict);
  EXPECT_EQ(code(Return{.address = new_home()}, "2026-11-26"), std::nullopt);
  EXPECT_EQ(now().facts.address.street, "MAPLE LANE");
  EXPECT_EQ(code(Death{}, "2026-11-27"), std::nullopt);
  EXPECT_EQ(code(Death{}, "2026-11-28"), ErrorCode::kConflict);
  EXPECT_EQ(code(NameChange{.names = {legal("LIM MEI LING")}}, "2026-11-28"), ErrorCode::kConflict);
  EXPECT_EQ(now().status, PersonStatus::kDeceased);
}

TEST_P(HistoryTest, undoing_takes_an_entry_back_and_undoing_that_brings_it_back) {
  days(20);
  const Entry death = *record(Death{}, on("2026-11-24"));
  EXPECT_EQ(now().status, PersonStatus::kDeceased);
  const Entry undo = *record(Undo{death, "another person of the same name"}, on("2026-11-25"));
  EXPECT_EQ(now().status, PersonStatus::kAlive);
  EXPECT_EQ(record(Undo{death, "again"}, on("2026-11-25")).error().code, ErrorCode::kConflict);
  ASSERT_TRUE(record(Undo{undo, "it was right after all"}, on("2026-11-26")).has_value());
  EXPECT_EQ(now().status, PersonStatus::kDeceased);
  const auto timeline = *load().open_timeline(register_.look(id_));
  ASSERT_EQ(timeline.size(), 4u);  // nothing is ever deleted
  EXPECT_FALSE(timeline[1].is_undone);
  EXPECT_TRUE(timeline[2].is_undone);
}

TEST_P(HistoryTest, what_others_build_upon_cannot_be_taken_back) {
  days(20);
  const Entry departure = *record(Departure{}, on("2026-11-24"));
  ASSERT_TRUE(record(Return{}, on("2026-11-26")).has_value());
  EXPECT_EQ(record(Undo{departure, "never left"}, on("2026-11-26")).error().code, ErrorCode::kConflict);
  EXPECT_EQ(record(Undo{1, "registered twice"}, on("2026-11-26")).error().code, ErrorCode::kConflict);
}

TEST_P(HistoryTest, undoing_the_first_entry_annuls_the_record_and_keeps_its_number) {
  const auto number = now().number;
  ASSERT_TRUE(record(Undo{1, "registered twice"}, on("2026-11-23")).has_value());
  EXPECT_EQ(register_.find(id_).status(), PersonStatus::kAnnulled);
  EXPECT_EQ(*run_task(register_.people.find_by_number(number)), id_);
}

TEST_P(HistoryTest, a_correction_changes_only_what_differs_and_needs_a_reason) {
  days(5);
  PersonFacts right = sample_citizen();
  right.born = *PartialDate::parse("1990-04-18");
  EXPECT_EQ(record(Correction{right, ""}, on("2026-11-23")).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(record(Correction{sample_citizen(), "same"}, on("2026-11-23")).error().code, ErrorCode::kInvalidInput);
  const Entry entry = *record(Correction{right, "birth certificate"}, on("2026-11-23"));
  EXPECT_EQ(now().facts.born->text(), "1990-04-18");
  const auto timeline = *load().open_timeline(register_.look(id_));
  EXPECT_EQ(to_json_text(*find_object(timeline[size_t(entry - 1)].changed, "set")), R"({"born":"1990-04-18"})");
}

TEST_P(HistoryTest, a_stay_is_extended_for_foreign_residents_and_its_end_decided_when_read) {
  id_ = register_.add(sample_foreign_resident()).id;
  EXPECT_EQ(stay_on(now().facts, "2028-03-31"), Stay::kValid);
  EXPECT_EQ(stay_on(now().facts, "2028-04-01"), Stay::kExpired);
  ASSERT_TRUE(record(StayExtension{.pass_expires = *PartialDate::parse("2030-03-31")}, on("2026-11-23")).has_value());
  EXPECT_EQ(stay_on(now().facts, "2028-04-01"), Stay::kValid);
  EXPECT_EQ(stay_on(sample_citizen(), "2100-01-01"), Stay::kNotLimited);
}

TEST_P(HistoryTest, refuses_what_does_not_hold_and_stores_nothing) {
  days(5);
  const auto code = [&](LifeChange change, History::Recording recording) {
    return record(std::move(change), std::move(recording)).error().code;
  };
  const Move move{.address = new_home()};
  EXPECT_EQ(code(move, on("2026-11-29")), ErrorCode::kInvalidInput);  // tomorrow
  EXPECT_EQ(code(move, on("2026-11")), ErrorCode::kInvalidInput);
  EXPECT_EQ(code(move, on("2026-11-22")), ErrorCode::kInvalidInput);  // before the record begins
  EXPECT_EQ(code(move, on("2026-11-24", "officer-one")), ErrorCode::kForbidden);
  auto with_hash = on("2026-11-24");
  with_hash.registrar.source_document_sha256 = "no hash";
  EXPECT_EQ(code(move, with_hash), ErrorCode::kInvalidInput);
  EXPECT_EQ(code(Undo{9, "x"}, on("2026-11-24")), ErrorCode::kInvalidInput);
  EXPECT_EQ(code(Undo{1, ""}, on("2026-11-24")), ErrorCode::kInvalidInput);
  Move nowhere = move;
  nowhere.address.country = "??";
  EXPECT_EQ(code(nowhere, on("2026-11-24")), ErrorCode::kInvalidInput);
  EXPECT_EQ(code(StayExtension{.pass_type = "P1Pass"}, on("2026-11-24")), ErrorCode::kConflict);
  EXPECT_EQ(load().entries().size(), 1u);
  EXPECT_EQ(now().facts.to_json(), sample_citizen().to_json());
}

TEST_P(HistoryTest, a_foreign_ticket_opens_and_records_nothing) {
  const auto other = register_.add(sample_foreign_resident());
  const auto ticket = register_.look(other.id);
  EXPECT_EQ(load().open_timeline(ticket).error().code, ErrorCode::kForbidden);
  EXPECT_EQ(load().open_as_of({}, ticket).error().code, ErrorCode::kForbidden);
  EXPECT_EQ(history_.prepare(load(), ticket, Death{}, on("2026-11-23")).error().code, ErrorCode::kForbidden);
  EXPECT_EQ(run_task(history_.record(id_, ticket, Death{}, on("2026-11-23"))).error().code, ErrorCode::kForbidden);
}

TEST_P(HistoryTest, of_two_changes_prepared_on_one_record_the_second_is_refused_whole) {
  const auto history = load();
  const auto ticket = register_.look(id_);
  auto one = history_.prepare(history, ticket, Move{.address = new_home()}, on("2026-11-23"));
  auto two = history_.prepare(history, ticket, Death{}, on("2026-11-23"));
  EXPECT_TRUE(run_task((*database_)->commit(std::move(one->batch)))->outcome.has_value());
  EXPECT_EQ(run_task((*database_)->commit(std::move(two->batch)))->broken_expectation, two->revision_statement);
  EXPECT_EQ(load().entries().size(), 2u);
  EXPECT_EQ(now().status, PersonStatus::kAlive);
}

TEST_P(HistoryTest, every_change_is_news_and_a_line_of_the_journal) {
  ASSERT_TRUE(record(Move{.address = new_home()}, on("2026-11-23", "officer-two")).has_value());
  ASSERT_TRUE(record(Death{}, on("2026-11-23")).has_value());
  EXPECT_EQ(run_task(store::read_outbox(**database_, "test", "person.changed", 10))->size(), 3u);  // with registering
  EXPECT_EQ(run_task(store::read_outbox(**database_, "test", "person.status", 10))->size(), 1u);
  const auto events = *run_task(register_.journal.list_for_person(id_.text(), std::nullopt, 20));
  const auto moved = std::ranges::find(events, audit::EventKind::kPersonChanged, &audit::RecordedEvent::kind);
  ASSERT_NE(moved, events.end());
  const auto note = register_.find(id_).open_note(moved->sealed, register_.look(id_));
  EXPECT_EQ(to_json_text(*note), R"({"event":"move","entry":2,"second_officer":"officer-two"})");
  EXPECT_EQ(std::ranges::count(events, audit::EventKind::kPersonStatusChanged, &audit::RecordedEvent::kind), 1);
}

TEST_P(HistoryTest, REQ_MATCH_1_the_raw_legal_value_survives_byte_for_byte) {
  // A compatibility ideograph that even NFC would change, a variation sequence, and a character outside the BMP.
  const std::vector<std::string> names{"\uFA19\uFA1B 太郎", "辻\U000E0100 花子", "\U00020BB7田 一郎"};
  std::vector<PersonId> ids;
  for (const auto& name : names) {
    PersonFacts facts = sample_foreign_resident();
    facts.names[0].text = name;
    id_ = register_.add(facts).id;
    ASSERT_TRUE(record(Move{.address = new_home()}, on("2026-11-23")).has_value());
    ids.push_back(id_);
  }
  database_->reopen();
  TestRegister again(**database_);
  for (size_t i = 0; i < names.size(); ++i) {
    const auto person = again.find(ids[i]).open(again.look(ids[i]));
    EXPECT_EQ(person->facts.legal_name(), names[i]);
    const auto round = PersonFacts::from_json(*parse_json_object(to_json_text(person->facts.to_json()), "record"));
    EXPECT_EQ(round->legal_name(), names[i]);
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, HistoryTest, testing::ValuesIn(store::test_engines()));

}  // namespace
}  // namespace inkan::population
