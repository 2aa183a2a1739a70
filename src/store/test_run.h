#pragma once

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "base/check.h"
#include "base/log.h"
#include "base/task.h"
#include "store/database.h"

// For tests of every folder; the program links none of it.
namespace inkan::store {

// run_tasks runs all tasks at once on one new io_context on this thread and returns their results in order.
template <typename T>
std::vector<Result<T>> run_tasks(std::vector<Task<T>> tasks) {
  boost::asio::io_context io;
  std::vector<std::optional<Result<T>>> answers(tasks.size());
  size_t left = tasks.size();
  for (size_t i = 0; i < tasks.size(); ++i) {
    auto store_answer = [&answers, &left, i](std::exception_ptr thrown, Result<T> answer) {
      if (thrown) std::rethrow_exception(thrown);
      answers[i] = std::move(answer);
      --left;
    };
    boost::asio::co_spawn(io, std::move(tasks[i]), std::move(store_answer));
  }
  io.run();  // to the end: whoever resumed the tasks from another thread has let go of io then
  check(left == 0, "a task waits for something that will happen");
  std::vector<Result<T>> out;
  for (auto& answer : answers) out.push_back(std::move(*answer));
  return out;
}

// run_task runs one task to its end on this thread: `Result<Outcome> r = run_task(database.commit_all(batch));`
template <typename T>
Result<T> run_task(Task<T> task) {
  std::vector<Task<T>> tasks;
  tasks.push_back(std::move(task));
  return std::move(run_tasks(std::move(tasks)).front());
}

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
  // close only closes; reopen() may follow.
  void close();
  const OpenOptions& options() const { return options_; }

 private:
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
