#include "store/postgres_pool.h"

#include <algorithm>
#include <atomic>

#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>

namespace inkan::store {
namespace {

uint64_t next_id() {
  static std::atomic<uint64_t> last{0};  // only tells instances apart: an address could come again
  return ++last;
}

}  // namespace

// All is every connection of one database, on whatever context.
struct PostgresPool::All {
  std::mutex mutex{};
  bool closed = false;                                           // under mutex
  std::vector<std::weak_ptr<PostgresConnection>> connections{};  // under mutex
};

// OfContext holds one context's connections; Asio calls shutdown() when the context is destroyed.
class PostgresPool::OfContext final : public boost::asio::execution_context::service {
 public:
  using key_type = OfContext;
  static inline boost::asio::execution_context::id id{};

  explicit OfContext(boost::asio::execution_context& context) : boost::asio::execution_context::service(context) {}

  struct Set {
    uint64_t database = 0;
    std::weak_ptr<All> all{};
    std::vector<std::shared_ptr<PostgresConnection>> for_reads{}, for_commits{};
  };

  // set_of finds or makes the set of one database, and forgets those of databases that are gone.
  Set& set_of(uint64_t database, const std::shared_ptr<All>& all) {
    for (Set& set : sets_)
      if (set.database == database) return set;
    std::erase_if(sets_, [](const Set& set) { return set.all.expired(); });
    sets_.push_back(Set{.database = database, .all = all});
    return sets_.back();
  }
  std::mutex& mutex() { return mutex_; }

 private:
  void shutdown() override {
    for (Set& set : sets_)
      for (auto* connections : {&set.for_reads, &set.for_commits})
        for (auto& connection : *connections) connection->abandon();
    sets_.clear();
  }

  std::mutex mutex_{};       // several threads may run one context
  std::vector<Set> sets_{};  // under mutex_
};

PostgresPool::PostgresPool(const OpenOptions& options, Log& log)
    : id_(next_id()),
      connections_max_(size_t(std::max(1, options.connections_per_thread))),
      log_(log),
      settings_(std::make_shared<PostgresSettings>(PostgresSettings{
          .connection = options.connection, .deadline = options.deadline, .waiting_max = options.waiting_batches_max})),
      all_(std::make_shared<All>()) {}

std::shared_ptr<PostgresConnection> PostgresPool::pick(const boost::asio::any_io_executor& executor, bool for_read) {
  auto& context = boost::asio::query(executor, boost::asio::execution::context);
  auto& mine = boost::asio::use_service<OfContext>(context);
  std::unique_lock lock(mine.mutex());
  auto& set = mine.set_of(id_, all_);
  auto& connections = for_read && connections_max_ > 1 ? set.for_reads : set.for_commits;
  const size_t max = connections_max_ == 1 || for_read ? 1 : connections_max_ - 1;
  std::shared_ptr<PostgresConnection> best;
  for (const auto& connection : connections)
    if (!best || connection->load() < best->load()) best = connection;
  if (best && (best->load() == 0 || connections.size() >= max)) return best;
  std::unique_lock all_lock(all_->mutex);
  if (all_->closed) return best;
  auto made = std::make_shared<PostgresConnection>(executor, settings_, log_);
  std::erase_if(all_->connections, [](const auto& known) { return known.expired(); });
  all_->connections.push_back(made);
  connections.push_back(made);
  return made;
}

void PostgresPool::submit(const boost::asio::any_io_executor& executor, std::unique_ptr<PostgresRequest> request) {
  if (auto connection = pick(executor, request->is_read)) return connection->submit(std::move(request));
  boost::asio::post(executor, [answer = std::move(request->answer)]() mutable {
    answer(fail(ErrorCode::kUnavailable, kBusyText, "the database is closed"));
  });
}

void PostgresPool::close() {
  std::unique_lock lock(all_->mutex);
  all_->closed = true;
  auto connections = std::exchange(all_->connections, {});
  lock.unlock();
  for (auto& weak : connections)
    if (auto connection = weak.lock()) connection->close();
}

}  // namespace inkan::store
