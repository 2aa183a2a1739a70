#pragma once

#include <memory>
#include <string>

#include <openssl/ssl.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/result.h"
#include "http/server.h"

namespace inkan::http {

template <auto Free>
struct OpensslFree {
  template <typename T>
  void operator()(T* value) const {
    Free(value);
  }
};
using SslContext = std::unique_ptr<SSL_CTX, OpensslFree<&SSL_CTX_free>>;
using BioMethod = std::unique_ptr<BIO_METHOD, OpensslFree<&BIO_meth_free>>;
using SslSession = std::unique_ptr<SSL, OpensslFree<&SSL_free>>;

// TlsContext is the TLS side of one listener, shared by all threads and immutable after create.
// TLS 1.2 with the suites of RFC 9325 §4.2 and TLS 1.3; ALPN http/1.1; session tickets under keys that die with it.
class TlsContext {
 public:
  // create reads the files; kInternal names the file that cannot be used.
  static Result<std::unique_ptr<TlsContext>> create(const TlsFiles& files, bool ask_client_certificate,
                                                    const std::string& client_ca_file);
  // open makes a server session that reads and writes `socket` (not owned).
  SslSession open(int socket) const;

 private:
  SslContext context_{};
  BioMethod socket_io_{};
};

// TlsTransport is one TLS connection: OpenSSL reads and writes the socket itself (no copies through a buffer pair) and
// waits on the socket's readiness. Used by one thread.
class TlsTransport {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  TlsTransport(Socket socket, const TlsContext& context);

  static constexpr bool kEncrypted = true;
  boost::asio::awaitable<bool> handshake();
  // read waits for bytes; 0 means closed, cancelled or broken.
  boost::asio::awaitable<size_t> read(char* into, size_t room);
  // try_write writes what goes without waiting and gives the count; 0 and `broken` when the connection is dead.
  size_t try_write(const char* from, size_t count, bool& broken);
  boost::asio::awaitable<bool> wait_writable();
  // peer_certificate gives the DER of the client's certificate, empty without one; also after a resumed handshake.
  std::string peer_certificate() const;
  // peer_certificate_trusted says whether an authority of the listener vouches for it; also after a resumed handshake.
  bool peer_certificate_trusted() const;
  void end_writing();
  Socket& socket() { return socket_; }

 private:
  // wait_for waits until the socket is ready for what OpenSSL wants after `result`; false when the session is over.
  boost::asio::awaitable<bool> wait_for(int result);

  Socket socket_;
  SslSession session_;
  bool established_ = false;
};

}  // namespace inkan::http
