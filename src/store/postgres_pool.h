#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "store/postgres_connection.h"

namespace inkan::store {

// PostgresPool gives each execution context (an I/O thread's io_context) its own connections, made on first use. They
// live as long as the context or until close(), whichever comes first.
class PostgresPool {
 public:
  PostgresPool(const OpenOptions& options, Log& log);
  ~PostgresPool() { close(); }

  // submit sends the request over a connection of the executor's context: queries over the first, so that they never
  // wait behind an fsync, commits over the least busy of the others (with one connection per thread: the same).
  void submit(const boost::asio::any_io_executor& executor, std::unique_ptr<PostgresRequest> request);
  // close lets what is in flight finish and accepts no more.
  void close();
  const PostgresSettings& settings() const { return *settings_; }

 private:
  class OfContext;
  struct All;

  std::shared_ptr<PostgresConnection> pick(const boost::asio::any_io_executor& executor, bool for_read);

  const uint64_t id_;
  const size_t connections_max_;
  Log& log_;
  std::shared_ptr<const PostgresSettings> settings_;  // shared with every connection
  std::shared_ptr<All> all_;                          // shared with the contexts, to know which pools still exist
};

}  // namespace inkan::store
