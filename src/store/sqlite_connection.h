#pragma once

#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/engine.h"

namespace inkan::store {

// kSqliteBusyMs is how long a statement waits for a lock that another program holds on the file.
inline constexpr int kSqliteBusyMs = 5000;

// SqliteConnection owns one sqlite3 handle with its prepared statements. Not thread-safe: one owner at a time.
class SqliteConnection {
 public:
  enum class Mode { kWriter, kReader };
  static Result<std::unique_ptr<SqliteConnection>> open(const std::string& path, Mode mode);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  // Ran is what a statement did: the rows it returned and how many rows it touched (returned, or else changed).
  struct Ran {
    Rows rows{};
    int64_t touched = 0;
  };
  // run executes one statement to its end. A unique key that is already there is kConflict; other constraints and wrong
  // SQL are kInternal; lock, disk and memory trouble kUnavailable; a passed deadline kTimeout.
  Result<Ran> run(std::string_view sql, const std::vector<Value>& parameters);
  Result<Done> run_script(const std::string& sql);
  // in_transaction is false after an error so bad that SQLite rolled back by itself.
  bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
  // set_deadline interrupts statements that still run at that moment.
  void set_deadline(std::chrono::steady_clock::time_point deadline) { deadline_ = deadline; }
  // last_code is SQLite's extended result code of the last failure.
  int last_code() const { return sqlite3_extended_errcode(handle_); }
  sqlite3* handle() { return handle_; }

 private:
  struct Prepared {
    std::string sql{};
    sqlite3_stmt* statement = nullptr;
    std::vector<int> positions{};  // SQLite counts named parameters by first use: positions[i] belongs to $i+1
  };
  SqliteConnection() = default;
  Result<Done> configure(Mode mode);
  Result<Prepared*> prepare(std::string_view sql);
  Result<Done> bind(const Prepared& prepared, const std::vector<Value>& parameters);
  Result<Ran> step_all(sqlite3_stmt* statement);
  std::unexpected<Error> failure(std::string_view sql) const;

  sqlite3* handle_ = nullptr;
  // By the address of the text: statements are string literals, and hashing them would cost as much as a small read.
  // What is found is compared with the text all the same.
  std::unordered_map<const char*, Prepared> prepared_{};
  void forget_statements();
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
};

}  // namespace inkan::store
