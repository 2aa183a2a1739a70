#include "population/numbers.h"

#include <filesystem>
#include <fstream>
#include <span>
#include <sstream>

#include <gtest/gtest.h>

#include "population/test_people.h"

namespace inkan::population {
namespace {

using store::run_task;

const char* const kFirst = "officer-one";
const char* const kSecond = "officer-two";

class NumbersTest : public testing::TestWithParam<std::string> {
 protected:
  Register::Deps deps() {
    return {**database_,       *register_.master_key, register_.keyed_hash,
            register_.journal, register_.clock,       register_.random};
  }
  FreshProof proof(const std::string& officer = kFirst) {
    const Time now = register_.clock.now();
    return *FreshProof::accept({.subject = officer, .proven_at = now},
                               {.subject = officer, .entered_at = now, .now = now});
  }
  static Registrar registrar(std::string first = kFirst, std::string second = kSecond) {
    Registrar registrar;
    registrar.actor = {.kind = audit::ActorKind::kOfficer, .id = std::move(first)};
    registrar.second_officer = std::move(second);
    return registrar;
  }
  PersonalNumber replace(const PersonId& id) {
    auto ticket = register_.look(id);
    auto done = run_task(numbers_.replace(id, ticket, ReplacementReason::kLeaked, registrar(), proof()));
    return (*done)->number;
  }
  NumberAnswer look_up(const PersonalNumber& number, std::optional<NumberRight> right = std::nullopt) {
    return *run_task(numbers_.look_up(number, std::move(right)));
  }
  Result<Done> add_basis(const LegalBasis& basis, const LegalTable::Officers& officers = {kFirst, kSecond}) {
    auto batch = table_.prepare_addition(basis, officers);
    if (!batch) return pass_on(batch);
    auto stored = run_task((*database_)->commit_all(std::move(*batch)));
    if (!stored) return pass_on(stored);
    return Done{};
  }
  static LegalBasis basis(std::string id, NumberUse use) {
    return {LegalBasisId(std::move(id)), use, "Number Act art. 9(1), table 1, row 30", "2026-01-01", "2027-01-01"};
  }
  std::optional<NumberRight> right(std::string id, NumberUse use) {
    return *run_task(table_.find_right(LegalBasisId(std::move(id)), use));
  }

  std::unique_ptr<store::TestDatabase> database_ = store::open_test_database(GetParam());
  TestRegister register_{**database_};
  Numbers numbers_{deps()};
  LegalTable table_{LegalTable::Deps{**database_, register_.clock}};
};

TEST_P(NumbersTest, REQ_NUM_1_a_replaced_number_is_burnt_and_the_person_stays) {
  const auto added = register_.add(sample_citizen());
  const PersonalNumber fresh = replace(added.id);
  EXPECT_NE(fresh, added.number);
  const auto person = register_.find(added.id).open(register_.look(added.id));
  ASSERT_TRUE(person.has_value());
  EXPECT_EQ(person->number, fresh);
  EXPECT_EQ(person->facts.to_json(), sample_citizen().to_json());
  EXPECT_EQ(look_up(fresh).person, added.id);
  EXPECT_FALSE(look_up(added.number).person.has_value());
  EXPECT_EQ(*run_task(register_.people.find_by_number(added.number)), std::nullopt);
}

// A random source that gives the same digits again, as a draw of a burnt number would.
class Repeating final : public Random {
 public:
  explicit Repeating(Random& inner) : inner_(inner) {}
  void fill(std::span<std::byte> out) override {
    SeededRandom same(1);
    if (repeat) {
      same.fill(out);
      return;
    }
    inner_.fill(out);
  }
  bool repeat = false;

 private:
  Random& inner_;
};

TEST_P(NumbersTest, REQ_NUM_1_a_superseded_number_is_never_issued_again_to_anybody) {
  Repeating random(register_.random);
  random.repeat = true;
  auto one = register_.people.prepare_registration(sample_citizen(), registrar(), random);
  ASSERT_TRUE(run_task((*database_)->commit_all(store::Batch(one->batch))).has_value());
  replace(one->id);
  auto again = register_.people.prepare_registration(sample_foreign_resident(), registrar(), random);
  ASSERT_EQ(again->number, one->number);
  auto result = run_task((*database_)->commit(store::Batch(again->batch)));
  ASSERT_TRUE(result.has_value());
  EXPECT_FALSE(result->outcome.has_value());
  EXPECT_EQ(result->broken_expectation, again->number_statement);
}

TEST_P(NumbersTest, only_whom_the_law_allows_learns_that_a_number_is_superseded) {
  const auto added = register_.add(sample_citizen());
  const PersonalNumber fresh = replace(added.id);
  ASSERT_TRUE(add_basis(basis("table-30", NumberUse::kLookUp)).has_value());
  ASSERT_TRUE(add_basis(basis("table-31", NumberUse::kDisplay)).has_value());
  const auto allowed = look_up(added.number, right("table-30", NumberUse::kLookUp));
  EXPECT_EQ(allowed.standing, NumberStanding::kSuperseded);
  EXPECT_FALSE(allowed.person.has_value());
  EXPECT_EQ(look_up(added.number).standing, NumberStanding::kUnknown);
  EXPECT_EQ(look_up(added.number, right("table-31", NumberUse::kDisplay)).standing, NumberStanding::kUnknown);
  SeededRandom random(99);
  EXPECT_EQ(look_up(PersonalNumber::draw(random), right("table-30", NumberUse::kLookUp)).standing,
            NumberStanding::kUnknown);
}

TEST_P(NumbersTest, a_number_is_replaced_only_by_two_officers_with_a_fresh_proof_and_a_ticket) {
  const auto added = register_.add(sample_citizen());
  const auto other = register_.add(sample_foreign_resident());
  const auto sealed = register_.find(added.id);
  const auto ticket = register_.look(added.id);
  const auto reason = ReplacementReason::kLeaked;
  const auto code = [](const auto& result) { return result.error().code; };
  EXPECT_EQ(code(numbers_.prepare_replacement(sealed, ticket, reason, registrar(kFirst, ""), proof())),
            ErrorCode::kForbidden);
  EXPECT_EQ(code(numbers_.prepare_replacement(sealed, ticket, reason, registrar(kFirst, kFirst), proof())),
            ErrorCode::kForbidden);
  EXPECT_EQ(code(numbers_.prepare_replacement(sealed, ticket, reason, registrar(), proof(kSecond))),
            ErrorCode::kForbidden);
  EXPECT_EQ(code(numbers_.prepare_replacement(sealed, register_.look(other.id), reason, registrar(), proof())),
            ErrorCode::kForbidden);
  EXPECT_EQ(look_up(added.number).person, added.id);
}

TEST_P(NumbersTest, of_two_replacements_prepared_at_once_one_is_stored) {
  const auto added = register_.add(sample_citizen());
  const auto sealed = register_.find(added.id);
  const auto ticket = register_.look(added.id);
  auto one = numbers_.prepare_replacement(sealed, ticket, ReplacementReason::kLeaked, registrar(), proof());
  auto two = numbers_.prepare_replacement(sealed, ticket, ReplacementReason::kUsedByAnother, registrar(), proof());
  EXPECT_TRUE(run_task((*database_)->commit(std::move(one->batch)))->outcome.has_value());
  const auto second = run_task((*database_)->commit(std::move(two->batch)));
  ASSERT_TRUE(second->broken_expectation.has_value());
  EXPECT_NE(*second->broken_expectation, two->number_statement);
  EXPECT_EQ(look_up(one->number).person, added.id);
  EXPECT_EQ(look_up(two->number).standing, NumberStanding::kUnknown);
}

TEST_P(NumbersTest, the_list_is_masked_and_says_who_and_why) {
  const auto added = register_.add(sample_citizen());
  register_.clock.advance(std::chrono::hours(1));
  const PersonalNumber second = replace(added.id);
  register_.clock.advance(std::chrono::hours(1));
  const PersonalNumber third = replace(added.id);
  const auto list = run_task(numbers_.list(added.id, register_.look(added.id)));
  ASSERT_TRUE(list.has_value());
  ASSERT_EQ(list->size(), 3u);
  EXPECT_EQ((*list)[0].masked, added.number.masked());
  EXPECT_EQ((*list)[1].masked, second.masked());
  EXPECT_EQ((*list)[2].masked, third.masked());
  EXPECT_EQ((*list)[0].reason, ReplacementReason::kLeaked);
  EXPECT_EQ((*list)[0].second_officer, kSecond);
  EXPECT_EQ((*list)[0].superseded_at, (*list)[1].issued_at);
  EXPECT_FALSE((*list)[2].superseded_at.has_value());
  const auto other = register_.add(sample_foreign_resident());
  EXPECT_EQ(run_task(numbers_.list(added.id, register_.look(other.id))).error().code, ErrorCode::kForbidden);
}

TEST_P(NumbersTest, REQ_NUM_1_an_old_number_does_not_open_as_the_current_one) {
  const auto added = register_.add(sample_citizen());
  replace(added.id);
  store::Batch swap;
  swap.add(
      "UPDATE persons SET sealed_number = (SELECT sealed_number FROM person_numbers WHERE person_id = $1"
      " AND state = 'superseded') WHERE person_id = $1",
      {added.id.text()}, store::Expect::kOne);
  ASSERT_TRUE(run_task((*database_)->commit_all(std::move(swap))).has_value());
  EXPECT_EQ(register_.find(added.id).open(register_.look(added.id)).error().code, ErrorCode::kCorrupt);
}

TEST_P(NumbersTest, REQ_NUM_3_a_number_is_shown_only_with_a_legal_basis_valid_today) {
  const auto added = register_.add(sample_citizen());
  EXPECT_EQ(Numbers::shown(added.number, std::nullopt), added.number.masked());
  ASSERT_TRUE(add_basis(basis("table-30", NumberUse::kLookUp)).has_value());
  ASSERT_TRUE(add_basis(basis("table-31", NumberUse::kDisplay)).has_value());
  EXPECT_EQ(Numbers::shown(added.number, right("table-31", NumberUse::kDisplay)), added.number.digits());
  EXPECT_EQ(Numbers::shown(added.number, right("table-30", NumberUse::kLookUp)), added.number.masked());
  EXPECT_FALSE(right("table-31", NumberUse::kExport).has_value());
  EXPECT_FALSE(right("table-99", NumberUse::kDisplay).has_value());
  register_.clock.advance(std::chrono::days(60));  // the basis ends with the year
  EXPECT_FALSE(right("table-31", NumberUse::kDisplay).has_value());
}

TEST_P(NumbersTest, REQ_NUM_3_the_legal_table_takes_two_officers_and_a_citation) {
  const auto good = basis("table-31", NumberUse::kDisplay);
  EXPECT_EQ(add_basis(good, {kFirst, kFirst}).error().code, ErrorCode::kForbidden);
  EXPECT_EQ(add_basis(good, {kFirst, ""}).error().code, ErrorCode::kForbidden);
  for (const auto& change :
       {+[](LegalBasis& b) { b.citation = " "; }, +[](LegalBasis& b) { b.valid_from = "2026"; },
        +[](LegalBasis& b) { b.valid_until = b.valid_from; }, +[](LegalBasis& b) { b.valid_until = "soon"; },
        +[](LegalBasis& b) { b.id = LegalBasisId(); }}) {
    LegalBasis wrong = good;
    change(wrong);
    EXPECT_EQ(add_basis(wrong).error().code, ErrorCode::kInvalidInput);
  }
  ASSERT_TRUE(add_basis(good).has_value());
  EXPECT_FALSE(add_basis(good).has_value());  // a row is never written twice
  EXPECT_EQ(table_.prepare_end(good.id, "2026-01-01", {kFirst, kSecond}).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(table_.prepare_end(good.id, "2026-12-01", {kFirst, kFirst}).error().code, ErrorCode::kForbidden);
  auto end = table_.prepare_end(good.id, "2026-11-23", {kFirst, kSecond});
  ASSERT_TRUE(run_task((*database_)->commit_all(std::move(*end))).has_value());
  EXPECT_FALSE(right("table-31", NumberUse::kDisplay).has_value());
  EXPECT_EQ(run_task(table_.list())->front().valid_until, "2026-11-23");
}

// The constraint stands in the database too, for whoever writes past this program.
TEST_P(NumbersTest, REQ_NUM_3_the_database_refuses_one_officer_and_two_current_numbers) {
  store::Batch one;
  one.add(
      "INSERT INTO legal_bases (basis_id, number_use, citation, valid_from, valid_until, first_officer, second_officer,"
      " added_at) VALUES ('x', 'display', 'law', '2026-01-01', '', 'a', 'a', 0)",
      {});
  EXPECT_FALSE(run_task((*database_)->commit_all(std::move(one))).has_value());
  const auto added = register_.add(sample_citizen());
  store::Batch two;
  two.add("INSERT INTO person_numbers (number_hash, person_id, state, issued_at) VALUES ($1, $2, 'current', 0)",
          {store::Bytes{"another"}, added.id.text()});
  EXPECT_FALSE(run_task((*database_)->commit_all(std::move(two))).has_value());
}

TEST_P(NumbersTest, REQ_NUM_1_no_number_old_or_new_stands_in_the_database) {
  if (GetParam() != "sqlite") return;  // its file can be read as bytes; PostgreSQL's dump is read by tests/flows
  const auto added = register_.add(sample_citizen());
  const PersonalNumber fresh = replace(added.id);
  database_->close();
  for (const std::string suffix : {"", "-wal"}) {
    std::ifstream file(database_->options().path + suffix, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    for (const auto& number : {added.number, fresh})
      EXPECT_EQ(bytes.str().find(number.digits()), std::string::npos) << suffix;
  }
}

TEST(FreshProofTest, REQ_SES_1_takes_only_the_same_subject_after_the_data_was_entered) {
  const Time now = from_unix_seconds(1795420000);
  const FreshProof::Demand demand{.subject = "a", .entered_at = now - std::chrono::seconds(20), .now = now};
  const auto code = [&](std::string subject, Duration ago) {
    auto proof = FreshProof::accept({.subject = std::move(subject), .proven_at = now - ago}, demand);
    return proof ? std::optional<ErrorCode>() : proof.error().code;
  };
  EXPECT_EQ(code("a", std::chrono::seconds(5)), std::nullopt);
  EXPECT_EQ(code("b", std::chrono::seconds(5)), ErrorCode::kForbidden);
  EXPECT_EQ(code("", std::chrono::seconds(5)), ErrorCode::kForbidden);
  EXPECT_EQ(code("a", std::chrono::seconds(30)), ErrorCode::kExpired);  // before the data was entered
  EXPECT_EQ(code("a", std::chrono::seconds(61)), ErrorCode::kExpired);
  EXPECT_EQ(code("a", -std::chrono::seconds(1)), ErrorCode::kExpired);
}

TEST(FreshProofTest, REQ_SES_2_another_card_than_at_entry_is_refused) {
  const Time now = from_unix_seconds(1795420000);
  const FreshProof::Demand demand{.subject = "a", .entered_at = now, .now = now, .presence = "card-1"};
  EXPECT_TRUE(FreshProof::accept({.subject = "a", .proven_at = now, .presence = "card-1"}, demand).has_value());
  for (const char* seen : {"card-2", ""}) {
    auto proof = FreshProof::accept({.subject = "a", .proven_at = now, .presence = seen}, demand);
    ASSERT_FALSE(proof.has_value());
    EXPECT_EQ(proof.error().code, ErrorCode::kForbidden);
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, NumbersTest, testing::ValuesIn(store::test_engines()));

}  // namespace
}  // namespace inkan::population
