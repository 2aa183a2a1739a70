#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace inkan::bench {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Url {
  bool tls = true;
  std::string host{};
  std::string port{};
  std::string target{};  // path and query, never empty

  static Url parse(std::string_view text);
  std::string origin() const;
  std::string path() const;  // without the query
  // resolve reads a Location or a form's action as a browser at this URL would.
  std::string resolve(std::string_view reference) const;
};

std::string form_encode(const Fields& fields);
std::map<std::string, std::string> form_decode(std::string_view text);

struct Response {
  int status = 0;
  Fields headers{};  // names in lower case
  std::string body{};

  const std::string* header(std::string_view name) const;
};

struct TlsContextFree {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, TlsContextFree>;

// make_tls_context trusts the certificates in ca_file, or the system's if it is empty.
TlsContext make_tls_context(const std::string& ca_file);

class Connection;

// HttpClient keeps one connection per origin, as a browser or a relying party would. One thread each.
class HttpClient {
 public:
  explicit HttpClient(SSL_CTX& tls);
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;

  // request sends and waits for the whole answer; a connection the server had closed is opened again once.
  Response request(std::string_view method, const std::string& url, const Fields& headers, std::string_view body);
  void close_all();

  static std::atomic<long> connections_opened;

 private:
  SSL_CTX* tls_;  // outlives every client
  std::map<std::string, std::unique_ptr<Connection>> connections_;
};

}  // namespace inkan::bench
