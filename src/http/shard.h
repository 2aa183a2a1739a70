#pragma once

#include <atomic>
#include <chrono>
#include <list>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/forwarded.h"
#include "http/metrics.h"
#include "http/server.h"
#include "http/tls.h"

namespace inkan::http {

using SteadyTime = std::chrono::steady_clock::time_point;

// Port is one listener as its connections see it. Immutable once listening; owned by the server.
struct Port {
  uint16_t number = 0;
  TrustedProxies proxies{};
  std::unique_ptr<TlsContext> tls{};  // null: plain
};

// Connection is one client's TCP connection, owned by its shard and touched only by the shard's thread.
class Connection {
 public:
  virtual ~Connection() = default;
  // run serves requests until the connection ends.
  virtual boost::asio::awaitable<void> run() = 0;
  // sweep ends what has waited too long.
  virtual void sweep(SteadyTime now) = 0;
  // stop ends an idle connection at once and makes the answer in flight the last one.
  virtual void stop() = 0;
  virtual void close() = 0;
};

// Shard is what the connections of one io_context share. One thread runs the context, so there are no locks.
class Shard {
 public:
  Shard(boost::asio::io_context& context, Server::Deps deps, const Limits& limits, std::atomic<size_t>& open);

  // start spawns the connection and keeps it until it ends. `busy`: answer 503 and close.
  void start(const Port& port, boost::asio::ip::tcp::socket socket, bool busy);
  // sweep_loop looks once a second (oftener when a limit is shorter) at every connection's deadline: a comparison per
  // connection instead of a timer per read.
  boost::asio::awaitable<void> sweep_loop();
  void stop();
  void close_all();

  // date is http_date of now, made once a second.
  std::string_view date(Time now);
  // next_id is unique: a random start per shard and a counter.
  std::string next_id();
  bool stopping() const { return stopping_; }
  boost::asio::io_context& context() { return context_; }

  const Server::Deps deps;
  const Limits& limits;

 private:
  boost::asio::io_context& context_;
  std::atomic<size_t>& open_;  // connections of the whole server
  std::list<std::unique_ptr<Connection>> connections_{};
  boost::asio::steady_timer sweep_timer_;
  bool stopping_ = false;
  bool ended_ = false;
  int64_t date_second_ = -1;
  std::string date_{};
  std::string id_prefix_{};
  uint64_t id_counter_ = 0;
};

// make_connection makes the connection of the port's kind (connection.cpp).
std::unique_ptr<Connection> make_connection(Shard& shard, const Port& port, boost::asio::ip::tcp::socket socket,
                                            bool busy);

}  // namespace inkan::http
