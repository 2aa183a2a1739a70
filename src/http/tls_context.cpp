#include <cerrno>
#include <cstring>

#include <openssl/err.h>
#include <sys/socket.h>

#include "http/tls.h"

namespace inkan::http {

namespace {

// RFC 9325 §4.2, the recommended suites of TLS 1.2; FAPI 2.0 Security Profile §5.2.1 allows no others.
constexpr const char* kTls12Suites =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384";

int socket_of(BIO* bio) { return int(reinterpret_cast<intptr_t>(BIO_get_data(bio))); }

// Our own socket BIO instead of OpenSSL's: send() with MSG_NOSIGNAL, so that a client that went away is an error and
// not a SIGPIPE.
int write_socket(BIO* bio, const char* from, int count) {
  BIO_clear_retry_flags(bio);
  auto sent = ::send(socket_of(bio), from, size_t(count), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) BIO_set_retry_write(bio);
  return int(sent);
}

int read_socket(BIO* bio, char* into, int room) {
  BIO_clear_retry_flags(bio);
  auto got = ::recv(socket_of(bio), into, size_t(room), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) BIO_set_retry_read(bio);
  return int(got);
}

long control_socket(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

// Any certificate gets through the handshake, which proves that the client holds its key: self-signed ones are known by
// their key (RFC 8705 §2.2). Whether an authority vouches for it stays behind as the verify result, without which a
// subject means nothing (RFC 8705 §2.1).
int judge_chain(X509_STORE_CTX* store, void* has_authorities) {
  if (has_authorities == nullptr)
    X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_UNTRUSTED);
  else if (X509_verify_cert(store) != 1 && X509_STORE_CTX_get_error(store) == X509_V_OK)
    X509_STORE_CTX_set_error(store, X509_V_ERR_UNSPECIFIED);
  ERR_clear_error();
  return 1;
}

int select_protocol(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
                    unsigned int in_length, void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  int result = SSL_select_next_proto(&chosen, out_length, kOurs, sizeof(kOurs) - 1, in, in_length);
  // RFC 7301 §3.2: no protocol in common ends the handshake.
  if (result != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

std::unexpected<Error> cannot_use(const std::string& file) {
  std::string detail(256, '\0');
  ERR_error_string_n(ERR_get_error(), detail.data(), detail.size());
  ERR_clear_error();
  return fail(ErrorCode::kInternal, "The TLS file '" + file + "' cannot be used.", detail.c_str());
}

}  // namespace

Result<std::unique_ptr<TlsContext>> TlsContext::create(const TlsFiles& files, bool ask_client_certificate,
                                                       const std::string& client_ca_file) {
  std::unique_ptr<TlsContext> made(new TlsContext());
  made->context_.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* context = made->context_.get();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context, kTls12Suites);
  SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384");
  SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context,
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(context, 1);                           // one system call a record instead of two
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);  // tickets only: no shared table, no lock
  static constexpr unsigned char kName[] = "inkan";
  SSL_CTX_set_session_id_context(context, kName, sizeof(kName) - 1);
  SSL_CTX_set_alpn_select_cb(context, select_protocol, nullptr);
  if (ask_client_certificate) {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    if (!client_ca_file.empty() && SSL_CTX_load_verify_file(context, client_ca_file.c_str()) != 1)
      return cannot_use(client_ca_file);
    SSL_CTX_set_cert_verify_callback(context, judge_chain, client_ca_file.empty() ? nullptr : context);
  }
  if (SSL_CTX_use_certificate_chain_file(context, files.certificate_chain_file.c_str()) != 1)
    return cannot_use(files.certificate_chain_file);
  if (SSL_CTX_use_PrivateKey_file(context, files.private_key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context) != 1)
    return cannot_use(files.private_key_file);
  made->socket_io_.reset(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "inkan socket"));
  BIO_meth_set_write(made->socket_io_.get(), write_socket);
  BIO_meth_set_read(made->socket_io_.get(), read_socket);
  BIO_meth_set_ctrl(made->socket_io_.get(), control_socket);
  return made;
}

SslSession TlsContext::open(int socket) const {
  SslSession session(SSL_new(context_.get()));
  BIO* bio = BIO_new(socket_io_.get());
  BIO_set_data(bio, reinterpret_cast<void*>(intptr_t(socket)));
  BIO_set_init(bio, 1);
  SSL_set_bio(session.get(), bio, bio);
  SSL_set_accept_state(session.get());
  return session;
}

}  // namespace inkan::http
