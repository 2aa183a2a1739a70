#pragma once

#include <cerrno>
#include <string>

#include <sys/socket.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace inkan::http {

// PlainTransport is a connection without TLS, with the same functions as TlsTransport.
class PlainTransport {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  explicit PlainTransport(Socket socket) : socket_(std::move(socket)) {}

  static constexpr bool kEncrypted = false;
  boost::asio::awaitable<bool> handshake() { co_return true; }

  boost::asio::awaitable<size_t> read(char* into, size_t room) {
    boost::system::error_code error;
    auto token = boost::asio::redirect_error(boost::asio::use_awaitable, error);
    auto buffer = boost::asio::buffer(into, room);
    size_t got = co_await socket_.async_read_some(buffer, token);
    co_return error ? 0 : got;
  }

  size_t try_write(const char* from, size_t count, bool& broken) {
    size_t done = 0;
    while (done < count) {
      auto sent = ::send(socket_.native_handle(), from + done, count - done, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent >= 0) {
        done += size_t(sent);
      } else if (errno != EINTR) {
        broken = errno != EAGAIN && errno != EWOULDBLOCK;
        return done;
      }
    }
    return done;
  }

  boost::asio::awaitable<bool> wait_writable() {
    boost::system::error_code error;
    auto token = boost::asio::redirect_error(boost::asio::use_awaitable, error);
    co_await socket_.async_wait(Socket::wait_write, token);
    co_return !error;
  }

  std::string peer_certificate() const { return {}; }
  bool peer_certificate_trusted() const { return false; }
  void end_writing() {}
  Socket& socket() { return socket_; }

 private:
  Socket socket_;
};

}  // namespace inkan::http
