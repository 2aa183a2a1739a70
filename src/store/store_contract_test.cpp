#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <thread>

#include "store/migrations.h"
#include "store/outbox.h"
#include "store/test_run.h"

// What every engine promises; one suite, run on each.
namespace inkan::store {
namespace {

constexpr const char* kTables =
    "CREATE TABLE items (name TEXT NOT NULL PRIMARY KEY, number BIGINT, note TEXT, raw BYTEA)/*sqlite: WITHOUT ROWID*/;"
    "CREATE TABLE parents (id BIGINT NOT NULL PRIMARY KEY);"
    "CREATE TABLE children (id BIGINT NOT NULL PRIMARY KEY, parent BIGINT NOT NULL REFERENCES parents (id));";
constexpr const char* kInsert = "INSERT INTO items (name, number) VALUES ($1, $2)";
constexpr const char* kInsertQuietly = "INSERT INTO items (name, number) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
constexpr const char* kTake = "DELETE FROM items WHERE name = $1 RETURNING number";
constexpr const char* kCount = "SELECT COUNT(*) FROM items";

class StoreContract : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    place_ = make_test_database(GetParam());
    reopen();
  }
  void TearDown() override { database_.reset(); }

  void reopen() { reopen_with(place_->options()); }
  void reopen_with(const OpenOptions& options) {
    if (database_) database_->close();
    auto opened = open_with(options, migrations(), /*migrate=*/true, log_);
    ASSERT_TRUE(opened.has_value()) << opened.error().private_detail;
    database_ = std::move(*opened);
  }
  static std::vector<Migration> migrations() {
    auto all = embedded_migrations();
    std::erase_if(all, [](const Migration& m) { return m.name != "0001_store"; });
    all.push_back(Migration{.name = "9000_items", .text = kTables});
    return all;
  }
  Result<CommitResult> commit(Batch batch) { return run_task(database_->commit(std::move(batch))); }
  Rows ask(std::string_view sql, std::vector<Value> parameters = {}) {
    auto rows = run_task(database_->query(sql, std::move(parameters)));
    EXPECT_TRUE(rows.has_value()) << rows.error().private_detail;
    return rows ? std::move(*rows) : Rows{};
  }
  int64_t count() { return ask(kCount).front().integer(0); }
  void put(const std::string& name, int64_t number) {
    Batch batch;
    batch.add(kInsert, {name, number}, Expect::kOne);
    auto done = commit(std::move(batch));
    ASSERT_TRUE(done.has_value()) << done.error().private_detail;
    ASSERT_TRUE(done->outcome.has_value());
  }

  SilentLog log_{};
  std::unique_ptr<TestDatabase> place_{};
  std::unique_ptr<Database> database_{};
};

TEST_P(StoreContract, one_row_expected_and_touched_commits) {
  put("a", 1);
  Batch batch;
  batch.add("UPDATE items SET number = 2 WHERE name = $1", {std::string("a")}, Expect::kOne);
  batch.add("INSERT INTO items (name) VALUES ($1)", {std::string("b")}, Expect::kOne);
  batch.add("DELETE FROM items WHERE name = $1", {std::string("b")}, Expect::kOne);
  auto done = commit(std::move(batch));
  ASSERT_TRUE(done.has_value()) << done.error().private_detail;
  ASSERT_TRUE(done->outcome.has_value());
  EXPECT_EQ(done->outcome->rows.size(), 3u);
  EXPECT_EQ(ask("SELECT number FROM items WHERE name = $1", {std::string("a")}).front().integer(0), 2);
}

TEST_P(StoreContract, one_row_expected_but_none_touched_undoes_the_batch) {
  Batch batch;
  batch.add(kInsert, {std::string("a"), int64_t(1)}, Expect::kOne);
  batch.add("UPDATE items SET number = 2 WHERE name = $1", {std::string("missing")}, Expect::kOne);
  auto done = commit(std::move(batch));
  ASSERT_TRUE(done.has_value()) << done.error().private_detail;
  EXPECT_FALSE(done->outcome.has_value());
  EXPECT_EQ(done->broken_expectation, 1u);
  EXPECT_EQ(count(), 0);
}

TEST_P(StoreContract, one_row_expected_but_two_touched_undoes_the_batch) {
  put("a", 1);
  put("b", 1);
  Batch batch;
  batch.add("UPDATE items SET number = 7 WHERE number = $1", {int64_t(1)}, Expect::kOne);
  auto done = commit(std::move(batch));
  ASSERT_TRUE(done.has_value());
  EXPECT_EQ(done->broken_expectation, 0u);
  EXPECT_EQ(ask("SELECT name FROM items WHERE number = 1").size(), 2u);
}

TEST_P(StoreContract, no_row_expected) {
  Batch batch;
  batch.add("DELETE FROM items WHERE name = $1", {std::string("a")}, Expect::kNone);
  batch.add("SELECT name FROM items WHERE name = $1", {std::string("a")}, Expect::kNone);
  batch.add(kInsert, {std::string("a"), int64_t(1)});
  auto first = commit(batch);
  ASSERT_TRUE(first.has_value()) << first.error().private_detail;
  ASSERT_TRUE(first->outcome.has_value());
  EXPECT_TRUE(first->outcome->rows[1].empty());
  auto again = commit(std::move(batch));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->broken_expectation, 0u);
  EXPECT_EQ(count(), 1);
}

TEST_P(StoreContract, a_select_can_be_an_expectation) {
  put("a", 5);
  Batch good;
  good.add("SELECT number FROM items WHERE name = $1 AND number = $2", {std::string("a"), int64_t(5)}, Expect::kOne);
  good.add(kInsert, {std::string("b"), int64_t(6)}, Expect::kOne);
  auto done = commit(std::move(good));
  ASSERT_TRUE(done.has_value()) << done.error().private_detail;
  ASSERT_TRUE(done->outcome.has_value());
  EXPECT_EQ(done->outcome->rows[0].at(0).integer(0), 5);
  Batch bad;
  bad.add("SELECT number FROM items WHERE name = $1 AND number = $2", {std::string("a"), int64_t(6)}, Expect::kOne);
  bad.add(kInsert, {std::string("c"), int64_t(6)}, Expect::kOne);
  auto refused = commit(std::move(bad));
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->broken_expectation, 0u);
  EXPECT_EQ(count(), 2);
}

TEST_P(StoreContract, a_key_that_is_there_breaks_the_expectation_of_an_insert) {
  put("a", 1);
  for (const char* sql : {kInsert, kInsertQuietly}) {
    Batch batch;
    batch.add(kInsert, {std::string("b"), int64_t(1)});
    batch.add(sql, {std::string("a"), int64_t(2)}, Expect::kOne);
    auto done = commit(std::move(batch));
    ASSERT_TRUE(done.has_value()) << done.error().private_detail;
    EXPECT_EQ(done->broken_expectation, 1u) << sql;
  }
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(ask("SELECT number FROM items").front().integer(0), 1);
}

TEST_P(StoreContract, a_duplicate_without_expectation_is_an_error_and_undoes_the_batch) {
  put("a", 1);
  Batch batch;
  batch.add(kInsert, {std::string("b"), int64_t(1)});
  batch.add(kInsert, {std::string("a"), int64_t(2)});
  auto done = commit(std::move(batch));
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kInternal);
  EXPECT_EQ(count(), 1);
}

TEST_P(StoreContract, a_foreign_key_is_enforced_and_undoes_the_batch) {
  Batch batch;
  batch.add(kInsert, {std::string("a"), int64_t(1)});
  batch.add("INSERT INTO children (id, parent) VALUES ($1, $2)", {int64_t(1), int64_t(99)}, Expect::kOne);
  auto done = commit(std::move(batch));
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kInternal);
  EXPECT_EQ(count(), 0);
}

TEST_P(StoreContract, wrong_sql_is_an_error_and_the_engine_goes_on) {
  Batch batch;
  batch.add(kInsert, {std::string("a"), int64_t(1)});
  batch.add("UPDATE no_such_table SET x = 1", {});
  auto done = commit(batch);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kInternal);
  EXPECT_FALSE(run_task(database_->query("SELECT nonsense", {})).has_value());
  EXPECT_FALSE(run_task(database_->query("SELECT name FROM items WHERE name = $1", {})).has_value());
  EXPECT_FALSE(commit(std::move(batch)).has_value());
  EXPECT_EQ(count(), 0);
  put("a", 1);
}

TEST_P(StoreContract, later_statements_see_what_earlier_ones_did) {
  Batch batch;
  batch.add(kInsert, {std::string("a"), int64_t(1)});
  batch.add("UPDATE items SET number = number + 10 WHERE name = $1", {std::string("a")}, Expect::kOne);
  batch.add("INSERT INTO items (name, number) SELECT 'b', number * 2 FROM items WHERE name = $1", {std::string("a")},
            Expect::kOne);
  auto done = commit(std::move(batch));
  ASSERT_TRUE(done.has_value()) << done.error().private_detail;
  EXPECT_EQ(ask("SELECT number FROM items WHERE name = 'b'").front().integer(0), 22);
}

TEST_P(StoreContract, returning_gives_rows_with_and_without_expectation) {
  Batch batch;
  batch.add("INSERT INTO items (name, number, note) VALUES ($1, $2, $3) RETURNING name, number, note, number",
            {std::string("a"), int64_t(4), Value{}}, Expect::kOne);
  batch.add("INSERT INTO items (name, number) VALUES ('b', 1), ('c', 2) RETURNING name", {});
  batch.add(
      "WITH old AS (SELECT name FROM items WHERE number = 1) DELETE FROM items WHERE name IN "
      "(SELECT name FROM old) RETURNING name",
      {}, Expect::kOne);
  batch.add("UPDATE items SET number = 0 WHERE name = 'nobody' RETURNING name", {});
  auto done = commit(std::move(batch));
  ASSERT_TRUE(done.has_value()) << done.error().private_detail;
  const auto& rows = done->outcome->rows;
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].at(0).text(0), "a");
  EXPECT_EQ(rows[0].at(0).integer(1), 4);
  EXPECT_TRUE(rows[0].at(0).is_null(2));
  EXPECT_EQ(rows[0].at(0).size(), 4u);
  EXPECT_EQ(rows[1].size(), 2u);
  EXPECT_EQ(rows[2].at(0).text(0), "b");
  EXPECT_TRUE(rows[3].empty());
}

TEST_P(StoreContract, values_come_back_as_they_went_in) {
  const std::string note = "印鑑 ' \" \\ — தமிழ் 🌸";
  const std::string raw("\0\x01\xFF\\x00'\0", 10);
  constexpr const char* insert = "INSERT INTO items (name, number, note, raw) VALUES ($1, $2, $3, $4)";
  for (int64_t number :
       {std::numeric_limits<int64_t>::min(), int64_t(-1), int64_t(0), std::numeric_limits<int64_t>::max()}) {
    Batch batch;
    batch.add("DELETE FROM items", {});
    batch.add(insert, {std::string("full"), number, note, Bytes{raw}}, Expect::kOne);
    batch.add(insert, {std::string("empty"), Value{}, std::string(), Bytes{}}, Expect::kOne);
    batch.add(insert, {std::string("null"), Value{}, Value{}, Value{}}, Expect::kOne);
    auto done = commit(std::move(batch));
    ASSERT_TRUE(done.has_value()) << done.error().private_detail;
    Rows rows = ask("SELECT name, number, note, raw FROM items ORDER BY name");
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0].text(2), "");
    EXPECT_EQ(rows[0].bytes(3), "");
    EXPECT_EQ(rows[1].integer(1), number);
    EXPECT_EQ(rows[1].text(2), note);
    EXPECT_EQ(rows[1].bytes(3), raw);
    EXPECT_FALSE(rows[2].maybe_integer(1).has_value());
    EXPECT_FALSE(rows[2].maybe_text(2).has_value());
    EXPECT_TRUE(rows[2].is_null(3));
  }
}

TEST_P(StoreContract, parameters_may_repeat_come_in_any_order_and_change_between_null_and_value) {
  constexpr const char* sql = "INSERT INTO items (name, note, number) SELECT $2, $2, $1 WHERE 1 = 1";
  for (Value number : {Value{int64_t(5)}, Value{}, Value{int64_t(6)}}) {
    Batch batch;
    batch.add("DELETE FROM items", {});
    batch.add(sql, {number, std::string("x")}, Expect::kOne);
    auto done = commit(std::move(batch));
    ASSERT_TRUE(done.has_value()) << done.error().private_detail;
    Rows rows = ask("SELECT note, number FROM items WHERE name = $1", {std::string("x")});
    EXPECT_EQ(rows.at(0).text(0), "x");
    EXPECT_EQ(rows.at(0).is_null(1), std::holds_alternative<std::monostate>(number));
  }
}

TEST_P(StoreContract, refuses_text_with_nul_or_broken_utf8) {
  for (const std::string& bad : {std::string("a\0b", 3), std::string("\xC3\x28")}) {
    Batch batch;
    batch.add(kInsert, {bad, int64_t(1)});
    EXPECT_FALSE(commit(std::move(batch)).has_value());
    EXPECT_FALSE(run_task(database_->query("SELECT name FROM items WHERE name = $1", {bad})).has_value());
  }
  EXPECT_EQ(count(), 0);
}

TEST_P(StoreContract, one_code_taken_by_64_at_once_goes_to_exactly_one) {
  for (int round = 0; round < 5; ++round) {
    put("code", 42);
    std::vector<Task<CommitResult>> tasks;
    for (int i = 0; i < 64; ++i) {
      Batch batch;
      batch.add(kTake, {std::string("code")}, Expect::kOne);
      batch.add(kInsert, {"winner " + std::to_string(i), int64_t(round)}, Expect::kOne);
      tasks.push_back(database_->commit(std::move(batch)));
    }
    int won = 0;
    for (auto& result : run_tasks(std::move(tasks))) {
      ASSERT_TRUE(result.has_value()) << result.error().private_detail;
      if (result->outcome) {
        ++won;
        EXPECT_EQ(result->outcome->rows[0].at(0).integer(0), 42);
      } else {
        EXPECT_EQ(result->broken_expectation, 0u);
      }
    }
    EXPECT_EQ(won, 1);
    EXPECT_EQ(count(), 1);
    Batch clean;
    clean.add("DELETE FROM items", {});
    ASSERT_TRUE(commit(std::move(clean)).has_value());
  }
}

TEST_P(StoreContract, one_code_taken_from_several_threads_goes_to_exactly_one) {
  put("code", 42);
  std::atomic<int> won{0}, errors{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([this, &won, &errors] {
      std::vector<Task<CommitResult>> tasks;
      for (int i = 0; i < 16; ++i) {
        Batch batch;
        batch.add(kTake, {std::string("code")}, Expect::kOne);
        tasks.push_back(database_->commit(std::move(batch)));
      }
      for (auto& result : run_tasks(std::move(tasks))) {
        if (!result) ++errors;
        if (result && result->outcome) ++won;
      }
      if (!run_task(database_->query(kCount, {})).has_value()) ++errors;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(errors, 0);
}

TEST_P(StoreContract, a_failing_batch_does_not_hurt_its_neighbours) {
  put("taken", 0);
  std::vector<Task<CommitResult>> tasks;
  for (int i = 0; i < 60; ++i) {
    Batch batch;
    batch.add(kInsert, {"row " + std::to_string(i), int64_t(i)}, Expect::kOne);
    if (i % 3 == 1) batch.add(kInsertQuietly, {std::string("taken"), int64_t(i)}, Expect::kOne);
    if (i % 3 == 2) batch.add("UPDATE no_such_table SET x = 1", {});
    tasks.push_back(database_->commit(std::move(batch)));
  }
  auto results = run_tasks(std::move(tasks));
  for (size_t i = 0; i < results.size(); ++i) {
    if (i % 3 == 2) {
      EXPECT_FALSE(results[i].has_value());
    } else {
      ASSERT_TRUE(results[i].has_value()) << results[i].error().private_detail;
      EXPECT_EQ(results[i]->outcome.has_value(), i % 3 == 0);
    }
  }
  EXPECT_EQ(count(), 21);
}

TEST_P(StoreContract, a_verdict_never_rests_on_a_neighbour_that_was_undone) {
  for (int round = 0; round < 10; ++round) {
    put("code", round);
    std::vector<Task<CommitResult>> tasks;
    for (int i = 0; i < 8; ++i) {
      Batch batch;
      batch.add(kTake, {std::string("code")}, Expect::kOne);
      if (i != 5) batch.add("UPDATE items SET number = 1 WHERE name = 'nobody'", {}, Expect::kOne);
      tasks.push_back(database_->commit(std::move(batch)));
    }
    auto results = run_tasks(std::move(tasks));
    for (size_t i = 0; i < results.size(); ++i) {
      ASSERT_TRUE(results[i].has_value()) << results[i].error().private_detail;
      EXPECT_EQ(results[i]->outcome.has_value(), i == 5);
    }
  }
}

TEST_P(StoreContract, reads_see_what_was_committed_before) {
  for (int i = 0; i < 50; ++i) {
    put("n" + std::to_string(i), i);
    EXPECT_EQ(count(), i + 1);
  }
}

TEST_P(StoreContract, commit_all_turns_a_broken_expectation_into_conflict) {
  put("a", 1);
  Batch batch;
  batch.add(kInsertQuietly, {std::string("a"), int64_t(1)}, Expect::kOne);
  auto done = run_task(database_->commit_all(std::move(batch)));
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kConflict);
  auto row = run_task(database_->query_one("SELECT number FROM items WHERE name = $1", {std::string("a")}));
  ASSERT_TRUE(row.has_value() && row->has_value());
  EXPECT_EQ((**row).integer(0), 1);
  auto none = run_task(database_->query_one("SELECT number FROM items WHERE name = $1", {std::string("b")}));
  ASSERT_TRUE(none.has_value());
  EXPECT_FALSE(none->has_value());
}

TEST_P(StoreContract, blocking_calls_keep_the_same_promises) {
  Batch batch;
  for (int i = 0; i < 3000; ++i) batch.add(kInsert, {"n" + std::to_string(i), int64_t(i)}, Expect::kOne);
  auto done = database_->commit_blocking(batch);
  ASSERT_TRUE(done.has_value()) << done.error().private_detail;
  auto rows = database_->query_blocking(kCount, {});
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ(rows->at(0).integer(0), 3000);
  Batch more;
  more.add(kInsert, {std::string("new"), int64_t(0)});
  more.append(std::move(batch));
  auto refused = database_->commit_blocking(std::move(more));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_EQ(count(), 3000);
}

TEST_P(StoreContract, more_waiting_batches_than_allowed_are_refused_at_once) {
  OpenOptions options = place_->options();
  options.waiting_batches_max = 4;
  reopen_with(options);
  std::vector<Task<CommitResult>> tasks;
  for (int i = 0; i < 200; ++i) {
    Batch batch;
    batch.add(kInsert, {"n" + std::to_string(i), int64_t(i)}, Expect::kOne);
    tasks.push_back(database_->commit(std::move(batch)));
  }
  int64_t stored = 0, refused = 0;
  for (auto& result : run_tasks(std::move(tasks))) {
    if (result) {
      ++stored;
    } else {
      EXPECT_EQ(result.error().code, ErrorCode::kUnavailable);
      ++refused;
    }
  }
  EXPECT_GT(stored, 0);
  EXPECT_GT(refused, 0);
  EXPECT_EQ(count(), stored);
}

TEST_P(StoreContract, everything_acknowledged_is_there_after_reopening) {
  put("a", 1);
  reopen();
  EXPECT_EQ(count(), 1);
  put("b", 2);
  EXPECT_EQ(count(), 2);
}

TEST_P(StoreContract, is_healthy) { EXPECT_TRUE(run_task(database_->healthy()).has_value()); }

TEST_P(StoreContract, an_empty_batch_commits) {
  auto done = commit(Batch{});
  ASSERT_TRUE(done.has_value()) << done.error().private_detail;
  EXPECT_TRUE(done->outcome.has_value());
}

TEST_P(StoreContract, refuses_an_edited_migration_and_one_it_does_not_know) {
  database_->close();
  auto edited = migrations();
  edited.back().text += " ";
  auto refused = open_with(place_->options(), edited, /*migrate=*/true, log_);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().private_detail.find("9000_items"), std::string::npos);
  auto older = migrations();
  older.pop_back();
  EXPECT_FALSE(open_with(place_->options(), older, /*migrate=*/true, log_).has_value());
  reopen();
}

TEST_P(StoreContract, a_missing_migration_is_refused_without_migrate_and_applied_with_it) {
  database_->close();
  auto newer = migrations();
  newer.push_back(Migration{.name = "9001_more", .text = "CREATE TABLE more (id BIGINT)"});
  EXPECT_FALSE(open_with(place_->options(), newer, /*migrate=*/false, log_).has_value());
  auto opened = open_with(place_->options(), newer, /*migrate=*/true, log_);
  ASSERT_TRUE(opened.has_value()) << opened.error().private_detail;
  database_ = std::move(*opened);
  EXPECT_TRUE(ask("SELECT id FROM more").empty());
}

TEST_P(StoreContract, a_failing_migration_leaves_nothing_behind) {
  database_->close();
  auto newer = migrations();
  newer.push_back(
      Migration{.name = "9001_bad", .text = "CREATE TABLE more (id BIGINT); CREATE TABLE items (x BIGINT)"});
  auto refused = open_with(place_->options(), newer, /*migrate=*/true, log_);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().private_detail.find("9001_bad"), std::string::npos);
  reopen();
  EXPECT_FALSE(run_task(database_->query("SELECT id FROM more", {})).has_value());
}

TEST_P(StoreContract, an_empty_place_is_refused_without_migrate) {
  auto empty = make_test_database(GetParam());
  EXPECT_FALSE(open_with(empty->options(), migrations(), /*migrate=*/false, log_).has_value());
}

TEST_P(StoreContract, two_programs_may_migrate_at_once) {
  auto fresh = make_test_database(GetParam());
  std::atomic<int> opened{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      auto database = open_with(fresh->options(), migrations(), /*migrate=*/true, log_);
      if (database)
        ++opened;
      else
        ADD_FAILURE() << database.error().private_detail;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(opened, 4);
}

TEST_P(StoreContract, the_outbox_gives_messages_in_order_until_confirmed) {
  const Time now = from_unix_seconds(1'700'000'000);
  for (int i = 0; i < 3; ++i) {
    Batch batch;
    add_outbox(batch, "person.died", "p" + std::to_string(i), now);
    add_outbox(batch, "client.removed", "c" + std::to_string(i), now);
    ASSERT_TRUE(commit(std::move(batch)).has_value());
  }
  auto read = [this] { return run_task(read_outbox(*database_, "oidc", "person.died", 2)).value(); };
  auto first = read();
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[0].subject, "p0");
  EXPECT_EQ(read().at(0).subject, "p0") << "not confirmed: delivered again";
  Batch confirm;
  confirm_outbox(confirm, "oidc", "person.died", first[1].position);
  confirm_outbox(confirm, "oidc", "person.died", first[0].position);  // late: must not go back
  ASSERT_TRUE(commit(std::move(confirm)).has_value());
  auto rest = read();
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].subject, "p2");
  EXPECT_EQ(run_task(read_outbox(*database_, "exchange", "person.died", 9)).value().size(), 3u);
}

constexpr int kWriters = 8, kNewsEach = 25;

Task<Done> write_news(Database& database, int writer) {
  for (int i = 0; i < kNewsEach; ++i) {
    Batch batch;
    add_outbox(batch, "news", std::to_string(writer * kNewsEach + i), from_unix_seconds(1'700'000'000));
    auto done = co_await database.commit_all(std::move(batch));
    if (!done) co_return pass_on(done);
  }
  co_return Done{};
}

Task<Done> read_all_news(Database& database, std::vector<std::string>& seen) {
  while (seen.size() < size_t(kWriters * kNewsEach)) {
    auto messages = co_await read_outbox(database, "reader", "news", 7);
    if (!messages) co_return pass_on(messages);
    Batch batch;
    for (const OutboxMessage& message : *messages) seen.push_back(message.subject);
    if (!messages->empty()) confirm_outbox(batch, "reader", "news", messages->back().position);
    auto done = co_await database.commit_all(std::move(batch));
    if (!done) co_return pass_on(done);
  }
  co_return Done{};
}

TEST_P(StoreContract, the_outbox_passes_over_nothing_while_others_write) {
  std::vector<std::string> seen;
  std::vector<Task<Done>> tasks;
  for (int writer = 0; writer < kWriters; ++writer) tasks.push_back(write_news(*database_, writer));
  tasks.push_back(read_all_news(*database_, seen));
  for (auto& done : run_tasks(std::move(tasks))) ASSERT_TRUE(done.has_value()) << done.error().private_detail;
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), size_t(kWriters * kNewsEach));
  EXPECT_EQ(seen.size(), size_t(kWriters * kNewsEach));
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreContract, testing::ValuesIn(test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::store
