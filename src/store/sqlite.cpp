#include <future>

#include "store/sqlite_readers.h"
#include "store/sqlite_writer.h"

namespace inkan::store {
namespace {

// SqliteDatabase puts the one writer and the per-thread readers together.
class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::unique_ptr<SqliteConnection> writer, const OpenOptions& options, Log& log)
      : deadline_(options.deadline), readers_(options.path), writer_(std::move(writer), options, log) {}
  ~SqliteDatabase() override { close(); }

  Task<Rows> query(std::string_view sql, std::vector<Value> parameters) override {
    co_return query_blocking(sql, std::move(parameters));
  }

  Task<CommitResult> commit(Batch batch) override {
    if (auto fine = check_parameters(batch); !fine) co_return pass_on(fine);
    auto start = [this, batch = std::move(batch)](Answer<CommitResult> answer) mutable {
      writer_.submit(std::move(batch), std::move(answer));
    };
    Result<CommitResult> result = co_await await_answer<CommitResult, Resume::kPost>(std::move(start));
    co_return result;
  }

  Result<Done> commit_blocking(Batch batch) override {
    if (auto fine = check_parameters(batch); !fine) return fine;
    std::promise<Result<CommitResult>> promise;
    auto future = promise.get_future();
    writer_.submit(std::move(batch), [&promise](Result<CommitResult> result) { promise.set_value(std::move(result)); });
    Result<CommitResult> result = future.get();
    if (!result) return pass_on(result);
    if (result->broken_expectation)
      return fail(ErrorCode::kConflict, "This was already done or changed meanwhile.",
                  "expectation of statement " + std::to_string(*result->broken_expectation));
    return Done{};
  }

  Result<Rows> query_blocking(std::string_view sql, std::vector<Value> parameters) override {
    if (auto fine = check_parameters(parameters); !fine) return pass_on(fine);
    auto reader = readers_.mine();
    if (!reader) return pass_on(reader);
    (*reader)->set_deadline(std::chrono::steady_clock::now() + deadline_);
    auto ran = (*reader)->run(sql, parameters);
    if (!ran) return pass_on(ran);
    return std::move(ran->rows);
  }

  std::string_view engine() const override { return "sqlite"; }

  Task<Done> healthy() override {
    if (writer_.broken()) co_return fail(ErrorCode::kUnavailable, kBusyText, "the disk failed");
    auto rows = query_blocking("SELECT 1", {});
    if (!rows) co_return pass_on(rows);
    co_return Done{};
  }

  // The writer goes last: the last connection to close moves the log into the file.
  void close() override {
    readers_.close();
    writer_.close();
  }

 private:
  const Duration deadline_;
  SqliteReaders readers_;
  SqliteWriter writer_;
};

class SqliteSchema final : public SchemaConnection {
 public:
  explicit SqliteSchema(std::unique_ptr<SqliteConnection> connection) : connection_(std::move(connection)) {}
  Result<Done> begin() override { return connection_->run_script("BEGIN IMMEDIATE"); }
  Result<Done> run_script(const std::string& sql) override { return connection_->run_script(sql); }
  Result<Rows> ask(std::string_view sql, const std::vector<Value>& parameters) override {
    auto ran = connection_->run(sql, parameters);
    if (!ran) return pass_on(ran);
    return std::move(ran->rows);
  }
  Result<Done> lock() override { return Done{}; }  // begin() locks, and apply_migrations looks again after it
  std::string_view engine() const override { return "sqlite"; }

 private:
  std::unique_ptr<SqliteConnection> connection_;
};

}  // namespace

Result<std::unique_ptr<SchemaConnection>> connect_sqlite_schema(const OpenOptions& options) {
  auto connection = SqliteConnection::open(options.path, SqliteConnection::Mode::kWriter);
  if (!connection) return pass_on(connection);
  return std::make_unique<SqliteSchema>(std::move(*connection));
}

Result<std::unique_ptr<Database>> open_sqlite(const OpenOptions& options, Log& log) {
  auto writer = SqliteConnection::open(options.path, SqliteConnection::Mode::kWriter);
  if (!writer) return pass_on(writer);
  return std::make_unique<SqliteDatabase>(std::move(*writer), options, log);
}

}  // namespace inkan::store
