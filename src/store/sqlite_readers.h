#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "store/sqlite_connection.h"

namespace inkan::store {

// SqliteReaders lends each thread its own read-only connection, made on first use and handed to the next thread when
// this one ends.
class SqliteReaders {
 public:
  explicit SqliteReaders(std::string path);
  ~SqliteReaders() { close(); }

  // mine returns this thread's connection; it stays valid until the thread ends or close().
  Result<SqliteConnection*> mine();
  // close ends all connections; no thread may be reading.
  void close();

 private:
  struct Pool;
  struct Lease;
  static std::vector<Lease>& leases();

  const uint64_t id_;
  // Shared with the leases of threads that outlive this object: they must find out that it is gone.
  std::shared_ptr<Pool> pool_;
};

}  // namespace inkan::store
