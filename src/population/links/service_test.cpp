#include "population/links/service.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "population/history.h"
#include "population/links/base_position.h"
#include "population/links/test_links.h"

namespace inkan::population::links {
namespace {

// One register, and one node after the other that opens the same base file.
class ServiceTest : public testing::TestWithParam<std::string> {
 protected:
  ServiceTest() : database_(store::open_test_database(GetParam())), town_(**database_) {
    path_ = std::filesystem::temp_directory_path() / ("inkan-index-" + town_.people.random.token(8));
  }
  ~ServiceTest() override {
    for (const char* end : {"", ".position"}) std::filesystem::remove(path_.string() + end);
  }
  std::unique_ptr<MatchService> node(const crypto::KeyedHash& keyed_hash) {
    return std::make_unique<MatchService>(
        MatchService::Deps{.scan = town_.scan, .keyed_hash = keyed_hash, .log = town_.log, .path = path_.string()});
  }
  std::unique_ptr<MatchService> filled() {
    auto service = node(town_.people.keyed_hash);
    EXPECT_TRUE(store::run_task(service->fill()).has_value());
    return service;
  }
  std::unique_ptr<store::TestDatabase> database_;
  TestLinks town_;
  std::filesystem::path path_{};
  const Resident taro_{};
  const Resident hanako_{
      .legal = "伊藤 花子", .kana = "イトウ ハナコ", .born = "1991-01-02", .sex = Sex::kFemale, .block = "7-7-7"};
};

TEST_P(ServiceTest, opens_the_file_of_the_run_before_and_takes_in_what_changed_since) {
  const auto first = town_.add(taro_);
  {
    auto service = filled();
    EXPECT_TRUE(service->wants_rebuild());
    ASSERT_TRUE(service->rebuild().has_value());
    EXPECT_FALSE(service->wants_rebuild());
  }
  const auto second = town_.add(hanako_);
  auto service = filled();
  EXPECT_EQ(service->matcher().size(), 2u);
  EXPECT_TRUE(service->holds(first.id, stated_of(facts_of(taro_))));
  EXPECT_TRUE(service->holds(second.id, stated_of(facts_of(hanako_))));
  EXPECT_FALSE(service->holds(first.id, stated_of(facts_of(hanako_))));
  EXPECT_FALSE(service->holds(PersonId("nobody"), stated_of(facts_of(taro_))));
}

TEST_P(ServiceTest, takes_no_file_of_another_register_none_that_is_newer_and_none_that_is_damaged) {
  town_.add(taro_);
  ASSERT_TRUE(filled()->rebuild().has_value());
  const crypto::KeyedHash other(Secret(std::string(32, 'x')));
  auto stranger = node(other);
  ASSERT_TRUE(store::run_task(stranger->fill()).has_value());
  EXPECT_TRUE(stranger->wants_rebuild()) << "filled from the register, not from the file";
  ASSERT_TRUE(write_base_position(path_.string(), 1'000'000, town_.people.keyed_hash).has_value());
  EXPECT_TRUE(filled()->wants_rebuild());
  ASSERT_TRUE(filled()->rebuild().has_value());
  EXPECT_FALSE(filled()->wants_rebuild());
  std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(16);
  file << "not what was written";
  file.close();
  auto service = filled();
  EXPECT_TRUE(service->wants_rebuild());
  EXPECT_EQ(service->matcher().size(), 1u);
}

TEST_P(ServiceTest, a_page_of_changes_puts_who_is_there_and_erases_who_was_annulled) {
  auto service = filled();
  std::vector<PersonId> ids;
  std::vector<Resident> residents;
  for (int i = 0; i < 5; ++i) {
    Resident resident = hanako_;
    resident.unit = std::to_string(i + 1);
    ids.push_back(town_.add(resident).id);
    residents.push_back(resident);
  }
  EXPECT_EQ(store::run_task(service->take_changes())->size(), 5u);
  EXPECT_EQ(service->matcher().size(), 5u);
  const History history(town_.store_deps);
  const auto happens = [&](const PersonId& id, LifeChange change) {
    History::Recording recording;
    recording.registrar.actor = {audit::ActorKind::kOfficer, "officer-one"};
    recording.valid_from = iso_date(town_.people.clock.now());
    store::run_task(history.record(id, town_.people.look(id), std::move(change), std::move(recording))).value();
  };
  for (const size_t annulled : {size_t(0), size_t(3)})  // the first of the page, and one in its middle
    happens(ids[annulled], Undo{1, "registered twice"});
  NameChange renamed;
  renamed.names.push_back({NameKind::kLegal, "木村 花子"});
  happens(ids[4], std::move(renamed));
  const auto sealed = store::run_task(town_.people.people.find(ids[4])).value();
  const auto known = stated_of(sealed->open(town_.people.look(ids[4]))->facts);
  EXPECT_EQ(store::run_task(service->take_changes())->size(), 3u);
  EXPECT_EQ(service->matcher().size(), 3u);
  for (const size_t kept : {size_t(1), size_t(2)})
    EXPECT_TRUE(service->holds(ids[kept], stated_of(facts_of(residents[kept])))) << kept;
  EXPECT_TRUE(service->holds(ids[4], known));
  for (const size_t annulled : {size_t(0), size_t(3)})
    EXPECT_FALSE(service->holds(ids[annulled], stated_of(facts_of(residents[annulled])))) << annulled;
  EXPECT_TRUE(store::run_task(service->take_changes())->empty());
}

TEST_P(ServiceTest, REQ_MATCH_7_a_protected_address_is_not_in_the_index) {
  Resident hidden = taro_;
  hidden.address_protected = true;
  const auto added = town_.add(hidden);
  auto service = filled();
  EXPECT_TRUE(service->holds(added.id, stated_of(facts_of(hidden))));
  Stated without = stated_of(facts_of(hidden));
  without.addresses.clear();
  EXPECT_TRUE(service->matcher().holds(added.id, without));
}

TEST_P(ServiceTest, refuses_to_follow_before_it_is_filled_and_to_write_without_a_path) {
  MatchService service({.scan = town_.scan, .keyed_hash = town_.people.keyed_hash, .log = town_.log});
  EXPECT_EQ(store::run_task(service.take_changes()).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(service.rebuild().error().code, ErrorCode::kInvalidInput);
  EXPECT_FALSE(service.wants_rebuild());
}

// One link may be as wrong as the matcher's limit says; an agency made of such links alone must not cross its bound.
TEST(LinkTermsTest, bound_of_an_agency_is_no_tighter_than_the_limit_of_one_link) {
  EXPECT_GE(LinkTerms{}.wrong_rate_max, match::Terms{}.wrong_chance_max);
}

INSTANTIATE_TEST_SUITE_P(Engines, ServiceTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& engine) { return engine.param; });

}  // namespace
}  // namespace inkan::population::links
