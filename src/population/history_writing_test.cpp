#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "population/stated.h"
#include "population/test_history.h"
#include "population/test_rival.h"

// What recording keeps, hides, repeats and refuses.
namespace inkan::population {
namespace {

class HistoryWritingTest : public HistoryTest {
 protected:
  Error refusal(LifeChange change) { return record(std::move(change), on("2026-11-23")).error(); }
  Task<Done> change_name(std::string name, std::string day) {
    NameChange change;
    change.names.push_back(legal(std::move(name)));
    auto recorded = co_await history_.record(id_, ticket_, std::move(change), on(std::move(day)));
    if (!recorded) co_return pass_on(recorded);
    co_return Done{};
  }
  audit::AccessTicket ticket_ = register_.look(id_);
};

TEST_P(HistoryWritingTest, the_first_entry_says_how_the_record_began_by_whom_and_on_which_document) {
  Registrar registrar;
  registrar.actor = {audit::ActorKind::kOfficer, "officer-one"};
  registrar.second_officer = "officer-two";
  registrar.source_document_sha256 = std::string(64, 'a');
  const Beginning birth{LifeEventKind::kBirth, "2026-11-20"};
  auto registered = run_task([](const Register& people, Registrar by, Beginning how) -> Task<std::optional<PersonId>> {
    auto done = co_await people.register_person(sample_citizen(), std::move(by), std::move(how));
    if (!done) co_return pass_on(done);
    co_return done->id;
  }(register_.people, registrar, birth));
  id_ = **registered;
  const auto check = [&] {
    const auto history = load();
    const auto& first = history.entries()[0];
    EXPECT_EQ(first.kind, LifeEventKind::kBirth);
    EXPECT_EQ(first.valid_from, "2026-11-20");
    EXPECT_EQ(first.officer.kind, audit::ActorKind::kOfficer);
    EXPECT_EQ(first.officer.id, "officer-one");
    EXPECT_EQ(first.second_officer, "officer-two");
    EXPECT_EQ(first.source_document_sha256, std::string(64, 'a'));
    const auto timeline = history.open_timeline(register_.look(id_));
    EXPECT_EQ((*timeline)[0].changed, sample_citizen().to_json());
  };
  check();
  ASSERT_TRUE(record(Move{.address = new_home()}, on("2026-11-22")).has_value());
  check();  // and a second entry changes none of it
  EXPECT_EQ(as_of({.valid_on = "2026-11-21"})->facts.address.street, sample_citizen().address.street);
}

TEST_P(HistoryWritingTest, a_record_begins_by_an_event_that_begins_one_and_not_tomorrow) {
  const auto code = [&](Beginning beginning) {
    return register_.people.prepare_registration(sample_citizen(), {}, register_.random, std::move(beginning))
        .error()
        .code;
  };
  EXPECT_EQ(code({LifeEventKind::kDeath, "2026-11-23"}), ErrorCode::kInvalidInput);
  EXPECT_EQ(code({LifeEventKind::kBirth, "2026-11-24"}), ErrorCode::kInvalidInput);
  EXPECT_EQ(code({LifeEventKind::kBirth, "2026-11"}), ErrorCode::kInvalidInput);
}

TEST_P(HistoryWritingTest, a_history_without_its_first_entry_is_corrupt) {
  store::Batch batch;
  batch.add("DELETE FROM person_history", {});
  ASSERT_TRUE(run_task((*database_)->commit_all(std::move(batch))).has_value());
  EXPECT_EQ(run_task(history_.load(id_)).error().code, ErrorCode::kCorrupt);
}

TEST_P(HistoryWritingTest, a_correction_keeps_what_was_learnt_later_but_holds_from_earlier) {
  days(20);
  PersonFacts right = sample_citizen();
  right.names[1].text = "TAN MEI LIN";
  right.address.unit = "129";
  ASSERT_TRUE(record(Correction{right, "misread"}, on("2026-12-01")).has_value());
  ASSERT_TRUE(record(NameChange{{legal("LIM MEI LING")}}, on("2026-11-25")).has_value());
  ASSERT_TRUE(record(Move{.address = new_home()}, on("2026-11-26")).has_value());
  const auto facts = now().facts;
  EXPECT_EQ(facts.legal_name(), "LIM MEI LING");
  EXPECT_EQ(facts.find_name(NameKind::kPrevious), "TAN MEI LING");
  EXPECT_EQ(facts.find_name(NameKind::kRomanised), "TAN MEI LIN");
  EXPECT_EQ(facts.address.street, "MAPLE LANE");
  ASSERT_EQ(facts.earlier_addresses.size(), 1u);
  EXPECT_EQ(facts.earlier_addresses[0].address.unit, "129");
  EXPECT_EQ(as_of({.valid_on = "2026-11-30"})->facts.earlier_addresses[0].address.unit, "128");
}

TEST_P(HistoryWritingTest, REQ_MATCH_7_protection_covers_earlier_addresses_and_its_end_frees_only_todays) {
  days(20);
  ASSERT_TRUE(record(Move{.address = new_home()}, on("2026-11-24")).has_value());
  EXPECT_FALSE(now().facts.earlier_addresses[0].is_protected);
  ASSERT_TRUE(record(AddressProtection{true}, on("2026-11-26")).has_value());
  EXPECT_TRUE(now().facts.address_protected);
  EXPECT_TRUE(now().facts.earlier_addresses[0].is_protected);
  ASSERT_TRUE(record(Move{.address = sample_citizen().address}, on("2026-11-27")).has_value());
  ASSERT_TRUE(record(AddressProtection{false}, on("2026-11-28")).has_value());
  EXPECT_FALSE(now().facts.address_protected);
  for (const auto& past : now().facts.earlier_addresses) EXPECT_TRUE(past.is_protected);
  for (const auto& address : stated_of(now().facts).addresses)
    EXPECT_EQ(address.is_protected, address.until.has_value());
}

TEST_P(HistoryWritingTest, REQ_MATCH_7_a_move_into_a_refuge_covers_where_it_came_from) {
  days(5);
  ASSERT_TRUE(record(Move{.address = new_home(), .is_protected = true}, on("2026-11-24")).has_value());
  EXPECT_TRUE(now().facts.address_protected);
  EXPECT_TRUE(now().facts.earlier_addresses[0].is_protected);
}

TEST_P(HistoryWritingTest, refuses_a_change_that_says_nothing) {
  EXPECT_EQ(refusal(NameChange{}).code, ErrorCode::kInvalidInput);
  EXPECT_EQ(refusal(NameChange{}).public_text, "A change of name needs at least one name.");
  EXPECT_EQ(refusal(Marriage{.marital_status = ""}).code, ErrorCode::kInvalidInput);
  EXPECT_EQ(refusal(Marriage{.marital_status = ""}).public_text, "A marriage needs the marital status it leads to.");
  EXPECT_EQ(refusal(StayExtension{}).public_text, "An extension of stay needs a pass type or a last day.");
  EXPECT_EQ(load().entries().size(), 1u);
}

TEST_P(HistoryWritingTest, the_household_stays_in_a_move_that_names_none) {
  days(5);
  ASSERT_TRUE(
      record(Move{.address = new_home(), .household = HouseholdId("household-9")}, on("2026-11-24")).has_value());
  ASSERT_TRUE(record(Move{.address = sample_citizen().address}, on("2026-11-25")).has_value());
  EXPECT_EQ(now().facts.household, HouseholdId("household-9"));
}

TEST_P(HistoryWritingTest, an_annulment_is_taken_back_and_that_again) {
  const Entry annulment = *record(Undo{1, "registered twice"}, on("2026-11-23"));
  EXPECT_EQ(register_.find(id_).status(), PersonStatus::kAnnulled);
  EXPECT_EQ(record(Undo{1, "again"}, on("2026-11-23")).error().code, ErrorCode::kConflict);
  const Entry revival = *record(Undo{annulment, "two people after all"}, on("2026-11-23"));
  EXPECT_EQ(register_.find(id_).status(), PersonStatus::kAlive);
  EXPECT_EQ(now().facts.to_json(), sample_citizen().to_json());
  ASSERT_TRUE(record(Undo{revival, "one person, as was thought first"}, on("2026-11-23")).has_value());
  EXPECT_EQ(register_.find(id_).status(), PersonStatus::kAnnulled);
}

TEST_P(HistoryWritingTest, recording_begins_again_when_somebody_was_faster) {
  RivalDatabase rival(**database_, /*times=*/2, [this] { return change_name("LIM MEI LING", "2026-11-23"); });
  auto slower_deps = deps();
  const History slower(Register::Deps{rival, slower_deps.master_key, slower_deps.keyed_hash, slower_deps.journal,
                                      slower_deps.clock, slower_deps.random});
  EXPECT_EQ(*run_task(slower.record(id_, ticket_, Move{.address = new_home()}, on("2026-11-23"))), 4);
  EXPECT_EQ(now().facts.legal_name(), "LIM MEI LING");
  EXPECT_EQ(now().facts.address.street, "MAPLE LANE");
}

TEST_P(HistoryWritingTest, recording_gives_up_when_somebody_is_always_faster_and_stores_nothing) {
  RivalDatabase rival(**database_, /*times=*/9, [this] { return change_name("LIM MEI LING", "2026-11-23"); });
  auto slower_deps = deps();
  const History slower(Register::Deps{rival, slower_deps.master_key, slower_deps.keyed_hash, slower_deps.journal,
                                      slower_deps.clock, slower_deps.random});
  EXPECT_EQ(run_task(slower.record(id_, ticket_, Death{}, on("2026-11-23"))).error().code, ErrorCode::kConflict);
  EXPECT_EQ(now().status, PersonStatus::kAlive);
}

std::string file_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_P(HistoryWritingTest, names_and_addresses_of_a_history_stand_nowhere_in_clear_in_the_database) {
  if (GetParam() != "sqlite") return;  // whose file a test can read; the rows are the same on both engines
  days(1);
  ASSERT_TRUE(record(NameChange{{legal("XYLOPHONE QUILL")}}, on("2026-11-24")).has_value());
  ASSERT_TRUE(record(Move{.address = new_home()}, on("2026-11-24")).has_value());
  const std::string path = database_->options().path;
  const std::string bytes = file_bytes(path) + file_bytes(path + "-wal");
  ASSERT_NE(bytes.find(id_.text()), std::string::npos);  // the row itself was looked at
  for (const char* word : {"XYLOPHONE", "QUILL", "MAPLE LANE", "MEI LING", "BEDOK"})
    EXPECT_EQ(bytes.find(word), std::string::npos) << word;
}

INSTANTIATE_TEST_SUITE_P(Engines, HistoryWritingTest, testing::ValuesIn(store::test_engines()));

}  // namespace
}  // namespace inkan::population
