#include "http/outbound.h"

#include <atomic>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include "base/check.h"
#include "http/outbound_rules.h"

namespace inkan::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using TlsStream = asio::ssl::stream<beast::tcp_stream>;
using SteadyTime = std::chrono::steady_clock::time_point;

namespace {

constexpr int kInFlightMax = 32;
constexpr uint32_t kHeaderBytesMax = 16 * 1024;

std::unexpected<Error> failed(std::string_view step, const boost::system::error_code& error) {
  return fail(ErrorCode::kUnavailable, "The URL could not be fetched: " + std::string(step) + " failed.",
              error.message());
}

// Lookup outlives the wait for it: a name server that hangs cannot be interrupted, so the answer may come when nobody
// waits any more. Shared by the waiting coroutine and the resolver's callback.
struct Lookup {
  explicit Lookup(const asio::any_io_executor& executor) : resolver(executor), timer(executor) {}
  tcp::resolver resolver;
  asio::steady_timer timer;
  bool done = false;
  boost::system::error_code error{};
  std::vector<tcp::endpoint> endpoints{};
};

Task<tcp::endpoint> resolve(OutboundUrl url, SteadyTime deadline) {
  auto executor = co_await asio::this_coro::executor;
  auto lookup = std::make_shared<Lookup>(executor);
  lookup->timer.expires_at(deadline);
  auto arrived = [lookup](const boost::system::error_code& error, const tcp::resolver::results_type& results) {
    lookup->done = true;
    lookup->error = error;
    for (const auto& result : results) lookup->endpoints.push_back(result.endpoint());
    lookup->timer.cancel();
  };
  lookup->resolver.async_resolve(url.host, url.port, arrived);
  boost::system::error_code ignored;
  auto token = asio::redirect_error(asio::use_awaitable, ignored);
  co_await lookup->timer.async_wait(token);
  if (!lookup->done)
    co_return fail(ErrorCode::kUnavailable, "The URL could not be fetched: its name was not resolved in time.");
  if (lookup->error) co_return failed("resolving its name", lookup->error);
  // The address that was checked is the one connected to: asking twice would let the name change in between.
  for (const tcp::endpoint& endpoint : lookup->endpoints)
    if (url.excepted || is_public_address(endpoint.address())) co_return endpoint;
  co_return fail(ErrorCode::kInvalidInput, "The URL leads to an address that is not public.");
}

using Parser = beast::http::response_parser<beast::http::string_body>;

// exchange writes the request and reads the answer on a connected stream; the stream's expiry bounds it.
template <typename Stream>
asio::awaitable<boost::system::error_code> exchange(Stream& stream, const OutboundUrl& url, Parser& parser) {
  beast::http::request<beast::http::empty_body> request(beast::http::verb::get, url.target, 11);
  request.set(beast::http::field::host, url.host_header);
  request.set(beast::http::field::accept, "application/json");
  request.set(beast::http::field::connection, "close");
  boost::system::error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  co_await beast::http::async_write(stream, request, token);
  if (error) co_return error;
  beast::flat_buffer buffer(kHeaderBytesMax + 64 * 1024);
  co_await beast::http::async_read(stream, buffer, parser, token);
  co_return error;
}

Result<Outbound::Fetched> take(Parser& parser) {
  auto message = parser.release();
  Outbound::Fetched fetched;
  fetched.status = int(message.result_int());
  // A redirect would lead past the checks of the URL that was registered.
  if (fetched.status >= 300 && fetched.status < 400)
    return fail(ErrorCode::kUnavailable, "The URL answers with a redirect, which is not followed.");
  auto type = message[beast::http::field::content_type];
  fetched.content_type.assign(type.data(), type.size());
  fetched.body = std::move(message.body());
  return fetched;
}

}  // namespace

struct Outbound::Impl {
  Impl(Rules given, Log& given_log) : rules(std::move(given)), log(given_log) {}
  Rules rules;
  Log& log;
  asio::ssl::context tls{asio::ssl::context::tls_client};
  std::atomic<int> in_flight{0};

  Task<Fetched> fetch(OutboundUrl url);
  Task<Fetched> fetch_tls(OutboundUrl url, std::shared_ptr<beast::tcp_stream> connected);
};

namespace {

struct InFlight {
  explicit InFlight(std::atomic<int>& given) : count(given), number(given.fetch_add(1)) {}
  ~InFlight() { count.fetch_sub(1); }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;
  std::atomic<int>& count;
  int number;
};

void limit(Parser& parser, const Outbound::Rules& rules) {
  parser.header_limit(kHeaderBytesMax);
  parser.body_limit(rules.bytes_max);
}

std::unexpected<Error> no_answer(const boost::system::error_code& error) {
  if (error == beast::http::error::body_limit)
    return fail(ErrorCode::kUnavailable, "The answer of the URL is too large.");
  if (error == beast::error::timeout) return fail(ErrorCode::kUnavailable, "The URL did not answer in time.");
  return failed("reading its answer", error);
}

}  // namespace

Outbound::Outbound(Rules rules, Log& log) : impl_(std::make_unique<Impl>(std::move(rules), log)) {
  impl_->tls.set_default_verify_paths();
  if (!impl_->rules.ca_file.empty()) impl_->tls.load_verify_file(impl_->rules.ca_file);
  impl_->tls.set_verify_mode(asio::ssl::verify_peer);
  SSL_CTX_set_min_proto_version(impl_->tls.native_handle(), TLS1_2_VERSION);
}
Outbound::~Outbound() = default;

Task<Outbound::Fetched> Outbound::Impl::fetch_tls(OutboundUrl url, std::shared_ptr<beast::tcp_stream> connected) {
  TlsStream stream(std::move(*connected), tls);
  boost::system::error_code literal;
  asio::ip::make_address(url.host, literal);
  // RFC 6066 §3: no IP address in SNI.
  if (literal) SSL_set_tlsext_host_name(stream.native_handle(), url.host.c_str());
  stream.set_verify_callback(asio::ssl::host_name_verification(url.host));
  boost::system::error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  co_await stream.async_handshake(asio::ssl::stream_base::client, token);
  if (error) co_return failed("its TLS handshake", error);
  Parser parser;
  limit(parser, rules);
  error = co_await exchange(stream, url, parser);
  if (error) co_return no_answer(error);
  co_return take(parser);
}

Task<Outbound::Fetched> Outbound::Impl::fetch(OutboundUrl url) {
  auto deadline = std::chrono::steady_clock::now() + rules.time_max;
  Result<tcp::endpoint> endpoint = co_await resolve(url, deadline);
  if (!endpoint) co_return pass_on(endpoint);
  auto executor = co_await asio::this_coro::executor;
  auto stream = std::make_shared<beast::tcp_stream>(executor);  // moved on to fetch_tls
  stream->expires_at(deadline);                                 // for the whole exchange, not for each step
  boost::system::error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  tcp::endpoint target = *endpoint;
  co_await stream->async_connect(target, token);
  if (error) co_return failed("connecting", error);
  if (url.tls) {
    Result<Fetched> fetched = co_await fetch_tls(url, stream);
    co_return fetched;
  }
  Parser parser;
  limit(parser, rules);
  error = co_await exchange(*stream, url, parser);
  if (error) co_return no_answer(error);
  co_return take(parser);
}

Task<Outbound::Fetched> Outbound::get(std::string url) {
  auto read = read_outbound_url(url, impl_->rules);
  if (!read) co_return pass_on(read);
  InFlight mine(impl_->in_flight);
  if (mine.number >= kInFlightMax)
    co_return fail(ErrorCode::kUnavailable, "Too many URLs are being fetched. Try again later.");
  OutboundUrl parts = std::move(*read);
  Result<Fetched> fetched = co_await impl_->fetch(std::move(parts));
  if (!fetched)
    impl_->log.info("outbound_failed",
                    {{"code", to_text(fetched.error().code)}, {"detail", fetched.error().private_detail}});
  co_return fetched;
}

}  // namespace inkan::http
