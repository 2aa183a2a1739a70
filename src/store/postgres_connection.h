#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "store/postgres_link.h"

namespace inkan::store {

// PostgresSettings is what every connection of one database is made from.
struct PostgresSettings {
  std::string connection{};
  Duration deadline{};
  size_t waiting_max = 0;
};

// connect_postgres makes a connection, blocking, and refuses a server that is too old or not in UTF-8.
Result<PGconn*> connect_postgres(const std::string& connection);
// add_session_settings makes the session as we need it: durable commits and a limit on each statement.
void add_session_settings(Batch& batch, Duration statement_limit);

// PostgresConnection is one connection on one execution context: it connects when first asked, pipelines queries, sends
// the commits that gathered while others were in flight as one group, and connects again after a loss, with growing
// pauses. It waits on its socket only while something is in
// flight, so an idle one neither keeps its context running nor minds being closed from another thread. Thread-safe.
class PostgresConnection : public std::enable_shared_from_this<PostgresConnection> {
 public:
  PostgresConnection(boost::asio::any_io_executor executor, std::shared_ptr<const PostgresSettings> settings, Log& log);

  ~PostgresConnection();

  // submit sends the request, or answers kUnavailable: closing, too many waiting, or the pause after a failed connect.
  void submit(std::unique_ptr<PostgresRequest> request);
  size_t load() const { return load_.load(std::memory_order_relaxed); }
  // close lets what is in flight finish and accepts no more; abandon drops everything unanswered (the context dies).
  void close();
  void abandon();

 private:
  enum class State { kDown, kConnecting, kUp };
  using Lock = std::unique_lock<std::mutex>;

  // All of these run under mutex_.
  void start_connecting();
  void continue_connecting();
  void watch_connecting(PostgresPollingStatusType next);
  void connected();
  void send(PostgresRequests requests);
  void send_waiting();
  void flush();
  void wait_for_answers();
  void watch_deadline();
  bool deadline_passed() const;
  void settle();
  void go_down(const char* why);
  size_t unanswered() const { return waiting_.size() + (link_ ? link_->in_flight() : 0); }
  // wait calls step, under mutex_, when the socket of this link is ready.
  void wait(boost::asio::posix::stream_descriptor::wait_type what, void (*step)(PostgresConnection&));
  // leave settles, gives up the lock and calls what is finished; from submit() it must not call directly.
  void leave(Lock lock, bool may_call);

  const boost::asio::any_io_executor executor_;
  const std::shared_ptr<const PostgresSettings> settings_;  // shared by the connections of one database
  Log& log_;
  std::atomic<size_t> load_{0};

  std::mutex mutex_{};  // over everything below
  State state_ = State::kDown;
  PGconn* connecting_ = nullptr;
  std::unique_ptr<PostgresLink> link_{};
  boost::asio::posix::stream_descriptor socket_;
  boost::asio::steady_timer timer_;
  PostgresRequests waiting_{};  // for the connection, or for the commits in flight
  std::vector<Finished> finished_{};
  bool reading_ = false, writing_ = false, watching_ = false, corked_ = false, closing_ = false;
  uint64_t generation_ = 0;  // counts links, so that a late wake-up of an old one is ignored
  std::chrono::steady_clock::time_point not_before_{};
  Duration pause_{};
};

}  // namespace inkan::store
