#include "population/links/fsck.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "population/links/explain.h"
#include "population/links/import.h"
#include "population/links/row.h"
#include "population/links/test_links.h"

namespace inkan::population::links {
namespace {

// A town with two links: one made singly, one by a file.
class FsckTest : public testing::TestWithParam<std::string> {
 protected:
  FsckTest() : database_(store::open_test_database(GetParam())), town_(**database_) {
    first_ = town_.add(taro_).id;
    second_ = town_.add(hanako_).id;
    single_ = town_.link(stated_by(taro_), "1").value().link;
    load();
  }
  void load() {
    const auto path = std::filesystem::temp_directory_path() / ("inkan-fsck-" + town_.people.random.token(8));
    RawRow raw;
    const auto set = [&raw](std::string_view name, std::string value) {
      raw.values[size_t(std::ranges::find(kColumns, name) - kColumns)] = std::move(value);
    };
    set("record_id", "2");
    set("legal_name", hanako_.legal);
    set("kana", hanako_.kana);
    set("birth_date", hanako_.born);
    set("sex", "F");
    set("street", hanako_.street);
    set("block", hanako_.block);
    set("unit", hanako_.unit);
    set("row_digest", row_digest(raw));
    std::string header;
    std::string line;
    for (size_t i = 0; i < kColumnCount; ++i) {
      header += (i == 0 ? "" : ",") + std::string(kColumns[i]);
      line += (i == 0 ? "" : ",") + raw.values[i];
    }
    std::ofstream(path) << header << "\n" << line << "\n";
    ImportOptions options;
    options.path = path;
    options.scheme = {"city", "handbook"};
    options.origin = TestLinks::origin();
    const auto report = store::run_task(import_links(*town_.links, options, {}));
    std::filesystem::remove(path);
    ASSERT_TRUE(report.has_value() && report->applied) << report.error().public_text;
    ASSERT_EQ(report->linked, 1);
  }
  void run(std::string_view sql) {
    store::Batch batch;
    batch.add(sql, {});
    const auto stored = store::run_task((*database_)->commit_all(batch));
    ASSERT_TRUE(stored.has_value()) << stored.error().private_detail;
  }
  FsckReport report() { return store::run_task(check_store(*town_.links, town_.scan)).value(); }
  std::vector<std::string> rules() {
    std::vector<std::string> names;
    for (const Flaw& flaw : report().flaws) names.push_back(flaw.rule);
    return names;
  }

  std::unique_ptr<store::TestDatabase> database_;
  TestLinks town_;
  const Resident taro_{};
  const Resident hanako_ = hanako_of_next_door();
  PersonId first_{};
  PersonId second_{};
  LinkId single_{};
};

using Names = std::vector<std::string>;

TEST_P(FsckTest, finds_nothing_wrong_with_what_the_program_made) {
  const FsckReport found = report();
  EXPECT_TRUE(found.clean());
  EXPECT_TRUE(found.flaws.empty()) << to_json_text(found.to_json());
  EXPECT_EQ(found.people, 2);
  EXPECT_EQ(found.links, 2);
  EXPECT_GT(found.rules, 15);
}

TEST_P(FsckTest, finds_who_is_missing_in_the_index_changed_or_too_many) {
  town_.matching.erase(first_);
  EXPECT_EQ(rules(), Names{"index-differs"});
  town_.matching.put(first_, stated_of(facts_of(hanako_)));
  EXPECT_EQ(rules(), Names{"index-differs"});
  town_.matching.put(first_, stated_of(facts_of(taro_)));
  EXPECT_TRUE(rules().empty());
  town_.matching.put(PersonId("somebody"), stated_of(facts_of(taro_)));
  EXPECT_EQ(rules(), Names{"index-besides"});
}

TEST_P(FsckTest, finds_a_load_that_is_half_applied) {
  run("UPDATE link_batches SET state = 'staging'");
  EXPECT_EQ(rules(), (Names{"half-applied", "load-under-way"}));
  EXPECT_FALSE(report().clean());
  run("UPDATE links SET published_at = NULL WHERE batch_id <> ''");
  EXPECT_TRUE(report().clean()) << "a load that was interrupted is no flaw";
  EXPECT_EQ(rules(), Names{"load-under-way"});
  run("UPDATE link_batches SET state = 'applied'");
  EXPECT_EQ(rules(), Names{"published-without-time"});
  run("UPDATE link_batches SET state = 'aborted'");
  EXPECT_EQ(rules(), Names{"aborted-load-left-links"});
}

TEST_P(FsckTest, finds_a_link_that_was_lost_and_one_that_nobody_sees) {
  run("UPDATE link_schemes SET generation = generation + 1");
  EXPECT_EQ(rules(), Names{"lost-by-replacement"});
  run("UPDATE link_schemes SET generation = generation - 1");
  run("UPDATE links SET generation = generation + 1 WHERE batch_id <> ''");
  EXPECT_EQ(rules(), Names{"ahead-of-its-scheme"});
  run("DELETE FROM links WHERE batch_id <> ''");
  EXPECT_EQ(rules(), Names{"load-incomplete"});
}

TEST_P(FsckTest, finds_what_dangles) {
  run("UPDATE links SET batch_id = 'nothing' WHERE batch_id <> ''");
  EXPECT_EQ(rules(), (Names{"link-without-batch", "load-incomplete"}));
  run("UPDATE links SET person_id = 'nobody' WHERE batch_id = ''");
  const auto found = rules();
  EXPECT_EQ(found.front(), "link-of-nobody");
  run("DELETE FROM link_schemes");
  const auto then = rules();
  EXPECT_NE(std::ranges::find(then, "link-without-scheme"), then.end());
}

TEST_P(FsckTest, finds_what_is_hidden_and_waits_for_nobody) {
  ASSERT_TRUE(store::run_task(town_.links->dispute(first_, single_, {})).has_value());
  EXPECT_TRUE(rules().empty());
  run("DELETE FROM link_cases");
  EXPECT_EQ(rules(), Names{"hidden-without-case"});
}

TEST_P(FsckTest, REQ_LINK_4_an_explanation_holds_bits_and_nobody) {
  const audit::Actor by{.kind = audit::ActorKind::kOfficer, .id = "operator"};
  const auto of_link = store::run_task(explain_link(*town_.links, single_, by));
  ASSERT_TRUE(of_link.has_value());
  EXPECT_EQ(of_link->agrees, true);
  EXPECT_EQ(of_link->comes_nearest, true);
  EXPECT_GT(of_link->evidence_bits(), 20);
  const auto of_record = store::run_task(explain_record(*town_.links, stated_by(taro_), std::nullopt, by));
  ASSERT_TRUE(of_record.has_value());
  EXPECT_FALSE(of_record->agrees);
  EXPECT_EQ(store::run_task(explain_link(*town_.links, LinkId("x"), by)).error().code, ErrorCode::kNotFound);
  Stated half = stated_by(taro_);
  half.born.reset();
  EXPECT_EQ(store::run_task(explain_record(*town_.links, half, std::nullopt, by)).error().code,
            ErrorCode::kInvalidInput);
  EXPECT_EQ(store::run_task(explain_record(*town_.links, stated_by(taro_), *PersonalNumber::parse("123456789018"), by))
                .error()
                .code,
            ErrorCode::kNotFound);
}

INSTANTIATE_TEST_SUITE_P(Engines, FsckTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& engine) { return engine.param; });

}  // namespace
}  // namespace inkan::population::links
