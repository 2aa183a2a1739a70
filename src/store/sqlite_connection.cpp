#include "store/sqlite_connection.h"

#include <fcntl.h>
#include <unistd.h>

#include <climits>

#include "base/check.h"

namespace inkan::store {
namespace {

constexpr int kApplicationId = 0x494E4B4E;  // "INKN", in the file header: tells our files from other programs'
constexpr size_t kPreparedMax = 2048;
constexpr int kBusyTries = 250, kBusyPauseMs = 20;
constexpr int kStepsBetweenDeadlineChecks = 20'000;

constexpr const char* kWriterPragmas =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
    "PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-32768; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
    "PRAGMA journal_size_limit=67108864;";
// No mmap: SQLite unmaps the file whenever another connection has committed, which costs more than it saves.
constexpr const char* kReaderPragmas =
    "PRAGMA query_only=ON; PRAGMA trusted_schema=OFF; PRAGMA cache_size=-4096; PRAGMA mmap_size=0;"
    "PRAGMA temp_store=MEMORY;";

// create_private makes the file readable by its owner only; SQLite gives the journal files the same mode. Only when
// there is none: closing a second descriptor of an open database would drop SQLite's locks.
void create_private(const std::string& path) {
  int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
}

Result<Value> column_value(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return Value{};
    case SQLITE_INTEGER:
      return Value{int64_t(sqlite3_column_int64(statement, column))};
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      return Value{std::string(text, size_t(sqlite3_column_bytes(statement, column)))};
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
      size_t size = size_t(sqlite3_column_bytes(statement, column));
      return Value{Bytes{size == 0 ? std::string() : std::string(bytes, size)}};
    }
  }
  return fail(ErrorCode::kInternal, kInternalText, "a column holds a floating-point number");
}

int bind_value(sqlite3_stmt* statement, int position, const Value& value) {
  // SQLITE_STATIC: the parameters outlive the run, which ends by clearing the bindings.
  if (const auto* number = std::get_if<int64_t>(&value)) return sqlite3_bind_int64(statement, position, *number);
  if (const auto* text = std::get_if<std::string>(&value))
    return sqlite3_bind_text64(statement, position, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
  if (const auto* bytes = std::get_if<Bytes>(&value))
    return sqlite3_bind_blob64(statement, position, bytes->value.data(), bytes->value.size(), SQLITE_STATIC);
  return sqlite3_bind_null(statement, position);
}

}  // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& path, Mode mode) {
  if (mode == Mode::kWriter) create_private(path);
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection());
  int flags = mode == Mode::kWriter ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  int code = sqlite3_open_v2(path.c_str(), &connection->handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK)
    return fail(ErrorCode::kUnavailable, kInternalText,
                "cannot open the database file " + path + ": " + sqlite3_errstr(code) +
                    " (does its directory exist, and may this user write there?)");
  auto ready = connection->configure(mode);
  // Changing to WAL needs the file alone and does not wait for it: two programs that start together meet here.
  for (int tries = 0; !ready && (connection->last_code() & 0xFF) == SQLITE_BUSY && tries < kBusyTries; ++tries) {
    sqlite3_sleep(kBusyPauseMs);
    ready = connection->configure(mode);
  }
  if (!ready) {
    Error error = std::move(ready.error());
    error.private_detail = "database file " + path + ": " + error.private_detail;
    return std::unexpected(std::move(error));
  }
  return connection;
}

Result<Done> SqliteConnection::configure(Mode mode) {
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, kSqliteBusyMs);
  auto check_deadline = [](void* self) {
    return std::chrono::steady_clock::now() > static_cast<SqliteConnection*>(self)->deadline_ ? 1 : 0;
  };
  if (mode == Mode::kReader) sqlite3_progress_handler(handle_, kStepsBetweenDeadlineChecks, check_deadline, this);
  auto identity = run("SELECT (SELECT application_id FROM pragma_application_id), COUNT(*) FROM sqlite_schema", {});
  if (!identity) return pass_on(identity);
  const Row& row = identity->rows.front();
  if (row.integer(0) != kApplicationId) {
    if (row.integer(0) != 0 || row.integer(1) != 0 || mode == Mode::kReader)
      return fail(ErrorCode::kConflict, kInternalText, "this is a database of another program");
    auto marked = run_script("PRAGMA application_id=" + std::to_string(kApplicationId));
    if (!marked) return marked;
  }
  return run_script(mode == Mode::kWriter ? kWriterPragmas : kReaderPragmas);
}

SqliteConnection::~SqliteConnection() {
  forget_statements();
  sqlite3_close(handle_);
}

void SqliteConnection::forget_statements() {
  for (auto& [address, prepared] : prepared_) sqlite3_finalize(prepared.statement);
  prepared_.clear();
}

std::unexpected<Error> SqliteConnection::failure(std::string_view sql) const {
  // Never the message of a constraint or the values: the first words of our own static SQL say enough.
  int code = last_code();
  std::string detail = std::string(sqlite3_errstr(code)) + " (" + std::to_string(code) + ")";
  if ((code & 0xFF) == SQLITE_ERROR || (code & 0xFF) == SQLITE_NOTADB)
    detail += std::string(": ") + sqlite3_errmsg(handle_);
  if (!sql.empty()) detail += " in: " + std::string(sql.substr(0, 120));
  switch (code & 0xFF) {
    case SQLITE_CONSTRAINT:
      if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID)
        return fail(ErrorCode::kConflict, kInternalText, std::move(detail));
      return fail(ErrorCode::kInternal, kInternalText, std::move(detail));
    case SQLITE_INTERRUPT:
      return fail(ErrorCode::kTimeout, kBusyText, std::move(detail));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
      return fail(ErrorCode::kUnavailable, kBusyText, std::move(detail));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return fail(ErrorCode::kCorrupt, kInternalText, std::move(detail));
    default:
      return fail(ErrorCode::kInternal, kInternalText, std::move(detail));
  }
}

Result<SqliteConnection::Prepared*> SqliteConnection::prepare(std::string_view sql) {
  if (auto found = prepared_.find(sql.data()); found != prepared_.end()) {
    if (found->second.sql == sql) return &found->second;
    sqlite3_finalize(found->second.statement);
    prepared_.erase(found);
  }
  if (prepared_.size() >= kPreparedMax) forget_statements();
  Prepared fresh;
  fresh.sql = sql;
  if (sqlite3_prepare_v3(handle_, sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT, &fresh.statement, nullptr) !=
      SQLITE_OK)
    return failure(sql);
  if (fresh.statement == nullptr) return fail(ErrorCode::kInternal, kInternalText, "empty SQL");
  int count = sqlite3_bind_parameter_count(fresh.statement);
  for (int i = 1; i <= count; ++i)
    fresh.positions.push_back(sqlite3_bind_parameter_index(fresh.statement, ("$" + std::to_string(i)).c_str()));
  return &prepared_.emplace(sql.data(), std::move(fresh)).first->second;
}

Result<Done> SqliteConnection::bind(const Prepared& prepared, const std::vector<Value>& parameters) {
  if (parameters.size() != prepared.positions.size())
    return fail(ErrorCode::kInternal, kInternalText,
                "wrong number of parameters for: " + std::string(sqlite3_sql(prepared.statement)).substr(0, 120));
  for (size_t i = 0; i < parameters.size(); ++i)
    if (bind_value(prepared.statement, prepared.positions[i], parameters[i]) != SQLITE_OK)
      return failure(sqlite3_sql(prepared.statement));
  return Done{};
}

Result<SqliteConnection::Ran> SqliteConnection::step_all(sqlite3_stmt* statement) {
  Ran ran;
  const int columns = sqlite3_column_count(statement);
  while (true) {
    int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) break;
    if (code != SQLITE_ROW) return failure(sqlite3_sql(statement));
    std::vector<Value> values;
    values.reserve(size_t(columns));
    for (int i = 0; i < columns; ++i) {
      auto value = column_value(statement, i);
      if (!value) return pass_on(value);
      values.push_back(std::move(*value));
    }
    ran.rows.emplace_back(std::move(values));
  }
  ran.touched = columns > 0 ? int64_t(ran.rows.size()) : sqlite3_changes64(handle_);
  return ran;
}

Result<SqliteConnection::Ran> SqliteConnection::run(std::string_view sql, const std::vector<Value>& parameters) {
  auto prepared = prepare(sql);
  if (!prepared) return pass_on(prepared);
  Result<Ran> ran;
  if (auto bound = bind(**prepared, parameters); bound)
    ran = step_all((*prepared)->statement);
  else
    ran = pass_on(bound);
  // Reset ends the read transaction; the bindings must not outlive the caller's values.
  sqlite3_reset((*prepared)->statement);
  sqlite3_clear_bindings((*prepared)->statement);
  return ran;
}

Result<Done> SqliteConnection::run_script(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return failure({});
  return Done{};
}

}  // namespace inkan::store
