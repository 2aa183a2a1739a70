#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/log.h"
#include "base/run_task.h"
#include "store/database.h"
#include "store/migrations.h"

// For tests of every folder; the program links none of it.
namespace inkan::store {

using inkan::run_task;
using inkan::run_tasks;

// test_engines lists the engines to test: "sqlite", and "postgres" when INKAN_TEST_POSTGRES is set. For
// INSTANTIATE_TEST_SUITE_P(Engines, MyTest, testing::ValuesIn(store::test_engines())).
std::vector<std::string> test_engines();

// TestDatabase is a fresh database with all migrations: a temporary SQLite file, or a schema of its own in
// INKAN_TEST_POSTGRES. Its destructor closes and removes it.
class TestDatabase {
 public:
  TestDatabase(OpenOptions options, std::string schema) : options_(std::move(options)), schema_(std::move(schema)) {}
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  Database& operator*() { return *database_; }
  Database* operator->() { return database_.get(); }
  // reopen closes the database and opens it again, as a restart of the program would.
  void reopen();
  // reopen_at opens it as an older program would, whose last migration is this one ("0015_enrolment"): rows of then can
  // be written before reopen() brings the rest.
  void reopen_at(const std::string& last_migration);
  // close only closes; reopen() may follow.
  void close();
  const OpenOptions& options() const { return options_; }

 private:
  void open_with(const std::vector<Migration>& migrations);
  OpenOptions options_;
  std::string schema_;
  SilentLog log_{};
  std::unique_ptr<Database> database_{};
};

// open_test_database makes one; failure ends the test program with the reason.
std::unique_ptr<TestDatabase> open_test_database(const std::string& engine);
// make_test_options prepares an empty place without opening it.
std::unique_ptr<TestDatabase> make_test_database(const std::string& engine);

}  // namespace inkan::store
