#include "population/register.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "population/test_people.h"
#include "store/outbox.h"

namespace inkan::population {
namespace {

using store::run_task;

class RegisterTest : public testing::TestWithParam<std::string> {
 protected:
  int64_t count() { return *run_task(register_.people.count()); }

  std::unique_ptr<store::TestDatabase> database_ = store::open_test_database(GetParam());
  TestRegister register_{**database_};
};

TEST_P(RegisterTest, opens_a_registered_person_with_a_ticket) {
  const auto added = register_.add(sample_citizen());
  const auto person = register_.find(added.id).open(register_.look(added.id));
  ASSERT_TRUE(person.has_value());
  EXPECT_EQ(person->number, added.number);
  EXPECT_EQ(person->facts.to_json(), sample_citizen().to_json());
  EXPECT_EQ(person->status, PersonStatus::kAlive);
  EXPECT_EQ(person->last_updated, "2026-11-23");
  EXPECT_EQ(count(), 1);
}

TEST_P(RegisterTest, refuses_the_ticket_of_another_person) {
  const auto one = register_.add(sample_citizen());
  const auto other = register_.add(sample_foreign_resident());
  const auto ticket = register_.look(other.id);
  const auto sealed = register_.find(one.id);
  EXPECT_EQ(sealed.open(ticket).error().code, ErrorCode::kForbidden);
  json::object note;
  note["scopes"] = "name";
  const auto sealed_note = sealed.seal_note(note, register_.random);
  EXPECT_EQ(sealed.open_note(*sealed_note, ticket).error().code, ErrorCode::kForbidden);
  EXPECT_EQ(*sealed.open_note(*sealed_note, register_.look(one.id)), note);
}

TEST_P(RegisterTest, refuses_sealed_data_moved_to_another_row) {
  const auto one = register_.add(sample_citizen());
  const auto other = register_.add(sample_foreign_resident());
  for (const char* move : {"UPDATE persons SET sealed_facts = (SELECT sealed_facts FROM persons WHERE person_id = $1)"
                           " WHERE person_id = $2",
                           "UPDATE persons SET wrapped_key = (SELECT wrapped_key FROM persons WHERE person_id = $1),"
                           " sealed_number = (SELECT sealed_number FROM persons WHERE person_id = $1),"
                           " sealed_facts = (SELECT sealed_facts FROM persons WHERE person_id = $1)"
                           " WHERE person_id = $2"}) {
    store::Batch batch;
    batch.add(move, {one.id.text(), other.id.text()}, store::Expect::kOne);
    ASSERT_TRUE(run_task((*database_)->commit_all(std::move(batch))).has_value());
    EXPECT_EQ(register_.find(other.id).open(register_.look(other.id)).error().code, ErrorCode::kCorrupt);
  }
  EXPECT_TRUE(register_.find(one.id).open(register_.look(one.id)).has_value());
}

TEST_P(RegisterTest, refuses_sealed_data_moved_to_another_column) {
  const auto added = register_.add(sample_citizen());
  store::Batch batch;
  batch.add("UPDATE persons SET sealed_facts = sealed_number WHERE person_id = $1", {added.id.text()});
  ASSERT_TRUE(run_task((*database_)->commit_all(std::move(batch))).has_value());
  EXPECT_EQ(register_.find(added.id).open(register_.look(added.id)).error().code, ErrorCode::kCorrupt);
}

TEST_P(RegisterTest, refuses_facts_that_do_not_hold) {
  PersonFacts facts = sample_citizen();
  facts.names.clear();
  const auto refused = register_now(register_.people, facts, Registrar{});
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(count(), 0);
}

TEST_P(RegisterTest, journals_each_registration_with_who_and_on_which_document) {
  Registrar registrar;
  registrar.actor.kind = audit::ActorKind::kOfficer;
  registrar.actor.id = "officer-7";
  registrar.source_document_sha256 = std::string(64, 'a');
  const auto added = register_now(register_.people, sample_citizen(), registrar);
  const auto events = run_task(register_.journal.list_for_person(added->id.text(), std::nullopt, 10));
  ASSERT_EQ(events->size(), 1u);
  EXPECT_EQ(events->front().kind, audit::EventKind::kPersonRegistered);
  EXPECT_EQ(events->front().actor.id, "officer-7");
  const auto note = register_.find(added->id).open_note(events->front().sealed, register_.look(added->id));
  EXPECT_EQ(find_string(*note, "source_document_sha256"), registrar.source_document_sha256);
}

TEST_P(RegisterTest, finds_by_number_and_not_by_another_or_a_superseded_one) {
  const auto added = register_.add(sample_citizen());
  EXPECT_EQ(*run_task(register_.people.find_by_number(added.number)), added.id);
  EXPECT_FALSE(run_task(register_.people.find_by_number(PersonalNumber::draw(register_.random)))->has_value());
  store::Batch batch;
  batch.add("UPDATE person_numbers SET state = 'superseded'", {});
  ASSERT_TRUE(run_task((*database_)->commit_all(std::move(batch))).has_value());
  EXPECT_FALSE(run_task(register_.people.find_by_number(added.number))->has_value());
  EXPECT_FALSE(run_task(register_.people.find(PersonId("nobody")))->has_value());
}

TEST_P(RegisterTest, number_issued_before_breaks_the_batch_even_when_superseded) {
  SeededRandom first(5), again(5), fresh(6);
  auto one = register_.people.prepare_registration(sample_citizen(), Registrar{}, first);
  ASSERT_TRUE(run_task((*database_)->commit_all(one->batch)).has_value());
  store::Batch batch;
  batch.add("UPDATE person_numbers SET state = 'superseded'", {});
  ASSERT_TRUE(run_task((*database_)->commit_all(std::move(batch))).has_value());
  auto same = register_.people.prepare_registration(sample_citizen(), Registrar{}, again);
  EXPECT_EQ(same->number, one->number);
  const auto result = run_task((*database_)->commit(same->batch));
  EXPECT_EQ(result->broken_expectation, same->number_statement);
  EXPECT_EQ(count(), 1);
  auto other = register_.people.prepare_registration(sample_citizen(), Registrar{}, fresh);
  EXPECT_TRUE(run_task((*database_)->commit_all(other->batch)).has_value());
}

// RepeatingRandom gives the same number for its first two draws, as chance may.
class RepeatingRandom final : public Random {
 public:
  void fill(std::span<std::byte> out) override {
    if (out.size() != 8) return system_.fill(out);  // ids, keys and nonces
    if (++calls_ % 11 == 1 && calls_ <= 12) numbers_ = SeededRandom(9);
    numbers_.fill(out);
  }
  int digits_drawn() const { return calls_; }

 private:
  SystemRandom system_{};
  SeededRandom numbers_{9};
  int calls_ = 0;
};

TEST_P(RegisterTest, draws_again_when_the_number_was_issued_before) {
  RepeatingRandom random;
  Register people(Register::Deps{**database_, *register_.master_key, register_.keyed_hash, register_.journal,
                                 register_.clock, random});
  const auto one = register_now(people, sample_citizen(), Registrar{});
  const auto two = register_now(people, sample_foreign_resident(), Registrar{});
  ASSERT_TRUE(one && two);
  EXPECT_NE(one->number, two->number);
  EXPECT_EQ(random.digits_drawn(), 33);  // three numbers for two people
  EXPECT_EQ(count(), 2);
}

TEST_P(RegisterTest, records_a_death_once_and_tells_the_folders_above) {
  const auto added = register_.add(sample_citizen());
  EXPECT_TRUE(run_task(register_.people.record_status(added.id, PersonStatus::kDeceased, Registrar{})).has_value());
  EXPECT_EQ(register_.find(added.id).status(), PersonStatus::kDeceased);
  const auto news = run_task(store::read_outbox(**database_, "test", "person.status", 10));
  ASSERT_EQ(news->size(), 1u);
  EXPECT_EQ(news->front().subject, added.id.text());
  const auto again = run_task(register_.people.record_status(added.id, PersonStatus::kDeceased, Registrar{}));
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
}

TEST_P(RegisterTest, expect_alive_breaks_a_batch_of_the_dead_only) {
  const auto added = register_.add(sample_citizen());
  store::Batch alive;
  Register::expect_alive(alive, added.id);
  EXPECT_TRUE(run_task((*database_)->commit_all(std::move(alive))).has_value());
  EXPECT_TRUE(run_task(register_.people.record_status(added.id, PersonStatus::kDeceased, Registrar{})).has_value());
  store::Batch dead;
  const size_t index = Register::expect_alive(dead, added.id);
  EXPECT_EQ(run_task((*database_)->commit(std::move(dead)))->broken_expectation, index);
}

INSTANTIATE_TEST_SUITE_P(Engines, RegisterTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

std::string bytes_on_disk(const std::string& path) {
  std::string bytes;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(path).parent_path())) {
    if (!entry.path().string().starts_with(path)) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    bytes += text.str();
  }
  return bytes;
}

TEST(RegisterFile, holds_no_name_number_address_or_passport_in_the_clear) {
  auto database = store::open_test_database("sqlite");
  TestRegister people(**database);
  const auto one = people.add(sample_citizen());
  const auto two = people.add(sample_foreign_resident());
  database->close();
  const std::string bytes = bytes_on_disk(database->options().path);
  ASSERT_NE(bytes.find(one.id.text()), std::string::npos);  // we do read the right files
  for (const std::string& secret :
       {one.number.digits(), two.number.digits(), std::string("TAN MEI LING"), std::string("MEILING"),
        std::string("陈美玲"), std::string("田中"), std::string("BEDOK"), std::string("460102"),
        std::string("K1234567E"), std::string("1990-04"), std::string("1988-11")})
    EXPECT_EQ(bytes.find(secret), std::string::npos);
}

}  // namespace
}  // namespace inkan::population
