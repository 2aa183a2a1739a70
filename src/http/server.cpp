#include "http/server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/check.h"
#include "http/shard.h"

namespace inkan::http {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

// Acceptor is one listening socket of one port on one shard.
struct Acceptor {
  Shard& shard;
  const Port& port;
  tcp::acceptor socket;
};

Result<tcp::endpoint> open_acceptor(tcp::acceptor& acceptor, const tcp::endpoint& endpoint, bool reuse_port) {
  try {
    acceptor.open(endpoint.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    if (reuse_port) acceptor.set_option(ReusePort(true));
    acceptor.set_option(tcp::no_delay(true));  // accepted sockets inherit it
    acceptor.bind(endpoint);
    acceptor.listen(1024);
    return acceptor.local_endpoint();
  } catch (const boost::system::system_error& failure) {
    return fail(ErrorCode::kUnavailable,
                "Cannot listen on " + endpoint.address().to_string() + ":" + std::to_string(endpoint.port()) + ".",
                failure.what());
  }
}

}  // namespace

struct Server::Impl {
  Impl(Deps given, Limits given_limits) : deps(given), limits(given_limits) {}

  Shard& shard_of(asio::io_context& context);
  asio::awaitable<void> accept_loop(Acceptor& acceptor);
  asio::awaitable<void> wait_until_ended(const std::atomic<size_t>& count, SteadyTime deadline);

  Deps deps;
  const Limits limits;
  std::atomic<size_t> open{0};   // connections
  std::atomic<size_t> loops{0};  // accept and sweep loops
  std::atomic<bool> stopping{false};
  // Destroyed bottom up: acceptors, then shards with their connections, then the ports those use.
  std::vector<std::unique_ptr<Port>> ports{};
  std::vector<std::unique_ptr<Shard>> shards{};
  std::vector<std::unique_ptr<Acceptor>> acceptors{};
};

Shard& Server::Impl::shard_of(asio::io_context& context) {
  for (auto& shard : shards)
    if (&shard->context() == &context) return *shard;
  Shard& made = *shards.emplace_back(std::make_unique<Shard>(context, deps, limits, open));
  loops.fetch_add(1);
  asio::co_spawn(context, made.sweep_loop(), [this](std::exception_ptr) { loops.fetch_sub(1); });
  return made;
}

asio::awaitable<void> Server::Impl::accept_loop(Acceptor& acceptor) {
  asio::steady_timer pause(acceptor.shard.context());
  while (!stopping) {
    boost::system::error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    tcp::socket socket = co_await acceptor.socket.async_accept(token);
    if (error == asio::error::operation_aborted || !acceptor.socket.is_open()) co_return;
    if (error) {
      // Usually no file descriptors are left; connections that end will give some back.
      deps.log.warning("accept_failed");
      pause.expires_after(std::chrono::milliseconds(50));
      auto pause_token = asio::redirect_error(asio::use_awaitable, error);
      co_await pause.async_wait(pause_token);
      continue;
    }
    // A few more than the limit are let in to be told so; beyond that the connection is closed without a word.
    size_t now_open = open.load();
    if (now_open >= limits.connections_max + limits.connections_max / 10 + 16) continue;
    acceptor.shard.start(acceptor.port, std::move(socket), /*busy=*/now_open >= limits.connections_max);
  }
}

asio::awaitable<void> Server::Impl::wait_until_ended(const std::atomic<size_t>& count, SteadyTime deadline) {
  auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor);
  while (count.load() > 0 && std::chrono::steady_clock::now() < deadline) {
    timer.expires_after(std::chrono::milliseconds(5));
    co_await timer.async_wait(asio::use_awaitable);
  }
}

Server::Server(Deps deps, Limits limits) : impl_(std::make_unique<Impl>(deps, limits)) {}
Server::~Server() = default;

Result<Done> Server::listen(std::vector<asio::io_context*> contexts, const Listener& listener) {
  auto port = std::make_unique<Port>();
  auto proxies = TrustedProxies::create(listener.trusted_proxies);
  if (!proxies) return pass_on(proxies);
  port->proxies = std::move(*proxies);
  if (listener.tls) {
    auto tls = TlsContext::create(*listener.tls, listener.ask_client_certificate, listener.client_ca_file);
    if (!tls) return pass_on(tls);
    port->tls = std::move(*tls);
  }
  boost::system::error_code error;
  auto address = asio::ip::make_address(listener.address, error);
  if (error)
    return fail(ErrorCode::kInvalidInput, "The listening address '" + listener.address + "' is not an IP address.");
  port->number = listener.port;
  std::vector<std::unique_ptr<Acceptor>> opened;
  {
    // SO_REUSEPORT would let a second process of ours share the port in silence; without it, binding says so.
    tcp::acceptor probe(*contexts.front());
    auto free = open_acceptor(probe, tcp::endpoint(address, port->number), /*reuse_port=*/false);
    if (!free) return pass_on(free);
  }
  for (asio::io_context* context : contexts) {
    auto acceptor = std::make_unique<Acceptor>(impl_->shard_of(*context), *port, tcp::acceptor(*context));
    auto bound =
        open_acceptor(acceptor->socket, tcp::endpoint(address, port->number), /*reuse_port=*/contexts.size() > 1);
    if (!bound) return pass_on(bound);
    port->number = bound->port();
    opened.push_back(std::move(acceptor));
  }
  for (auto& acceptor : opened) {
    impl_->loops.fetch_add(1);
    asio::co_spawn(acceptor->shard.context(), impl_->accept_loop(*acceptor),
                   [impl = impl_.get()](std::exception_ptr) { impl->loops.fetch_sub(1); });
    impl_->acceptors.push_back(std::move(acceptor));
  }
  impl_->ports.push_back(std::move(port));
  return Done{};
}

uint16_t Server::port(size_t listener_index) const { return impl_->ports.at(listener_index)->number; }

asio::awaitable<void> Server::stop(Duration grace) {
  impl_->stopping = true;
  for (auto& acceptor : impl_->acceptors) {
    auto close = [&socket = acceptor->socket] {
      boost::system::error_code ignored;
      socket.close(ignored);
    };
    asio::post(acceptor->shard.context(), close);
  }
  for (auto& shard : impl_->shards) {
    auto stop_shard = [&shard = *shard] { shard.stop(); };
    asio::post(shard->context(), stop_shard);
  }
  co_await impl_->wait_until_ended(impl_->open, std::chrono::steady_clock::now() + grace);
  for (auto& shard : impl_->shards) {
    auto close_shard = [&shard = *shard] { shard.close_all(); };
    asio::post(shard->context(), close_shard);
  }
  auto last = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  co_await impl_->wait_until_ended(impl_->open, last);
  co_await impl_->wait_until_ended(impl_->loops, last);
  size_t left = impl_->open.load();
  if (left > 0) impl_->deps.log.warning("connections_left_at_stop");
}

}  // namespace inkan::http
