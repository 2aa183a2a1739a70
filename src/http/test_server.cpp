#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdlib>
#include <filesystem>

#include "base/check.h"
#include "http/test_client.h"

namespace inkan::http {

namespace asio = boost::asio;

Response run_handler(const Router& router, Request request) {
  Router::Match match = router.match(request.method, request.path);
  Response response;
  if (!match.handler) {
    response.status = match.allow.empty() ? 404 : 405;
    return response;
  }
  request.path_values = std::move(match.path_values);
  asio::io_context context(1);
  auto answer = asio::co_spawn(context, (*match.handler)(request), asio::use_future);
  context.run();
  return answer.get();
}

TestCertificate::TestCertificate(std::string_view common_name) {
  std::string pattern = (std::filesystem::temp_directory_path() / "inkan-test-XXXXXX").string();
  check(::mkdtemp(pattern.data()) != nullptr, "a temporary folder can be made");
  folder_ = pattern;
  files_.certificate_chain_file = folder_ + "/certificate.pem";
  files_.private_key_file = folder_ + "/key.pem";
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
  X509_NAME* name = X509_get_subject_name(certificate);
  std::string text(common_name);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1,
                             0);
  X509_set_issuer_name(certificate, name);
  X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  X509_add_ext(certificate, names, -1);
  X509_EXTENSION_free(names);
  X509_set_pubkey(certificate, key);
  X509_sign(certificate, key, EVP_sha256());
  BIO* out = BIO_new_file(files_.certificate_chain_file.c_str(), "w");
  PEM_write_bio_X509(out, certificate);
  BIO_free(out);
  out = BIO_new_file(files_.private_key_file.c_str(), "w");
  PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
  BIO_free(out);
  unsigned char* der = nullptr;
  int size = i2d_X509(certificate, &der);
  der_.assign(reinterpret_cast<const char*>(der), size_t(size));
  OPENSSL_free(der);
  X509_free(certificate);
  EVP_PKEY_free(key);
}

TestCertificate::~TestCertificate() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

TestServer::TestServer(const Router& router, const Options& options) {
  Log& log = options.log ? *options.log : silent_;
  Server::Deps deps{router, clock_, random_, log, metrics_};
  server_ = std::make_unique<Server>(deps, options.limits);
  Listener listener;
  listener.address = "127.0.0.1";
  if (options.certificate) listener.tls = options.certificate->files();
  listener.ask_client_certificate = options.ask_client_certificate;
  listener.client_ca_file = options.client_ca_file;
  listener.trusted_proxies = options.trusted_proxies;
  std::vector<asio::io_context*> contexts;
  for (size_t i = 0; i < options.threads; ++i)
    contexts.push_back(contexts_.emplace_back(std::make_unique<asio::io_context>(1)).get());
  check(server_->listen(contexts, listener).has_value(), "the test server can listen");
  port_ = server_->port(0);
  for (asio::io_context* context : contexts) threads_.emplace_back([context] { context->run(); });
}

void TestServer::stop(Duration grace) {
  if (stopped_) return;
  stopped_ = true;
  asio::co_spawn(*contexts_.front(), server_->stop(grace), asio::use_future).get();
}

TestServer::~TestServer() {
  stop(Duration(0));
  for (auto& context : contexts_) context->stop();
  for (std::thread& thread : threads_) thread.join();
  server_.reset();
}

}  // namespace inkan::http
