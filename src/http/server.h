#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>

#include "base/log.h"
#include "base/random.h"
#include "http/router.h"

namespace inkan::http {

struct Limits {
  size_t header_bytes_max = 32 * 1024;
  size_t header_count_max = 100;
  size_t body_bytes_max = 64 * 1024;
  size_t connections_max = 10000;
  Duration header_time_max = std::chrono::seconds(10);
  Duration request_time_max = std::chrono::seconds(30);
  Duration idle_time_max = std::chrono::seconds(75);
};

struct TlsFiles {
  std::string certificate_chain_file{};
  std::string private_key_file{};
};

// Listener is one port. Without tls it speaks plain HTTP (admin port on loopback, demo service).
struct Listener {
  std::string address = "0.0.0.0";
  uint16_t port = 0;  // 0: the kernel picks; see Server::port
  std::optional<TlsFiles> tls{};
  bool ask_client_certificate = false;  // mTLS port: a certificate is asked for and possession of its key proven
  std::string client_ca_file{};  // PEM; who chains to it is Request::client_certificate_trusted; empty: nobody is
  std::vector<std::string> trusted_proxies{};  // addresses whose X-Forwarded-For is believed; a broken header refuses
};

// Each io_context must be run by exactly one thread and must outlive the Server, which must outlive its last run.
// Server accepts connections on every I/O thread's own io_context (SO_REUSEPORT), parses with Beast, routes, answers.
// Errors of handlers (exceptions) become 500 with the correlation id. Over a limit: 413, 431, 408, 503 with
// Retry-After, each with a plain text that says the limit. stop() closes the listeners, lets requests in flight finish
// (at most `grace`), answers them with Connection: close, and then ends.
class Server {
 public:
  struct Deps {
    const Router& router;
    Clock& clock;
    Random& random;
    Log& log;
    class Metrics& metrics;
  };
  Server(Deps deps, Limits limits);
  ~Server();
  // listen opens the port on all contexts; call before run.
  Result<Done> listen(std::vector<boost::asio::io_context*> contexts, const Listener& listener);
  uint16_t port(size_t listener_index) const;
  boost::asio::awaitable<void> stop(Duration grace);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace inkan::http
