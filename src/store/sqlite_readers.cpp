#include "store/sqlite_readers.h"

#include <algorithm>

namespace inkan::store {

struct SqliteReaders::Pool {
  std::mutex mutex{};
  std::string path{};
  std::vector<std::unique_ptr<SqliteConnection>> all{};  // under mutex
  std::vector<SqliteConnection*> free{};                 // under mutex
};

// Lease is one thread's hold on a connection of one database; at the thread's end it goes back to the pool.
struct SqliteReaders::Lease {
  uint64_t database = 0;
  std::weak_ptr<Pool> pool{};
  SqliteConnection* connection = nullptr;

  Lease(uint64_t of, std::weak_ptr<Pool> from, SqliteConnection* what)
      : database(of), pool(std::move(from)), connection(what) {}
  Lease(Lease&& other) noexcept { *this = std::move(other); }
  Lease& operator=(Lease&& other) noexcept {
    std::swap(database, other.database);
    std::swap(pool, other.pool);
    std::swap(connection, other.connection);
    return *this;
  }
  ~Lease() {
    if (auto there = pool.lock()) {
      std::unique_lock lock(there->mutex);
      there->free.push_back(connection);
    }
  }
};

std::vector<SqliteReaders::Lease>& SqliteReaders::leases() {
  thread_local std::vector<Lease> mine;
  return mine;
}

namespace {

uint64_t next_id() {
  static std::atomic<uint64_t> last{0};  // only tells instances apart: an address could come again
  return ++last;
}

}  // namespace

SqliteReaders::SqliteReaders(std::string path) : id_(next_id()), pool_(std::make_shared<Pool>()) {
  pool_->path = std::move(path);
}

Result<SqliteConnection*> SqliteReaders::mine() {
  if (!pool_) return fail(ErrorCode::kUnavailable, kBusyText, "the database is closed");
  auto& held = leases();
  for (const Lease& lease : held)
    if (lease.database == id_) return lease.connection;
  std::erase_if(held, [](const Lease& lease) { return lease.pool.expired(); });

  std::unique_lock lock(pool_->mutex);
  if (pool_->free.empty()) {
    auto made = SqliteConnection::open(pool_->path, SqliteConnection::Mode::kReader);
    if (!made) return pass_on(made);
    pool_->free.push_back(made->get());
    pool_->all.push_back(std::move(*made));
  }
  SqliteConnection* connection = pool_->free.back();
  pool_->free.pop_back();
  held.emplace_back(id_, pool_, connection);
  return connection;
}

void SqliteReaders::close() { pool_.reset(); }

}  // namespace inkan::store
