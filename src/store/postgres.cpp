#include <poll.h>

#include <boost/asio/this_coro.hpp>

#include "store/postgres_pool.h"

namespace inkan::store {
namespace {

using std::chrono::steady_clock;

constexpr int kLockClass = 1229867849;  // "INKI": our advisory locks among those of others in the same database
constexpr auto kBlockingLimit = std::chrono::minutes(30);

// BlockingLink is a connection for the loader's threads and for migrations' neighbours: it waits with poll().
class BlockingLink {
 public:
  explicit BlockingLink(PGconn* connection) : link_(connection) {}

  Result<CommitResult> run(Batch batch) {
    Result<CommitResult> result = fail(ErrorCode::kUnavailable, kBusyText, "the connection was lost");
    auto request = std::make_unique<PostgresRequest>();
    request->batch = std::move(batch);
    request->answer = [&result](Result<CommitResult> answer) { result = std::move(answer); };
    request->deadline = steady_clock::now() + kBlockingLimit;
    PostgresRequests requests;
    requests.push_back(std::move(request));
    usable_ = link_.send(std::move(requests)) && pump();
    return result;
  }
  bool usable() { return usable_ && link_.looks_alive(); }

 private:
  // pump sends and receives in turn, so that a large batch cannot block both sides.
  bool pump() {
    std::vector<Finished> finished;
    while (link_.in_flight() > 0) {
      const int left = link_.flush();
      pollfd ready{.fd = link_.socket(), .events = short(POLLIN | (left == 1 ? POLLOUT : 0)), .revents = 0};
      if (left < 0 || ::poll(&ready, 1, int(std::chrono::milliseconds(kBlockingLimit).count())) <= 0 ||
          ((ready.revents & ~POLLOUT) != 0 && !link_.receive(finished))) {
        for (Finished& one : finished) one.call();
        return false;
      }
    }
    for (Finished& one : finished) one.call();
    return true;
  }

  PostgresLink link_;
  bool usable_ = true;
};

// PostgresDatabase: coroutines use their thread's pipelined connections, blocking callers borrow one of a few others.
class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(const OpenOptions& options, Log& log) : pool_(options, log) {}
  ~PostgresDatabase() override { close(); }

  Task<Rows> query(std::string_view sql, std::vector<Value> parameters) override {
    Batch batch;
    batch.add(sql, std::move(parameters));
    Result<CommitResult> result = co_await submit(std::move(batch), /*is_read=*/true);
    if (!result) co_return pass_on(result);
    co_return std::move(result->outcome->rows.front());
  }

  Task<CommitResult> commit(Batch batch) override { return submit(std::move(batch), /*is_read=*/false); }

  Result<Done> commit_blocking(Batch batch) override {
    auto result = run_blocking(std::move(batch));
    if (!result) return pass_on(result);
    if (result->broken_expectation)
      return fail(ErrorCode::kConflict, "This was already done or changed meanwhile.",
                  "expectation of statement " + std::to_string(*result->broken_expectation));
    return Done{};
  }

  Result<Rows> query_blocking(std::string_view sql, std::vector<Value> parameters) override {
    Batch batch;
    batch.add(sql, std::move(parameters));
    auto result = run_blocking(std::move(batch));
    if (!result) return pass_on(result);
    return std::move(result->outcome->rows.front());
  }

  std::string_view engine() const override { return "postgres"; }

  Task<Done> healthy() override {
    Result<Rows> rows = co_await query("SELECT 1", {});
    if (!rows) co_return pass_on(rows);
    co_return Done{};
  }

  void close() override {
    pool_.close();
    std::unique_lock lock(mutex_);
    idle_.clear();
  }

 private:
  Task<CommitResult> submit(Batch batch, bool is_read) {
    if (auto fine = check_parameters(batch); !fine) co_return pass_on(fine);
    auto request = std::make_unique<PostgresRequest>();
    request->batch = std::move(batch);
    request->is_read = is_read;
    request->deadline = steady_clock::now() + pool_.settings().deadline;
    auto executor = co_await boost::asio::this_coro::executor;
    auto start = [this, executor, request = std::move(request)](Answer<CommitResult> answer) mutable {
      request->answer = std::move(answer);
      pool_.submit(executor, std::move(request));
    };
    Result<CommitResult> result = co_await await_answer<CommitResult, Resume::kDispatch>(std::move(start));
    co_return result;
  }

  Result<CommitResult> run_blocking(Batch batch) {
    if (auto fine = check_parameters(batch); !fine) return pass_on(fine);
    std::unique_ptr<BlockingLink> link;
    {
      std::unique_lock lock(mutex_);
      if (!idle_.empty()) {
        link = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    if (!link || !link->usable()) {
      auto connection = connect_postgres(pool_.settings().connection);
      if (!connection) return pass_on(connection);
      link = std::make_unique<BlockingLink>(*connection);
      Batch settings;
      add_session_settings(settings, kBlockingLimit);
      if (auto set = link->run(std::move(settings)); !set) return set;
    }
    auto result = link->run(std::move(batch));
    std::unique_lock lock(mutex_);
    if (link->usable()) idle_.push_back(std::move(link));
    return result;
  }

  PostgresPool pool_;
  std::mutex mutex_{};
  std::vector<std::unique_ptr<BlockingLink>> idle_{};  // under mutex_; as many as threads ever called at once
};

// PostgresSchema is a plain connection, one statement at a time.
class PostgresSchema final : public SchemaConnection {
 public:
  explicit PostgresSchema(PGconn* connection) : connection_(connection) {}
  ~PostgresSchema() override { PQfinish(connection_); }

  Result<Done> begin() override { return run_script("BEGIN"); }
  Result<Done> run_script(const std::string& sql) override {
    PostgresResult result(PQexec(connection_, sql.c_str()));
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return Done{};
    return std::unexpected(postgres_error(result.get(), sql.substr(0, 120)));
  }
  Result<Rows> ask(std::string_view sql, const std::vector<Value>& values) override {
    PostgresParameters parameters(values);
    std::vector<Oid> types;
    for (const Value& value : values) types.push_back(type_of(value));
    PostgresResult result(PQexecParams(connection_, std::string(sql).c_str(), parameters.count(), types.data(),
                                       parameters.pointers(), parameters.lengths(), parameters.formats(), 1));
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_TUPLES_OK) return decode_rows(result.get(), 0);
    if (status == PGRES_COMMAND_OK) return Rows{};
    return std::unexpected(postgres_error(result.get(), sql));
  }
  Result<Done> lock() override {
    // Per schema, and not for ever: another program that hangs in its migration must not make this one hang silently.
    auto locked = run_script("SET lock_timeout = '60s'; SELECT pg_advisory_lock(" + std::to_string(kLockClass) +
                             ", hashtext(current_schema())); SET lock_timeout = 0");
    if (!locked) locked.error().private_detail += " (does another program migrate this database, and hang?)";
    return locked;
  }
  std::string_view engine() const override { return "postgres"; }

 private:
  PGconn* connection_;
};

}  // namespace

Result<std::unique_ptr<SchemaConnection>> connect_postgres_schema(const OpenOptions& options) {
  auto connection = connect_postgres(options.connection);
  if (!connection) return pass_on(connection);
  return std::make_unique<PostgresSchema>(*connection);
}

Result<std::unique_ptr<Database>> open_postgres(const OpenOptions& options, Log& log) {
  return std::make_unique<PostgresDatabase>(options, log);
}

}  // namespace inkan::store
