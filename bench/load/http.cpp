#include "http.h"

#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "base/encoding.h"
#include "base/text.h"
#include "failure.h"

namespace inkan::bench {
namespace beast_http = boost::beast::http;

namespace {

constexpr int kTimeoutSeconds = 30;

int open_socket(const Url& url) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  require(getaddrinfo(url.host.c_str(), url.port.c_str(), &hints, &found) == 0, "cannot resolve " + url.host);
  int fd = -1;
  for (addrinfo* a = found; a && fd < 0; a = a->ai_next) {
    fd = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC, a->ai_protocol);
    if (fd >= 0 && connect(fd, a->ai_addr, a->ai_addrlen) != 0) {
      close(fd);
      fd = -1;
    }
  }
  freeaddrinfo(found);
  require(fd >= 0, "cannot connect to " + url.origin());
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const timeval limit{.tv_sec = kTimeoutSeconds, .tv_usec = 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  return fd;
}

std::string render(std::string_view method, const Url& url, const Fields& headers, std::string_view body) {
  std::string out;
  out.append(method).append(" ").append(url.target).append(" HTTP/1.1\r\nHost: ");
  out.append(url.origin().substr(url.tls ? 8 : 7)).append("\r\n");
  for (const auto& [name, value] : headers) out.append(name).append(": ").append(value).append("\r\n");
  if (method == "POST") out.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  return out.append("\r\n").append(body);
}

}  // namespace

// Connection is one socket, with TLS over it where the URL says so.
class Connection {
 public:
  Connection(SSL_CTX& tls, const Url& url) : fd_(open_socket(url)) {
    HttpClient::connections_opened++;
    if (!url.tls) return;
    ssl_ = SSL_new(&tls);
    SSL_set_fd(ssl_, fd_);
    SSL_set_tlsext_host_name(ssl_, url.host.c_str());
    SSL_set1_host(ssl_, url.host.c_str());
    if (SSL_connect(ssl_) != 1) {
      const std::string reason = X509_verify_cert_error_string(SSL_get_verify_result(ssl_));
      release();
      throw Failure("no TLS with " + url.origin() + ": " + reason);
    }
  }
  ~Connection() { release(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool send(std::string_view data) {
    while (!data.empty()) {
      const ssize_t n = ssl_ ? SSL_write(ssl_, data.data(), static_cast<int>(data.size()))
                             : ::send(fd_, data.data(), data.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      data.remove_prefix(static_cast<size_t>(n));
    }
    return true;
  }

  // receive reads one answer; nullopt if the connection ended before the first byte of it.
  std::optional<Response> receive() {
    beast_http::response_parser<beast_http::string_body> parser;
    parser.eager(true);
    parser.body_limit(16 << 20);
    std::string buffer;
    bool anything = false;
    while (!parser.is_done()) {
      char chunk[16384];
      const ssize_t n = ssl_ ? SSL_read(ssl_, chunk, sizeof chunk) : recv(fd_, chunk, sizeof chunk, 0);
      if (n <= 0) {
        if (!anything) return std::nullopt;
        boost::system::error_code error;
        parser.put_eof(error);
        require(!error && parser.is_done(), "connection lost within an answer");
        break;
      }
      anything = true;
      buffer.append(chunk, static_cast<size_t>(n));
      boost::system::error_code error;
      const size_t used = parser.put(boost::asio::buffer(buffer), error);
      require(!error || error == beast_http::error::need_more, "malformed HTTP answer: " + error.message());
      buffer.erase(0, used);
    }
    keep_ = parser.get().keep_alive();
    Response response{.status = static_cast<int>(parser.get().result_int())};
    for (const auto& field : parser.get()) {
      response.headers.emplace_back(ascii_lower(field.name_string()), std::string(field.value()));
    }
    response.body = std::move(parser.get().body());
    return response;
  }

  bool keep() const { return keep_; }

 private:
  void release() {
    if (ssl_) SSL_free(ssl_);
    if (fd_ >= 0) close(fd_);
    ssl_ = nullptr;
    fd_ = -1;
  }

  int fd_ = -1;
  SSL* ssl_ = nullptr;
  bool keep_ = true;
};

Url Url::parse(std::string_view text) {
  Url url;
  if (text.starts_with("https://")) {
    text.remove_prefix(8);
  } else {
    require(text.starts_with("http://"), "not an http URL: " + clip(text, 120));
    text.remove_prefix(7);
    url.tls = false;
  }
  text = text.substr(0, text.find('#'));
  const size_t end = std::min(text.find_first_of("/?"), text.size());
  const std::string_view authority = text.substr(0, end);
  url.target = text.substr(end);
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  const size_t colon = authority.rfind(':');
  url.host = authority.substr(0, colon);
  url.port = colon == authority.npos ? (url.tls ? "443" : "80") : authority.substr(colon + 1);
  return url;
}

std::string Url::origin() const {
  const std::string_view default_port = tls ? "443" : "80";
  return (tls ? "https://" : "http://") + host + (port == default_port ? "" : ":" + port);
}
std::string Url::path() const { return target.substr(0, target.find('?')); }

std::string Url::resolve(std::string_view reference) const {
  if (reference.find("://") != reference.npos) return std::string(reference);
  if (reference.starts_with("//")) return origin().substr(0, origin().find('/')) + std::string(reference);
  if (reference.empty()) return origin() + target;
  if (reference.starts_with('/')) return origin() + std::string(reference);
  if (reference.starts_with('?')) return origin() + path() + std::string(reference);
  return origin() + path().substr(0, path().rfind('/') + 1) + std::string(reference);
}

std::string form_encode(const Fields& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out += '&';
    out += percent_encode(name) + "=" + percent_encode(value);
  }
  return out;
}

std::map<std::string, std::string> form_decode(std::string_view text) {
  std::map<std::string, std::string> out;
  for (const std::string& pair : split(text, '&')) {
    const size_t equals = std::min(pair.find('='), pair.size());
    const auto name = percent_decode(pair.substr(0, equals), /*plus_is_space=*/true);
    const auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())), /*plus_is_space=*/true);
    require(name && value, "broken escapes in a query");
    out.emplace(*name, *value);
  }
  return out;
}

const std::string* Response::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &Fields::value_type::first);
  return found == headers.end() ? nullptr : &found->second;
}

TlsContext make_tls_context(const std::string& ca_file) {
  TlsContext context(SSL_CTX_new(TLS_client_method()));
  const int trusted = ca_file.empty() ? SSL_CTX_set_default_verify_paths(context.get())
                                      : SSL_CTX_load_verify_locations(context.get(), ca_file.c_str(), nullptr);
  require(trusted == 1, "cannot read the CA certificates in " + ca_file);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  return context;
}

std::atomic<long> HttpClient::connections_opened{0};

HttpClient::HttpClient(SSL_CTX& tls) : tls_(&tls) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;

void HttpClient::close_all() { connections_.clear(); }

Response HttpClient::request(std::string_view method, const std::string& url_text, const Fields& headers,
                             std::string_view body) {
  const Url url = Url::parse(url_text);
  const std::string wire = render(method, url, headers, body);
  std::unique_ptr<Connection>& connection = connections_[url.origin()];
  for (;;) {
    const bool fresh = !connection;
    if (fresh) connection = std::make_unique<Connection>(*tls_, url);
    std::optional<Response> response;
    if (connection->send(wire)) response = connection->receive();
    if (!response || !connection->keep()) connection.reset();
    if (response) return std::move(*response);
    require(!fresh, "no answer to " + std::string(method) + " " + url.path());
  }
}

}  // namespace inkan::bench
