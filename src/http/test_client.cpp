#include "http/test_client.h"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

#include "base/encoding.h"
#include "base/text.h"

namespace inkan::http {

struct TestClient::Impl {
  Options options{};
  uint16_t port = 0;
  int socket = -1;
  SSL_CTX* context = nullptr;
  SSL* session = nullptr;
  SSL_SESSION* last = nullptr;  // for resumption
  std::string unread{};

  bool fill() {
    char bytes[8192];
    int got = session ? SSL_read(session, bytes, sizeof(bytes)) : int(::recv(socket, bytes, sizeof(bytes), 0));
    if (got <= 0) return false;
    unread.append(bytes, size_t(got));
    return true;
  }
};

std::string TestAnswer::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_case_name) return value;
  return {};
}

TestClient::TestClient(uint16_t port, const Options& options) : impl_(std::make_unique<Impl>()) {
  std::signal(SIGPIPE, SIG_IGN);  // tests only: OpenSSL's own socket BIO raises it
  impl_->options = options;
  impl_->port = port;
  if (!options.tls) return;
  impl_->context = SSL_CTX_new(TLS_client_method());
  // Old versions are offered when a test asks for them, so that it is the server who refuses.
  SSL_CTX_set_security_level(impl_->context, options.tls_version_max != 0 ? 0 : 1);
  if (options.tls_version_max != 0) {
    SSL_CTX_set_min_proto_version(impl_->context, 0);
    SSL_CTX_set_max_proto_version(impl_->context, options.tls_version_max);
  }
  if (!options.suites.empty()) SSL_CTX_set_cipher_list(impl_->context, options.suites.c_str());
  if (!options.alpn.empty()) {
    std::string list = char(options.alpn.size()) + options.alpn;
    SSL_CTX_set_alpn_protos(impl_->context, reinterpret_cast<const unsigned char*>(list.data()), unsigned(list.size()));
  }
  if (options.certificate) {
    SSL_CTX_use_certificate_chain_file(impl_->context, options.certificate->files().certificate_chain_file.c_str());
    SSL_CTX_use_PrivateKey_file(impl_->context, options.certificate->files().private_key_file.c_str(),
                                SSL_FILETYPE_PEM);
  }
}

TestClient::~TestClient() {
  close();
  SSL_SESSION_free(impl_->last);
  SSL_CTX_free(impl_->context);
}

bool TestClient::connect() {
  close();
  impl_->socket = ::socket(AF_INET, SOCK_STREAM, 0);
  timeval patience{10, 0};
  ::setsockopt(impl_->socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(impl_->port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(impl_->socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) return false;
  if (!impl_->options.tls) return true;
  impl_->session = SSL_new(impl_->context);
  SSL_set_fd(impl_->session, impl_->socket);
  SSL_set_tlsext_host_name(impl_->session, impl_->options.host.c_str());
  if (impl_->options.resume && impl_->last) SSL_set_session(impl_->session, impl_->last);
  if (SSL_connect(impl_->session) == 1) return true;
  close();
  return false;
}

void TestClient::close() {
  if (impl_->session) {
    SSL_SESSION_free(impl_->last);
    impl_->last = SSL_get1_session(impl_->session);
    SSL_shutdown(impl_->session);
    SSL_free(impl_->session);
    impl_->session = nullptr;
  }
  if (impl_->socket >= 0) ::close(impl_->socket);
  impl_->socket = -1;
  impl_->unread.clear();
}

bool TestClient::connected() const { return impl_->socket >= 0; }
bool TestClient::session_was_resumed() const { return impl_->session && SSL_session_reused(impl_->session) == 1; }

bool TestClient::send(std::string_view bytes) {
  if (impl_->session) return SSL_write(impl_->session, bytes.data(), int(bytes.size())) == int(bytes.size());
  return ::send(impl_->socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) == ssize_t(bytes.size());
}

std::string TestClient::receive_all() {
  while (impl_->fill()) {
  }
  return std::move(impl_->unread);
}

TestAnswer TestClient::receive(bool head) {
  TestAnswer answer;
  std::string& unread = impl_->unread;
  size_t end = 0;
  while ((end = unread.find("\r\n\r\n")) == std::string::npos)
    if (!impl_->fill()) return answer;
  std::vector<std::string> lines = split(std::string_view(unread).substr(0, end), '\n');
  unread.erase(0, end + 4);
  int status = int(parse_int(std::string_view(lines[0]).substr(9, 3)).value_or(0));
  if (status == 100) return receive(head);
  for (size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].ends_with('\r')) lines[i].pop_back();
    size_t colon = lines[i].find(':');
    answer.headers.emplace_back(ascii_lower(lines[i].substr(0, colon)),
                                std::string(trim(std::string_view(lines[i]).substr(colon + 1))));
  }
  size_t length = head ? 0 : size_t(parse_int(answer.header("content-length")).value_or(0));
  while (unread.size() < length)
    if (!impl_->fill()) return answer;
  answer.status = status;
  answer.body = unread.substr(0, length);
  unread.erase(0, length);
  for (const auto& [name, value] : answer.headers) {
    if (name != "set-cookie") continue;
    size_t equals = value.find('=');
    std::string cookie = value.substr(equals + 1, value.find(';') - equals - 1);
    if (value.find("Max-Age=0") != std::string::npos)
      cookies_.erase(value.substr(0, equals));
    else
      cookies_[value.substr(0, equals)] = cookie;
  }
  return answer;
}

TestAnswer TestClient::request(std::string_view method, std::string_view path, const HeaderList& headers,
                               std::string_view body) {
  std::string text =
      std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: " + impl_->options.host + "\r\n";
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  std::vector<std::string> pairs;
  for (const auto& [name, value] : cookies_) pairs.push_back(name + "=" + value);
  if (!pairs.empty()) text += "Cookie: " + join(pairs, "; ") + "\r\n";
  if (!body.empty() || method == "POST") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  text += "\r\n" + std::string(body);
  const bool head = method == "HEAD";
  if (connected() && send(text)) {
    TestAnswer answer = receive(head);
    if (answer.status != 0) {
      if (answer.header("connection") == "close") close();
      return answer;
    }
  }
  if (!connect() || !send(text)) return TestAnswer();
  TestAnswer answer = receive(head);
  if (answer.header("connection") == "close") close();
  return answer;
}

TestAnswer TestClient::get(std::string_view path, const HeaderList& headers) {
  return request("GET", path, headers, "");
}

TestAnswer TestClient::post_form(std::string_view path, const HeaderList& form, const HeaderList& headers) {
  std::vector<std::string> pairs;
  for (const auto& [name, value] : form) pairs.push_back(percent_encode(name) + "=" + percent_encode(value));
  HeaderList all = headers;
  all.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  return request("POST", path, all, join(pairs, "&"));
}

}  // namespace inkan::http
