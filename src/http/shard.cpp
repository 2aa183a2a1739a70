#include "http/shard.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace inkan::http {

namespace asio = boost::asio;

Shard::Shard(asio::io_context& context, Server::Deps given, const Limits& given_limits, std::atomic<size_t>& open)
    : deps(given), limits(given_limits), context_(context), open_(open), sweep_timer_(context) {
  id_prefix_ = deps.random.token(6) + ".";
}

void Shard::start(const Port& port, asio::ip::tcp::socket socket, bool busy) {
  open_.fetch_add(1);
  deps.metrics.connection_opened();
  auto place = connections_.insert(connections_.end(), make_connection(*this, port, std::move(socket), busy));
  asio::co_spawn(context_, (*place)->run(), [this, place](std::exception_ptr failure) {
    if (failure) deps.log.error("connection_failed");
    connections_.erase(place);
    deps.metrics.connection_closed();
    open_.fetch_sub(1);
  });
}

asio::awaitable<void> Shard::sweep_loop() {
  Duration shortest = std::min(std::min(limits.header_time_max, limits.request_time_max), limits.idle_time_max);
  Duration pause = std::clamp<Duration>(shortest / 4, std::chrono::milliseconds(5), std::chrono::seconds(1));
  while (!ended_) {
    sweep_timer_.expires_after(pause);
    boost::system::error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    co_await sweep_timer_.async_wait(token);
    auto now = std::chrono::steady_clock::now();
    for (auto& connection : connections_) connection->sweep(now);
  }
}

void Shard::stop() {
  stopping_ = true;
  for (auto& connection : connections_) connection->stop();
}

void Shard::close_all() {
  stopping_ = true;
  ended_ = true;
  sweep_timer_.cancel();
  for (auto& connection : connections_) connection->close();
}

std::string_view Shard::date(Time now) {
  int64_t second = unix_seconds(now);
  if (second != date_second_) {
    date_second_ = second;
    date_ = http_date(now);
  }
  return date_;
}

std::string Shard::next_id() { return id_prefix_ + std::to_string(++id_counter_); }

}  // namespace inkan::http
