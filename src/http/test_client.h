#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "http/metrics.h"
#include "http/router.h"
#include "http/server.h"

namespace inkan::http {

// Helpers for tests of all folders; nothing in the program itself uses them.

using HeaderList = std::vector<std::pair<std::string, std::string>>;

// run_handler routes a request through the router without any network and gives the answer: 404 and 405 as the server
// would say them by status only. Path, method and so on must be set; path_values come from the route.
Response run_handler(const Router& router, Request request);

// TestCertificate is a self-signed P-256 certificate for localhost with its key, in files that vanish with it.
class TestCertificate {
 public:
  explicit TestCertificate(std::string_view common_name);
  ~TestCertificate();
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;
  const TlsFiles& files() const { return files_; }
  const std::string& der() const { return der_; }

 private:
  std::string folder_{};
  TlsFiles files_{};
  std::string der_{};
};

// TestServer runs a Server on a port of the kernel's choice in threads of its own, each with its io_context.
class TestServer {
 public:
  struct Options {
    Limits limits{};
    const TestCertificate* certificate = nullptr;  // null: plain HTTP
    bool ask_client_certificate = false;
    std::string client_ca_file{};
    std::vector<std::string> trusted_proxies{};
    Log* log = nullptr;  // null: silent
    size_t threads = 1;
  };
  TestServer(const Router& router, const Options& options);
  ~TestServer();
  uint16_t port() const { return port_; }
  // stop is Server::stop, waited for; the destructor calls it with no grace.
  void stop(Duration grace);
  Metrics& metrics() { return metrics_; }
  std::thread::native_handle_type thread() { return threads_.front().native_handle(); }  // for measuring its CPU time

 private:
  SystemClock clock_{};
  SystemRandom random_{};
  SilentLog silent_{};
  Metrics metrics_{};
  std::vector<std::unique_ptr<boost::asio::io_context>> contexts_{};
  std::unique_ptr<Server> server_;
  uint16_t port_ = 0;
  bool stopped_ = false;
  std::vector<std::thread> threads_{};
};

// TestAnswer is what the client read; status 0 means that the connection ended without an answer.
struct TestAnswer {
  int status = 0;
  HeaderList headers{};  // names in lower case
  std::string body{};
  std::string header(std::string_view lower_case_name) const;  // the first, empty when absent
};

// TestClient is a blocking client over one kept-alive connection (opened anew when the server closed it). It keeps
// cookies by name, does not follow redirects and does not verify the server's certificate.
class TestClient {
 public:
  struct Options {
    bool tls = true;
    const TestCertificate* certificate = nullptr;  // client certificate
    int tls_version_max = 0;                       // TLS1_2_VERSION …; 0: the newest
    std::string alpn{};                            // one protocol to offer, e.g. "h2"
    std::string suites{};                          // TLS 1.2 suites to offer
    bool resume = false;                           // offer the last session again on a new connection
    std::string host = "localhost";
  };
  TestClient(uint16_t port, const Options& options);
  ~TestClient();

  TestAnswer get(std::string_view path, const HeaderList& headers = {});
  TestAnswer post_form(std::string_view path, const HeaderList& form, const HeaderList& headers = {});
  TestAnswer request(std::string_view method, std::string_view path, const HeaderList& headers, std::string_view body);
  std::map<std::string, std::string>& cookies() { return cookies_; }

  // The raw side: connect (false when refused, also by TLS), bytes out, one answer in, bytes until the server closes.
  bool connect();
  void close();
  bool send(std::string_view bytes);
  TestAnswer receive(bool head = false);
  std::string receive_all();
  bool session_was_resumed() const;
  bool connected() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  std::map<std::string, std::string> cookies_{};
};

}  // namespace inkan::http
