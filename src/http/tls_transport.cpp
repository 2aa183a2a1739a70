#include <openssl/err.h>
#include <openssl/x509.h>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/tls.h"

namespace inkan::http {

namespace asio = boost::asio;

TlsTransport::TlsTransport(Socket socket, const TlsContext& context)
    : socket_(std::move(socket)), session_(context.open(socket_.native_handle())) {}

asio::awaitable<bool> TlsTransport::wait_for(int result) {
  int wanted = SSL_get_error(session_.get(), result);
  if (wanted != SSL_ERROR_WANT_READ && wanted != SSL_ERROR_WANT_WRITE) co_return false;
  auto direction = wanted == SSL_ERROR_WANT_READ ? Socket::wait_read : Socket::wait_write;
  boost::system::error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  co_await socket_.async_wait(direction, token);
  co_return !error;
}

asio::awaitable<bool> TlsTransport::handshake() {
  while (true) {
    ERR_clear_error();
    int result = SSL_do_handshake(session_.get());
    if (result == 1) {
      established_ = true;
      co_return true;
    }
    bool ready = co_await wait_for(result);
    if (!ready) co_return false;
  }
}

asio::awaitable<size_t> TlsTransport::read(char* into, size_t room) {
  while (true) {
    size_t got = 0;
    ERR_clear_error();
    int result = SSL_read_ex(session_.get(), into, room, &got);
    if (result == 1) co_return got;
    bool ready = co_await wait_for(result);
    if (!ready) co_return 0;
  }
}

size_t TlsTransport::try_write(const char* from, size_t count, bool& broken) {
  size_t done = 0;
  while (done < count) {
    size_t put = 0;
    ERR_clear_error();
    int result = SSL_write_ex(session_.get(), from + done, count - done, &put);
    if (result != 1) {
      broken = SSL_get_error(session_.get(), result) != SSL_ERROR_WANT_WRITE;
      return done;
    }
    done += put;
  }
  return done;
}

asio::awaitable<bool> TlsTransport::wait_writable() {
  boost::system::error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  co_await socket_.async_wait(Socket::wait_write, token);
  co_return !error;
}

std::string TlsTransport::peer_certificate() const {
  X509* certificate = SSL_get0_peer_certificate(session_.get());
  if (!certificate) return {};
  unsigned char* der = nullptr;
  int size = i2d_X509(certificate, &der);
  if (size <= 0) return {};
  std::string bytes(reinterpret_cast<const char*>(der), size_t(size));
  OPENSSL_free(der);
  return bytes;
}

bool TlsTransport::peer_certificate_trusted() const {
  return SSL_get0_peer_certificate(session_.get()) != nullptr && SSL_get_verify_result(session_.get()) == X509_V_OK;
}

void TlsTransport::end_writing() {
  ERR_clear_error();
  if (established_ && socket_.is_open()) SSL_shutdown(session_.get());  // close_notify; we do not wait for theirs
  ERR_clear_error();
}

}  // namespace inkan::http
