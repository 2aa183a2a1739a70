#include "population/scan.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "population/history.h"
#include "population/test_people.h"

namespace inkan::population {
namespace {

using store::run_task;

class ScanTest : public testing::TestWithParam<std::string> {
 protected:
  Register::Deps deps() {
    return {**database_,       *register_.master_key, register_.keyed_hash,
            register_.journal, register_.clock,       register_.random};
  }
  ScanTicket begin() { return **run_task(scan_.begin({{audit::ActorKind::kSystem, "index"}, "build the index"})); }
  void record(const PersonId& id, LifeChange change) {
    History::Recording recording{.registrar = {}, .valid_from = "2026-11-23"};
    ASSERT_TRUE(run_task(history_.record(id, register_.look(id), std::move(change), std::move(recording))).has_value());
  }

  std::unique_ptr<store::TestDatabase> database_ = store::open_test_database(GetParam());
  TestRegister register_{**database_};
  Scan scan_{deps()};
  History history_{deps()};
};

TEST_P(ScanTest, gives_everybody_once_page_by_page_with_earlier_names_and_addresses) {
  std::vector<PersonId> added;
  for (int i = 0; i < 5; ++i) added.push_back(register_.add(sample_citizen()).id);
  Address home = sample_citizen().address;
  home.street = "MAPLE LANE";
  record(added[2], Move{.address = home});
  const auto ticket = begin();
  std::vector<PersonId> seen;
  for (PersonId after;;) {
    const auto page = run_task(scan_.read_page(ticket, after, 2)).value();
    if (page.empty()) break;
    for (const auto& person : page) {
      seen.push_back(person.id);
      EXPECT_EQ(person.known.addresses.size(), person.id == added[2] ? 2u : 1u);
    }
    after = seen.back();
  }
  std::ranges::sort(added);
  EXPECT_EQ(seen, added);
}

TEST_P(ScanTest, leaves_out_annulled_records) {
  const auto kept = register_.add(sample_citizen());
  const auto twice = register_.add(sample_citizen());
  record(twice.id, Undo{1, "registered twice"});
  const auto page = run_task(scan_.read_page(begin(), PersonId(), 10)).value();
  ASSERT_EQ(page.size(), 1u);
  EXPECT_EQ(page[0].id, kept.id);
  EXPECT_TRUE(run_task(scan_.read(begin(), {twice.id}))->empty());
}

TEST_P(ScanTest, what_changed_after_the_beginning_is_in_the_changes) {
  const auto early = register_.add(sample_citizen());
  const auto ticket = begin();
  const auto late = register_.add(sample_foreign_resident());
  record(early.id, Death{});
  const auto changes = run_task(scan_.list_changes(ticket.outbox_position(), 10)).value();
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].id, late.id);
  EXPECT_EQ(changes[1].id, early.id);
  EXPECT_EQ(run_task(scan_.read(ticket, {early.id}))->front().status, PersonStatus::kDeceased);
  EXPECT_TRUE(run_task(scan_.list_changes(changes[1].position, 10))->empty());
}

TEST_P(ScanTest, reads_people_in_the_order_asked_for) {
  const auto first = register_.add(sample_citizen());
  const auto second = register_.add(sample_foreign_resident());
  const auto people = run_task(scan_.read(begin(), {second.id, first.id})).value();
  ASSERT_EQ(people.size(), 2u);
  EXPECT_EQ(people[0].id, second.id);
  EXPECT_EQ(people[1].id, first.id);
}

TEST_P(ScanTest, refuses_to_read_everybody_without_a_name_and_a_purpose) {
  EXPECT_EQ(run_task(scan_.begin({{audit::ActorKind::kSystem, ""}, "why"})).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(run_task(scan_.begin({{audit::ActorKind::kSystem, "index"}, ""})).error().code, ErrorCode::kInvalidInput);
}

INSTANTIATE_TEST_SUITE_P(Engines, ScanTest, testing::ValuesIn(store::test_engines()));

}  // namespace
}  // namespace inkan::population
