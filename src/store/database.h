#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "base/clock.h"
#include "base/log.h"
#include "base/task.h"

namespace inkan::store {

// Bytes is a BYTEA value: raw bytes, may hold NUL. Text columns take std::string.
struct Bytes {
  std::string value{};
  friend auto operator<=>(const Bytes&, const Bytes&) = default;
};

// Value is what SQL parameters and columns hold.
using Value = std::variant<std::monostate, int64_t, std::string, Bytes>;

// Row gives columns by position, in the order of the SELECT or RETURNING list. A wrong type is our bug: check().
class Row {
 public:
  explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
  bool is_null(size_t column) const;
  int64_t integer(size_t column) const;
  const std::string& text(size_t column) const;
  const std::string& bytes(size_t column) const;
  std::optional<std::string> maybe_text(size_t column) const;
  std::optional<int64_t> maybe_integer(size_t column) const;
  size_t size() const { return values_.size(); }

 private:
  std::vector<Value> values_;
};
using Rows = std::vector<Row>;

// Expect says how many rows a statement of a batch must touch (change, delete, insert or return).
enum class Expect {
  kAny,   // zero or more
  kOne,   // exactly one: else the whole batch is undone and commit() answers kConflict
  kNone,  // none: else undone
};

struct Statement {
  // Static text with $1, $2, …; lives for ever (string literals only). Each parameter keeps one type; where nothing
  // else tells the type of one that is NULL, say CAST($1 AS BIGINT). Text must be UTF-8 without NUL.
  std::string_view sql;
  std::vector<Value> parameters{};
  Expect expect = Expect::kAny;
};

// Batch is a list of statements that happen together or not at all. Both engines put batches that wait into one
// transaction for one fsync; an expectation or error of one never touches the others. There is no interactive
// transaction: what one statement needs from another is said in SQL (INSERT … SELECT, WITH, RETURNING), what must hold
// is said by Expect. So nothing is ever locked while a coroutine waits.
class Batch {
 public:
  // add returns the statement's index, to find its rows in the outcome and its name in a conflict.
  size_t add(std::string_view sql, std::vector<Value> parameters, Expect expect = Expect::kAny);
  // append moves all statements of another batch to the end of this one.
  void append(Batch other);
  bool empty() const { return statements_.empty(); }
  size_t size() const { return statements_.size(); }
  const std::vector<Statement>& statements() const { return statements_; }

 private:
  std::vector<Statement> statements_{};
};

// Outcome is what a committed batch returned: rows per statement (empty without RETURNING).
struct Outcome {
  std::vector<Rows> rows{};
};

// CommitFailure: commit() puts the index of the statement whose expectation failed here, for callers that must know
// which rule was broken ("code already used" or "proof seen before").
struct CommitResult {
  std::optional<Outcome> outcome{};            // set when committed
  std::optional<size_t> broken_expectation{};  // set when an Expect did not hold: nothing was stored
};

// Database is SQLite or PostgreSQL. Thread-safe; made once by open(). All times in tables are BIGINT microseconds UTC.
class Database {
 public:
  virtual ~Database() = default;

  // query runs one SELECT. On SQLite inline on this thread's read-only connection, on PostgreSQL asynchronously; it
  // sees everything committed before it started. Errors: kUnavailable, kTimeout, kInternal.
  virtual Task<Rows> query(std::string_view sql, std::vector<Value> parameters) = 0;

  // commit runs the batch as one transaction and answers when it is durable (SQLite: synchronous=FULL; PostgreSQL:
  // synchronous_commit). Broken expectations are not an Error but a CommitResult; so is a unique key that is already
  // there under Expect::kOne. Errors: kUnavailable (queue full, engine gone), kTimeout, kInternal (wrong SQL, another
  // constraint); after the first two it is unknown whether the batch was stored, so callers answer 503 and must not act
  // as if it was not.
  // On PostgreSQL batches of different connections run side by side (READ COMMITTED): what a batch relies on it must
  // change (UPDATE, DELETE, INSERT on a unique key), a mere SELECT with an expectation does not hold others off.
  // No deferred constraints: they would fail at the commit, for the whole group.
  virtual Task<CommitResult> commit(Batch batch) = 0;

  // commit_all is commit for callers to whom a broken expectation is simply kConflict.
  Task<Outcome> commit_all(Batch batch);
  // query_one: the row, nullopt for none; more than one row is our bug.
  Task<std::optional<Row>> query_one(std::string_view sql, std::vector<Value> parameters);

  // bulk inserts for loading a nation: blocking, called from the loader's own thread, never on an I/O thread. One
  // transaction per call.
  virtual Result<Done> commit_blocking(Batch batch) = 0;
  virtual Result<Rows> query_blocking(std::string_view sql, std::vector<Value> parameters) = 0;

  virtual std::string_view engine() const = 0;  // "sqlite" or "postgres"
  // healthy answers whether a trivial query works now, for /readyz.
  virtual Task<Done> healthy() = 0;
  // close finishes queued batches and stops the engine's threads. No call may follow. PostgreSQL answers what is in
  // flight on the I/O threads, so let them run until their coroutines have ended.
  virtual void close() = 0;
};

struct OpenOptions {
  std::string engine = "sqlite";      // sqlite or postgres
  std::string path{};                 // sqlite: file
  std::string connection{};           // postgres: libpq connection string
  int connections_per_thread = 2;     // postgres: one for queries, the others for commits
  size_t waiting_batches_max = 4096;  // more get kUnavailable at once (postgres: per connection)
  Duration deadline = std::chrono::seconds(10);
};
// open connects and, with `migrate`, brings the schema up to date from the embedded files migrations/NNNN_name.sql
// (each applied once, in order, recorded with a hash of its content and the time; a changed applied file refuses
// the start, and so does a database of a newer program). In these files /*sqlite:TEXT*/ becomes TEXT on SQLite and
// vanishes on PostgreSQL, /*postgres:TEXT*/ the other way round. Types used: BIGINT, TEXT, BYTEA.
Result<std::unique_ptr<Database>> open(const OpenOptions& options, bool migrate, Log& log);

}  // namespace inkan::store
