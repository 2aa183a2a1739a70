#include <gtest/gtest.h>

#include <sqlite3.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "store/outbox.h"
#include "store/sqlite_writer.h"
#include "store/test_run.h"

namespace inkan::store {
namespace {

const Time kNow = from_unix_seconds(1'700'000'000);

Result<std::unique_ptr<Database>> open_quietly(const OpenOptions& options) {
  static SilentLog log;
  return open(options, /*migrate=*/true, log);
}

TEST(Sqlite, refuses_a_file_that_is_no_database) {
  auto place = make_test_database("sqlite");
  std::ofstream(place->options().path) << std::string(10'000, 'x');
  auto opened = open_quietly(place->options());
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(opened.error().private_detail.find(place->options().path), std::string::npos);
}

TEST(Sqlite, refuses_the_database_of_another_program_and_leaves_it_alone) {
  auto place = make_test_database("sqlite");
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(place->options().path.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "CREATE TABLE theirs (x)", nullptr, nullptr, nullptr), SQLITE_OK);
  auto opened = open_quietly(place->options());
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().private_detail.find("another program"), std::string::npos);
  EXPECT_EQ(sqlite3_exec(other, "SELECT * FROM theirs", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_NE(sqlite3_exec(other, "SELECT * FROM outbox", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(other);
}

TEST(Sqlite, refuses_a_directory_that_is_not_there) {
  OpenOptions options{.path = "/nonexistent/inkan.db"};
  auto opened = open_quietly(options);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::kUnavailable);
}

TEST(Sqlite, only_the_owner_may_read_the_files) {
  auto database = open_test_database("sqlite");
  Batch batch;
  add_outbox(batch, "t", "s", kNow);
  ASSERT_TRUE((*database)->commit_blocking(std::move(batch)).has_value());
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat file{};
    ASSERT_EQ(stat((database->options().path + suffix).c_str(), &file), 0) << suffix;
    EXPECT_EQ(file.st_mode & 0777, 0600u) << suffix;
  }
}

TEST(Sqlite, close_finishes_what_is_queued) {
  auto database = open_test_database("sqlite");
  OpenOptions options = database->options();
  auto connection = SqliteConnection::open(options.path, SqliteConnection::Mode::kWriter);
  ASSERT_TRUE(connection.has_value());
  SilentLog log;
  SqliteWriter writer(std::move(*connection), options, log);
  std::atomic<int> stored{0}, refused{0};
  auto count = [&](Result<CommitResult> result) { ++(result ? stored : refused); };
  for (int i = 0; i < 300; ++i) {
    Batch batch;
    add_outbox(batch, "t", std::to_string(i), kNow);
    writer.submit(std::move(batch), count);
  }
  writer.close();
  EXPECT_EQ(stored, 300);
  writer.submit(Batch{}, count);
  EXPECT_EQ(refused, 1);
  EXPECT_EQ((*database)->query_blocking("SELECT COUNT(*) FROM outbox", {})->at(0).integer(0), 300);
}

TEST(Sqlite, what_waited_past_its_deadline_is_refused_and_not_stored) {
  auto database = open_test_database("sqlite");
  OpenOptions options = database->options();
  options.deadline = Duration(-1);
  auto late = open_quietly(options);
  ASSERT_TRUE(late.has_value());
  Batch batch;
  add_outbox(batch, "t", "s", kNow);
  auto done = (*late)->commit_blocking(std::move(batch));
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kTimeout);
  EXPECT_TRUE((*database)->query_blocking("SELECT position FROM outbox", {})->empty());
}

TEST(Sqlite, a_read_that_takes_too_long_is_interrupted) {
  auto place = open_test_database("sqlite");
  OpenOptions options = place->options();
  options.deadline = std::chrono::milliseconds(1);
  auto database = open_quietly(options);
  ASSERT_TRUE(database.has_value());
  auto rows = (*database)->query_blocking(
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT MAX(i) FROM n", {});
  ASSERT_FALSE(rows.has_value());
  EXPECT_EQ(rows.error().code, ErrorCode::kTimeout);
}

TEST(Sqlite, readers_cannot_write) {
  auto database = open_test_database("sqlite");
  EXPECT_FALSE((*database)->query_blocking("DELETE FROM outbox", {}).has_value());
}

TEST(Sqlite, the_log_is_moved_into_the_file_while_readers_come_and_go) {
  auto database = open_test_database("sqlite");
  for (int i = 0; i < 40; ++i) {
    Batch batch;
    for (int j = 0; j < 500; ++j) add_outbox(batch, "t", std::string(200, 'x'), kNow);
    ASSERT_TRUE((*database)->commit_blocking(std::move(batch)).has_value());
    ASSERT_TRUE((*database)->query_blocking("SELECT COUNT(*) FROM outbox", {}).has_value());
  }
  const auto log_size = std::filesystem::file_size(database->options().path + "-wal");
  EXPECT_LT(log_size, 8u << 20) << "4 MiB trigger and one group more";
}

}  // namespace
}  // namespace inkan::store
