#include <typeinfo>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/plain_transport.h"
#include "http/request_reader.h"
#include "http/response_writer.h"
#include "http/shard.h"
#include "http/target.h"

namespace inkan::http {

namespace asio = boost::asio;

namespace {

constexpr size_t kFirstRoom = 4096;
constexpr size_t kKeptBytesMax = 64 * 1024;  // of the output buffer between requests
constexpr size_t kBodyRoom = 16384;
constexpr size_t kLingerBytesMax = 256 * 1024;
constexpr auto kLingerTime = std::chrono::seconds(2);
constexpr std::string_view kPlainText = "text/plain; charset=utf-8";

std::string seconds_text(Duration duration) {
  auto count = std::chrono::ceil<std::chrono::seconds>(duration).count();
  return std::to_string(count) + (count == 1 ? " second" : " seconds");
}

Response plain_answer(int status, std::string_view text) {
  return text_response(status, kPlainText, std::string(text) + "\n");
}

void log_failure(Log& log, std::string_view route, std::string_view id, std::string_view type) {
  log.error("handler_failed", {{"route", route}, {"id", id}, {"exception", type}});
}

// ClientConnection reads a request, answers it, and reads the next; pipelined requests wait in the buffer.
template <typename Transport>
class ClientConnection final : public Connection {
 public:
  ClientConnection(Shard& shard, const Port& port, Transport transport, std::string peer, bool busy)
      : shard_(shard),
        port_(port),
        transport_(std::move(transport)),
        peer_(std::move(peer)),
        busy_(busy),
        reader_(shard.limits) {}

  asio::awaitable<void> run() override;

  void sweep(SteadyTime now) override {
    if (now < deadline_) return;
    // A request that has begun gets an answer; in every other wait there is nobody to talk to.
    if (phase_ == Phase::kHeader || phase_ == Phase::kBody) {
      expired_ = true;
      deadline_ = now + kLingerTime;
      boost::system::error_code ignored;
      transport_.socket().cancel(ignored);
      return;
    }
    close();
  }

  void stop() override {
    if (phase_ == Phase::kIdle || phase_ == Phase::kHandshake) close();
  }

  void close() override {
    transport_.end_writing();
    boost::system::error_code ignored;
    transport_.socket().close(ignored);
  }

 private:
  enum class Phase { kHandshake, kIdle, kHeader, kBody, kHandler, kWriting, kLingering };
  enum class Outcome { kComplete, kRefused, kGone };

  void enter(Phase phase, SteadyTime deadline) {
    phase_ = phase;
    deadline_ = deadline;
  }
  static SteadyTime in(Duration duration) { return std::chrono::steady_clock::now() + duration; }

  asio::awaitable<Outcome> read_request();
  asio::awaitable<Response> call(const Handler& handler, const Request& request, const std::string& route);
  asio::awaitable<bool> answer_request();
  asio::awaitable<bool> write(std::string_view text);
  asio::awaitable<void> refuse(int status, std::string text);
  asio::awaitable<void> linger();

  Outcome refused(int status, std::string_view text) {
    refusal_status_ = status;
    refusal_text_ = text;
    return Outcome::kRefused;
  }
  Outcome why_no_bytes();
  bool make_room();
  Response error_answer(const Request& request, int status, std::string_view text) const;
  Response unmatched(const Request& request, const Router::Match& match) const;
  Router::Match prepare(Request& request, Response& refusal);
  void serialise(Response& response, std::string_view id, bool close);
  void account(std::string_view route, const Request& request, int status);

  Shard& shard_;
  const Port& port_;
  Transport transport_;
  std::string peer_;
  bool busy_;
  RequestReader reader_;
  std::string client_certificate_{};
  bool client_certificate_trusted_ = false;
  std::string buffer_{};  // bytes [begin_, end_) are read and not yet parsed
  size_t begin_ = 0;
  size_t end_ = 0;
  std::string out_{};
  Phase phase_ = Phase::kHandshake;
  SteadyTime deadline_{};
  SteadyTime started_{};
  bool expired_ = false;
  int refusal_status_ = 0;
  std::string refusal_text_{};
};

template <typename Transport>
asio::awaitable<void> ClientConnection<Transport>::run() {
  const Limits& limits = shard_.limits;
  enter(Phase::kHandshake, in(limits.header_time_max));
  bool ready = co_await transport_.handshake();
  if (!ready) co_return;
  client_certificate_ = transport_.peer_certificate();
  client_certificate_trusted_ = transport_.peer_certificate_trusted();
  if (busy_) {
    std::string text = "There are more than " + std::to_string(limits.connections_max) + " connections.";
    co_await refuse(503, std::move(text));
    co_return;
  }
  enter(Phase::kIdle, in(limits.header_time_max));
  while (true) {
    Outcome outcome = co_await read_request();
    if (outcome == Outcome::kGone) co_return;
    if (outcome == Outcome::kRefused) {
      std::string text = refusal_text_;
      co_await refuse(refusal_status_, std::move(text));
      co_return;
    }
    bool go_on = co_await answer_request();
    if (!go_on) co_return;
    enter(Phase::kIdle, in(limits.idle_time_max));
  }
}

template <typename Transport>
asio::awaitable<typename ClientConnection<Transport>::Outcome> ClientConnection<Transport>::read_request() {
  reader_.start();
  bool begun = false;
  while (true) {
    if (begin_ < end_) {
      if (!begun) {
        begun = true;
        started_ = std::chrono::steady_clock::now();
        enter(Phase::kHeader, started_ + shard_.limits.header_time_max);
      }
      size_t used = 0;
      std::string_view unread(buffer_.data() + begin_, end_ - begin_);
      RequestReader::Step step = reader_.feed(unread, used);
      begin_ += used;
      if (step == RequestReader::Step::kDone) co_return Outcome::kComplete;
      if (step == RequestReader::Step::kRefused) co_return refused(reader_.refusal_status(), reader_.refusal_text());
      if (reader_.header_done()) enter(Phase::kBody, started_ + shard_.limits.request_time_max);
      if (reader_.take_continue()) {
        bool written = co_await write("HTTP/1.1 100 Continue\r\n\r\n");
        if (!written) co_return Outcome::kGone;
      }
    } else if (shard_.stopping() && !begun) {
      co_return Outcome::kGone;
    }
    if (!make_room()) co_return refused(400, "A chunk header is too long.");
    size_t got = co_await transport_.read(buffer_.data() + end_, buffer_.size() - end_);
    if (got == 0) co_return why_no_bytes();
    end_ += got;
  }
}

template <typename Transport>
typename ClientConnection<Transport>::Outcome ClientConnection<Transport>::why_no_bytes() {
  if (!expired_) return Outcome::kGone;
  const Limits& limits = shard_.limits;
  if (phase_ == Phase::kBody)
    return refused(408, "The request did not arrive within " + seconds_text(limits.request_time_max) + ".");
  return refused(408, "The request header did not arrive within " + seconds_text(limits.header_time_max) + ".");
}

// make_room keeps space behind the unread bytes; false when the parser wants more than one header's worth at once.
template <typename Transport>
bool ClientConnection<Transport>::make_room() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    end_ -= begin_;
    begin_ = 0;
    buffer_.resize(std::max(kFirstRoom, buffer_.size()));
  }
  size_t most = std::max(kFirstRoom, shard_.limits.header_bytes_max + 1024);
  size_t wanted = std::max(kFirstRoom, buffer_.size());
  if (phase_ == Phase::kBody) wanted = std::max(wanted, std::min(kBodyRoom, most));
  if (end_ == wanted) wanted = std::min(most, wanted * 2);
  if (buffer_.size() < wanted) buffer_.resize(wanted);
  return end_ < buffer_.size();
}

// error_answer is a page for people and plain text for programs.
template <typename Transport>
Response ClientConnection<Transport>::error_answer(const Request& request, int status, std::string_view text) const {
  const ErrorPage& page = shard_.deps.router.error_page();
  const std::string* accept = request.header("accept");
  if (!page || !accept || accept->find("text/html") == std::string::npos) return plain_answer(status, text);
  try {
    return page(request, status);
  } catch (const std::exception& failure) {
    log_failure(shard_.deps.log, "error page", request.id, typeid(failure).name());
    return plain_answer(status, text);
  }
}

template <typename Transport>
Response ClientConnection<Transport>::unmatched(const Request& request, const Router::Match& match) const {
  if (match.allow.empty()) return error_answer(request, 404, "There is nothing at this address.");
  std::string text = "This address does not take that method; it takes " + match.allow + ".";
  Response response = error_answer(request, 405, text);
  response.set_header("Allow", match.allow);
  return response;
}

// prepare completes the request and finds its route; without a handler in the match, `refusal` is the answer.
template <typename Transport>
Router::Match ClientConnection<Transport>::prepare(Request& request, Response& refusal) {
  request.id = shard_.next_id();
  request.deadline = shard_.deps.clock.now() + shard_.limits.request_time_max;
  request.client_certificate = client_certificate_;
  request.client_certificate_trusted = client_certificate_trusted_;
  auto client = port_.proxies.client_of(peer_, request);
  if (!client) {
    refusal = error_response(400, client.error());
    return Router::Match();
  }
  request.peer_address = std::move(*client);
  Router::Match match = shard_.deps.router.match(request.method, request.path);
  if (match.handler)
    request.path_values = std::move(match.path_values);
  else
    refusal = unmatched(request, match);
  return match;
}

// call turns whatever a handler throws into 500. The text of an exception may quote input, so only its type is logged.
template <typename Transport>
asio::awaitable<Response> ClientConnection<Transport>::call(const Handler& handler, const Request& request,
                                                            const std::string& route) {
  const char* type = "unknown";
  try {
    Response response = co_await handler(request);
    co_return response;
  } catch (const std::exception& failure) {
    type = typeid(failure).name();
  } catch (...) {
    type = "not a std::exception";
  }
  log_failure(shard_.deps.log, route, request.id, type);
  std::string text = "Something went wrong on our side. If you report it, name the request " + request.id + ".";
  co_return error_answer(request, 500, text);
}

template <typename Transport>
asio::awaitable<bool> ClientConnection<Transport>::answer_request() {
  Request& request = reader_.request();
  enter(Phase::kHandler, SteadyTime::max());
  Response response;
  Router::Match match = prepare(request, response);
  if (match.handler) response = co_await call(*match.handler, request, match.route);
  const bool close = shard_.stopping() || !reader_.keep_alive();
  serialise(response, request.id, close);
  account(match.route, request, response.status);
  enter(Phase::kWriting, started_ + std::max<Duration>(shard_.limits.request_time_max, std::chrono::seconds(5)));
  bool written = co_await write(out_);
  if (out_.capacity() > kKeptBytesMax) std::string().swap(out_);
  if (written && close) co_await linger();
  co_return written && !close;
}

template <typename Transport>
void ClientConnection<Transport>::serialise(Response& response, std::string_view id, bool close) {
  Framing framing;
  framing.request_id = id;
  framing.date = shard_.date(shard_.deps.clock.now());
  framing.head = reader_.is_head();
  framing.close = close;
  framing.strict_transport = Transport::kEncrypted && !is_development_host(reader_.host());
  out_.clear();
  if (write_response(response, framing, out_)) return;
  shard_.deps.log.error("response_header_broken");
  response = plain_answer(500, "Something went wrong on our side.");
  write_response(response, framing, out_);
}

template <typename Transport>
void ClientConnection<Transport>::account(std::string_view route, const Request& request, int status) {
  if (route.empty()) route = "none";
  auto took = std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - started_);
  shard_.deps.metrics.request_done(route, status, took);
  shard_.deps.log.debug("request", {{"id", request.id},
                                    {"method", method_name(request.method)},
                                    {"route", route},
                                    {"status", int64_t(status)},
                                    {"micros", int64_t(took.count())}});
}

// write tries without waiting first: nearly every answer fits the socket's buffer.
template <typename Transport>
asio::awaitable<bool> ClientConnection<Transport>::write(std::string_view text) {
  bool broken = false;
  size_t done = transport_.try_write(text.data(), text.size(), broken);
  while (done < text.size()) {
    if (broken) co_return false;
    bool ready = co_await transport_.wait_writable();
    if (!ready) co_return false;
    done += transport_.try_write(text.data() + done, text.size() - done, broken);
  }
  co_return true;
}

template <typename Transport>
asio::awaitable<void> ClientConnection<Transport>::refuse(int status, std::string text) {
  Response response = plain_answer(status, text);
  if (status == 503) response.set_header("Retry-After", "5");
  std::string id = shard_.next_id();
  serialise(response, id, /*close=*/true);
  account("refused", reader_.request(), status);
  enter(Phase::kWriting, in(kLingerTime));
  bool written = co_await write(out_);
  if (written) co_await linger();
}

// linger reads and drops what the client still sends: closing on unread bytes would reset the connection and could take
// the answer with it (RFC 9112 §9.6).
template <typename Transport>
asio::awaitable<void> ClientConnection<Transport>::linger() {
  enter(Phase::kLingering, in(kLingerTime));
  transport_.end_writing();
  boost::system::error_code error;
  transport_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
  size_t dropped = 0;
  buffer_.resize(std::max(kFirstRoom, buffer_.size()));
  while (!error && dropped < kLingerBytesMax) {
    auto token = asio::redirect_error(asio::use_awaitable, error);
    auto room = asio::buffer(buffer_.data(), buffer_.size());
    dropped += co_await transport_.socket().async_read_some(room, token);
  }
}

}  // namespace

std::unique_ptr<Connection> make_connection(Shard& shard, const Port& port, asio::ip::tcp::socket socket, bool busy) {
  boost::system::error_code ignored;
  auto endpoint = socket.remote_endpoint(ignored);
  std::string peer = normal_address(endpoint.address().to_string());
  if (!port.tls) {
    PlainTransport transport(std::move(socket));
    return std::make_unique<ClientConnection<PlainTransport>>(shard, port, std::move(transport), peer, busy);
  }
  TlsTransport transport(std::move(socket), *port.tls);
  return std::make_unique<ClientConnection<TlsTransport>>(shard, port, std::move(transport), peer, busy);
}

}  // namespace inkan::http
