#include "store/test_run.h"

#include <libpq-fe.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/encoding.h"
#include "base/random.h"

namespace inkan::store {
namespace {

const char* postgres_for_tests() { return std::getenv("INKAN_TEST_POSTGRES"); }

void run_on_postgres(const std::string& sql) {
  PGconn* connection = PQconnectdb(postgres_for_tests());
  PQsetNoticeProcessor(connection, [](void*, const char*) {}, nullptr);
  PGresult* result = PQexec(connection, sql.c_str());
  if (PQresultStatus(result) != PGRES_COMMAND_OK)
    std::fprintf(stderr, "%s: %s", sql.c_str(), PQerrorMessage(connection));
  PQclear(result);
  PQfinish(connection);
}

}  // namespace

std::vector<std::string> test_engines() {
  std::vector<std::string> engines{"sqlite"};
  if (postgres_for_tests() != nullptr) engines.emplace_back("postgres");
  return engines;
}

std::unique_ptr<TestDatabase> make_test_database(const std::string& engine) {
  SystemRandom random;
  std::string name = "inkan_test_" + hex_encode(random.bytes(8));
  OpenOptions options{.engine = engine};
  if (engine == "sqlite") {
    options.path = (std::filesystem::temp_directory_path() / (name + ".db")).string();
    return std::make_unique<TestDatabase>(std::move(options), std::string());
  }
  check(postgres_for_tests() != nullptr, "INKAN_TEST_POSTGRES is set");
  run_on_postgres("CREATE SCHEMA " + name);
  options.connection = std::string(postgres_for_tests()) + " options='-c search_path=" + name + "'";
  return std::make_unique<TestDatabase>(std::move(options), std::move(name));
}

std::unique_ptr<TestDatabase> open_test_database(const std::string& engine) {
  auto database = make_test_database(engine);
  database->reopen();
  return database;
}

void TestDatabase::reopen() { open_with(embedded_migrations()); }

void TestDatabase::reopen_at(const std::string& last_migration) {
  auto migrations = embedded_migrations();
  const auto last = std::ranges::find(migrations, last_migration, &Migration::name);
  check(last != migrations.end(), "the migration is one of the program's");
  migrations.erase(last + 1, migrations.end());
  open_with(migrations);
}

void TestDatabase::open_with(const std::vector<Migration>& migrations) {
  close();
  auto opened = store::open_with(options_, migrations, /*migrate=*/true, log_);
  if (!opened) std::fprintf(stderr, "open: %s\n", opened.error().private_detail.c_str());
  check(opened.has_value(), "the test database opens");
  database_ = std::move(*opened);
}

void TestDatabase::close() {
  if (database_) database_->close();
  database_.reset();
}

TestDatabase::~TestDatabase() {
  close();
  if (!schema_.empty()) run_on_postgres("DROP SCHEMA " + schema_ + " CASCADE");
  if (!options_.path.empty())
    for (const char* suffix : {"", "-wal", "-shm"}) unlink((options_.path + suffix).c_str());
}

}  // namespace inkan::store
