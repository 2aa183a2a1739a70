#include <gtest/gtest.h>

#include "store/outbox.h"
#include "store/test_run.h"

// What only PostgreSQL can do wrong: lost connections, timeouts, sessions with weak settings.
namespace inkan::store {
namespace {

const Time kNow = from_unix_seconds(1'700'000'000);

// only_postgres is empty where INKAN_TEST_POSTGRES is not set: the cases below are then not there, rather than skipped.
std::vector<std::string> only_postgres() {
  std::vector<std::string> engines = test_engines();
  std::erase(engines, "sqlite");
  return engines;
}

class Postgres : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { database_ = open_test_database(GetParam()); }
  Database& database() { return **database_; }

  std::unique_ptr<TestDatabase> database_{};
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Postgres);
INSTANTIATE_TEST_SUITE_P(Engines, Postgres, testing::ValuesIn(only_postgres()),
                         [](const auto& info) { return info.param; });

Task<int64_t> ask(Database& database, std::string_view sql) {
  Result<Rows> rows = co_await database.query(sql, {});
  if (!rows) co_return pass_on(rows);
  co_return rows->at(0).integer(0);
}

Task<Done> ask_across_a_loss_while_idle(Database& database) {
  Result<int64_t> before = co_await ask(database, "SELECT pg_backend_pid()");
  if (!before) co_return pass_on(before);
  auto killed = database.query_blocking("SELECT pg_terminate_backend($1::INTEGER, 5000)", {*before});
  if (!killed) co_return pass_on(killed);
  Result<int64_t> after = co_await ask(database, "SELECT pg_backend_pid()");
  if (!after) co_return pass_on(after);
  if (*before == *after) co_return fail(ErrorCode::kInternal, "the same connection");
  co_return Done{};
}

TEST_P(Postgres, a_connection_closed_while_idle_is_replaced_unnoticed) {
  auto done = run_task(ask_across_a_loss_while_idle(database()));
  EXPECT_TRUE(done.has_value()) << done.error().private_detail;
}

Task<Done> lose_it_in_flight(Database& database) {
  Batch batch;
  add_outbox(batch, "t", "lost", kNow);
  batch.add("SELECT pg_terminate_backend(pg_backend_pid())", {});
  Result<CommitResult> lost = co_await database.commit(std::move(batch));
  if (lost) co_return fail(ErrorCode::kInternal, "was not lost");
  if (lost.error().code != ErrorCode::kUnavailable) co_return pass_on(lost);
  Result<int64_t> count = co_await ask(database, "SELECT COUNT(*) FROM outbox");
  if (!count) co_return pass_on(count);
  if (*count != 0) co_return fail(ErrorCode::kInternal, "was stored");
  co_return Done{};
}

TEST_P(Postgres, a_connection_lost_in_flight_answers_unavailable_and_the_next_call_connects_again) {
  auto done = run_task(lose_it_in_flight(database()));
  EXPECT_TRUE(done.has_value()) << done.error().public_text << done.error().private_detail;
}

TEST_P(Postgres, neighbours_on_a_lost_connection_are_answered) {
  std::vector<Task<int64_t>> tasks;
  for (int i = 0; i < 20; ++i)
    tasks.push_back(ask(database(), i == 7 ? "SELECT pg_terminate_backend(pg_backend_pid())" : "SELECT 1"));
  for (auto& answer : run_tasks(std::move(tasks))) {
    if (answer) continue;
    EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
  }
}

TEST_P(Postgres, a_server_that_is_not_there_answers_unavailable) {
  OpenOptions options{.engine = "postgres", .connection = "host=/nonexistent port=1 dbname=x user=x"};
  SilentLog log;
  auto opened = open(options, /*migrate=*/true, log);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::kUnavailable);
}

TEST_P(Postgres, what_takes_too_long_is_undone_and_answered_with_timeout) {
  OpenOptions options = database_->options();
  options.deadline = std::chrono::milliseconds(50);
  SilentLog log;
  auto hasty = open(options, /*migrate=*/false, log);
  ASSERT_TRUE(hasty.has_value());
  Batch batch;
  add_outbox(batch, "t", "late", kNow);
  batch.add("SELECT 1 FROM pg_sleep(30)", {});
  auto done = run_task((*hasty)->commit(std::move(batch)));
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kTimeout);
  EXPECT_TRUE(run_task((*hasty)->healthy()).has_value()) << "and the next call works";
  EXPECT_EQ(run_task(ask(database(), "SELECT COUNT(*) FROM outbox")).value(), 0);
}

TEST_P(Postgres, commits_are_durable_whatever_the_connection_string_says) {
  OpenOptions options = database_->options();
  const std::string path = "options='";
  options.connection.insert(options.connection.find(path) + path.size(), "-c synchronous_commit=off ");
  SilentLog log;
  auto weak = open(options, /*migrate=*/false, log);
  ASSERT_TRUE(weak.has_value()) << weak.error().private_detail;
  auto setting = run_task((*weak)->query("SHOW synchronous_commit", {}));
  ASSERT_TRUE(setting.has_value());
  EXPECT_EQ(setting->at(0).text(0), "on");
  EXPECT_EQ((*weak)->query_blocking("SHOW synchronous_commit", {})->at(0).text(0), "on");
}

TEST_P(Postgres, sums_and_booleans_come_as_integers_and_fractions_are_refused) {
  auto rows = run_task(database().query(
      "SELECT SUM(x), COUNT(*) = 2, 0::NUMERIC, -9223372036854775808::NUMERIC, 120000::NUMERIC, NULL::NUMERIC "
      "FROM (VALUES (4000000000000000000::BIGINT), (5223372036854775807::BIGINT)) AS v (x)",
      {}));
  ASSERT_TRUE(rows.has_value()) << rows.error().private_detail;
  EXPECT_EQ(rows->at(0).integer(0), INT64_MAX);
  EXPECT_EQ(rows->at(0).integer(1), 1);
  EXPECT_EQ(rows->at(0).integer(2), 0);
  EXPECT_EQ(rows->at(0).integer(3), INT64_MIN);
  EXPECT_EQ(rows->at(0).integer(4), 120000);
  EXPECT_TRUE(rows->at(0).is_null(5));
  EXPECT_FALSE(run_task(database().query("SELECT 1.5::NUMERIC", {})).has_value());
  EXPECT_FALSE(run_task(database().query("SELECT 9223372036854775808::NUMERIC", {})).has_value());
}

Task<Done> lock_two(Database& database, std::string first, std::string second, int times) {
  for (int i = 0; i < times; ++i) {
    Batch batch;
    for (const std::string& topic : {first, second})
      batch.add("UPDATE outbox_consumers SET position = position + 1 WHERE topic = $1", {topic}, Expect::kOne);
    auto done = co_await database.commit_all(std::move(batch));
    if (!done) co_return pass_on(done);
  }
  co_return Done{};
}

TEST_P(Postgres, the_victim_of_a_deadlock_is_tried_again) {
  Batch batch;
  for (const char* topic : {"a", "b"}) confirm_outbox(batch, "c", topic, 1);
  ASSERT_TRUE(database().commit_blocking(std::move(batch)).has_value());
  std::vector<Task<Done>> tasks;
  tasks.push_back(lock_two(database(), "a", "b", 3));
  tasks.push_back(lock_two(database(), "b", "a", 3));
  for (auto& done : run_tasks(std::move(tasks))) EXPECT_TRUE(done.has_value()) << done.error().private_detail;
  EXPECT_EQ(database().query_blocking("SELECT position FROM outbox_consumers WHERE topic = 'a'", {})->at(0).integer(0),
            7);
}

}  // namespace
}  // namespace inkan::store
