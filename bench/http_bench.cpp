// bench_http: CPU time of the server thread per request for a 200-byte JSON answer over kept-alive connections, plain
// and TLS. The load comes from `wrk` (Debian package) as a process of its own; a raw epoll loop answering the same
// bytes is measured in the same run, since figures of different hours do not compare.
#include <arpa/inet.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include "base/text.h"
#include "http/test_client.h"

namespace {

using namespace inkan;

http::Response sample() {
  std::string text = "{\"name\":\"" + std::string(180, 'x') + "\"}";
  return http::text_response(200, "application/json", text);
}
boost::asio::awaitable<http::Response> answer(const http::Request&) { co_return sample(); }

double cpu_seconds(pthread_t thread) {
  clockid_t clock = 0;
  pthread_getcpuclockid(thread, &clock);
  timespec used{};
  clock_gettime(clock, &used);
  return double(used.tv_sec) + double(used.tv_nsec) / 1e9;
}

void load(const char* scheme, int port, int connections, int seconds) {
  std::string command = "wrk -t1 -c" + std::to_string(connections) + " -d" + std::to_string(seconds) + "s " + scheme +
                        "://localhost:" + std::to_string(port) + "/json | grep -E 'Requests/sec|Non-2xx|Socket'";
  if (std::system(command.c_str()) != 0) std::puts("wrk is needed: apt install wrk");
}

// served reads the number of requests from the exposition text.
double served(http::Metrics& metrics) {
  std::string text = metrics.text();
  std::string name = "inkan_http_request_seconds_count{route=\"/json\",status=\"200\"} ";
  size_t at = text.find(name);
  return at == std::string::npos
             ? 0
             : double(parse_int(text.substr(at + name.size(), text.find("\n", at) - at - name.size())).value_or(0));
}

void measure(const char* what, http::TestServer& server, const char* scheme, int connections, int seconds) {
  double cpu = cpu_seconds(server.thread());
  double count = served(server.metrics());
  load(scheme, server.port(), connections, seconds);
  double used = cpu_seconds(server.thread()) - cpu;
  std::printf("%-10s %d connections: %.2f us CPU per request\n", what, connections,
              used / (served(server.metrics()) - count) * 1e6);
}

// Floor is an epoll loop that answers every read with the same bytes.
class Floor {
 public:
  Floor() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof(address));
    ::listen(listener_, 512);
    socklen_t size = sizeof(address);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~Floor() {
    ended_ = true;
    thread_.join();
    ::close(listener_);
  }
  int port() const { return port_; }
  double count() const { return double(count_.load()); }
  pthread_t thread() { return thread_.native_handle(); }

 private:
  void run() {
    std::string body = sample().body;
    std::string text =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
        "\r\n\r\n" + body;
    int poll = ::epoll_create1(0);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = listener_;
    ::epoll_ctl(poll, EPOLL_CTL_ADD, listener_, &event);
    epoll_event events[64];
    char buffer[4096];
    while (!ended_) {
      int ready = ::epoll_wait(poll, events, 64, 50);
      for (int i = 0; i < ready; ++i) {
        int socket = events[i].data.fd;
        if (socket == listener_) {
          event.data.fd = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK);
          ::epoll_ctl(poll, EPOLL_CTL_ADD, event.data.fd, &event);
          continue;
        }
        if (::recv(socket, buffer, sizeof(buffer), 0) <= 0) {
          ::close(socket);
          continue;
        }
        if (::send(socket, text.data(), text.size(), MSG_NOSIGNAL) < 0) ::close(socket);
        count_.fetch_add(1, std::memory_order_relaxed);
      }
    }
    ::close(poll);
  }

  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> ended_{false};
  std::atomic<uint64_t> count_{0};
  std::thread thread_{};
};

}  // namespace

int main(int argc, char** argv) {
  int seconds = argc > 1 ? int(inkan::parse_int(argv[1]).value_or(5)) : 5;
  http::Router router;
  router.get("/json", answer);
  {
    Floor floor;
    double cpu = cpu_seconds(floor.thread());
    load("http", floor.port(), 32, seconds);
    std::printf("%-10s 32 connections: %.2f us CPU per request\n", "raw epoll",
                (cpu_seconds(floor.thread()) - cpu) / floor.count() * 1e6);
  }
  http::TestServer::Options options;
  {
    http::TestServer server(router, options);
    measure("plain", server, "http", 32, seconds);
  }
  http::TestCertificate certificate("localhost");
  options.certificate = &certificate;
  http::TestServer server(router, options);
  measure("tls", server, "https", 32, seconds);
}
