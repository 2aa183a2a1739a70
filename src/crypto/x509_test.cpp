#include "crypto/x509.h"

#include <gtest/gtest.h>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/encoding.h"
#include "crypto/jose.h"
#include "crypto/openssl.h"

namespace inkan::crypto {
namespace {

using std::chrono::days;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;

const Time kNow = from_unix_seconds(1'800'000'000);

Certificate parsed(const IssuedCertificate& issued) {
  Bio bio(BIO_new_mem_buf(issued.certificate_pem.data(), int(issued.certificate_pem.size())));
  return Certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

std::string der_of(const IssuedCertificate& issued) {
  Certificate certificate = parsed(issued);
  unsigned char* der = nullptr;
  int size = i2d_X509(certificate.get(), &der);
  std::string bytes(reinterpret_cast<char*>(der), size_t(size));
  OPENSSL_free(der);
  return bytes;
}

// chain_error builds the path as a TLS peer would; X509_V_OK when it is good.
int chain_error(const IssuedCertificate& authority, const IssuedCertificate& leaf, int purpose, Time at,
                const char* host = nullptr) {
  Certificate root = parsed(authority), end = parsed(leaf);
  std::unique_ptr<X509_STORE, Freed<X509_STORE_free>> store(X509_STORE_new());
  X509_STORE_add_cert(store.get(), root.get());
  std::unique_ptr<X509_STORE_CTX, Freed<X509_STORE_CTX_free>> context(X509_STORE_CTX_new());
  X509_STORE_CTX_init(context.get(), store.get(), end.get(), nullptr);
  X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_X509_STRICT);
  X509_VERIFY_PARAM_set_purpose(parameters, purpose);
  X509_VERIFY_PARAM_set_time(parameters, unix_seconds(at));
  if (host) X509_VERIFY_PARAM_set1_host(parameters, host, 0);
  X509_verify_cert(context.get());
  return X509_STORE_CTX_get_error(context.get());
}

class Issuing : public testing::Test {
 protected:
  Result<IssuedCertificate> issue(const LeafRequest& request, Duration lifetime = days(90)) {
    return issue_certificate(authority_, request, kNow, lifetime);
  }
  IssuedCertificate authority_ = make_authority("Inkan development", kNow, days(365)).value();
  LeafRequest server_{
      .common_name = "localhost", .dns_names = {"localhost", "*.inkan.test"}, .ip_addresses = {"127.0.0.1", "::1"}};
  LeafRequest client_{.common_name = "tax", .client = true};
};

TEST_F(Issuing, server_certificates_hold_for_their_names_as_servers_only) {
  auto leaf = issue(server_).value();
  EXPECT_EQ(chain_error(authority_, leaf, X509_PURPOSE_SSL_SERVER, kNow, "localhost"), X509_V_OK);
  EXPECT_EQ(chain_error(authority_, leaf, X509_PURPOSE_SSL_SERVER, kNow, "a.inkan.test"), X509_V_OK);
  EXPECT_EQ(chain_error(authority_, leaf, X509_PURPOSE_SSL_SERVER, kNow, "other.test"), X509_V_ERR_HOSTNAME_MISMATCH);
  EXPECT_EQ(chain_error(authority_, leaf, X509_PURPOSE_SSL_CLIENT, kNow), X509_V_ERR_INVALID_PURPOSE);
  Certificate certificate = parsed(leaf);
  EXPECT_EQ(X509_check_ip_asc(certificate.get(), "127.0.0.1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(certificate.get(), "::1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(certificate.get(), "127.0.0.2", 0), 0);
}

TEST_F(Issuing, client_certificates_hold_as_clients_only) {
  auto leaf = issue(client_).value();
  EXPECT_EQ(chain_error(authority_, leaf, X509_PURPOSE_SSL_CLIENT, kNow), X509_V_OK);
  EXPECT_EQ(chain_error(authority_, leaf, X509_PURPOSE_SSL_SERVER, kNow), X509_V_ERR_INVALID_PURPOSE);
}

TEST_F(Issuing, leaves_end_and_sign_nothing) {
  auto leaf = issue(server_, days(10)).value();
  EXPECT_EQ(chain_error(authority_, leaf, X509_PURPOSE_SSL_SERVER, kNow + days(10)), X509_V_ERR_CERT_HAS_EXPIRED);
  EXPECT_EQ(chain_error(authority_, leaf, X509_PURPOSE_SSL_SERVER, kNow - days(1)), X509_V_ERR_CERT_NOT_YET_VALID);
  EXPECT_FALSE(issue_certificate(leaf, server_, kNow, days(1)));
  auto other = make_authority("Other", kNow, days(365)).value();
  EXPECT_NE(chain_error(other, leaf, X509_PURPOSE_SSL_SERVER, kNow), X509_V_OK);
}

TEST_F(Issuing, extensions_are_what_browsers_ask_for) {
  Certificate root = parsed(authority_), leaf = parsed(issue(server_).value());
  for (X509* certificate : {root.get(), leaf.get()}) {
    int constraints = X509_get_ext_by_NID(certificate, NID_basic_constraints, -1);
    ASSERT_GE(constraints, 0);
    EXPECT_TRUE(X509_EXTENSION_get_critical(X509_get_ext(certificate, constraints)));
    int usage = X509_get_ext_by_NID(certificate, NID_key_usage, -1);
    ASSERT_GE(usage, 0);
    EXPECT_TRUE(X509_EXTENSION_get_critical(X509_get_ext(certificate, usage)));
    EXPECT_GE(X509_get_ext_by_NID(certificate, NID_subject_key_identifier, -1), 0);
    EXPECT_GE(X509_get_ext_by_NID(certificate, NID_authority_key_identifier, -1), 0);
    EXPECT_EQ(X509_get_signature_nid(certificate), NID_ecdsa_with_SHA256);
  }
  EXPECT_EQ(X509_check_ca(root.get()), 1);
  EXPECT_EQ(X509_get_pathlen(root.get()), 0);
  EXPECT_EQ(X509_check_ca(leaf.get()), 0);
  EXPECT_EQ(X509_get_key_usage(root.get()), uint32_t(KU_KEY_CERT_SIGN | KU_CRL_SIGN));
  EXPECT_EQ(X509_get_key_usage(leaf.get()), uint32_t(KU_DIGITAL_SIGNATURE));
  EXPECT_EQ(X509_get_extended_key_usage(leaf.get()), uint32_t(XKU_SSL_SERVER));
  ASN1_OCTET_STRING const* key_id = X509_get0_authority_key_id(leaf.get());
  EXPECT_EQ(ASN1_OCTET_STRING_cmp(key_id, X509_get0_subject_key_id(root.get())), 0);
}

TEST_F(Issuing, rejects_requests_that_make_no_sense) {
  auto refused = [&](LeafRequest request) { return !issue(request); };
  EXPECT_FALSE(refused(server_));
  EXPECT_TRUE(refused({.common_name = "localhost"}));
  EXPECT_TRUE(refused({.common_name = "", .dns_names = {"localhost"}}));
  EXPECT_TRUE(refused({.common_name = std::string(65, 'x'), .dns_names = {"localhost"}}));
  for (std::string bad : {"", ".", "a b", "a,DNS:b", "a..b", ".a", "a.", "a\nb", "印鑑"})
    EXPECT_TRUE(refused({.common_name = "x", .dns_names = {bad}})) << bad;
  EXPECT_TRUE(refused({.common_name = "x", .dns_names = {std::string("a\0b", 3)}}));
  for (std::string bad : {"", "1.2.3", "1.2.3.256", "::g", "localhost"})
    EXPECT_TRUE(refused({.common_name = "x", .ip_addresses = {bad}})) << bad;
  EXPECT_TRUE(refused({.common_name = "x", .dns_names = std::vector<std::string>(65, "a")}));
  EXPECT_FALSE(issue(server_, days(826)));
  EXPECT_FALSE(issue(server_, Duration(0)));
  EXPECT_TRUE(issue(server_, days(825)));
  EXPECT_FALSE(make_authority("", kNow, days(1)));
  EXPECT_FALSE(make_authority("x", kNow, days(5000)));
}

TEST_F(Issuing, rejects_an_authority_whose_key_is_another) {
  auto other = make_authority("Other", kNow, days(365)).value();
  IssuedCertificate mixed{authority_.certificate_pem, other.private_key_pem.copy()};
  EXPECT_FALSE(issue_certificate(mixed, server_, kNow, days(1)));
  IssuedCertificate broken{"no certificate", Secret("no key")};
  EXPECT_FALSE(issue_certificate(broken, server_, kNow, days(1)));
}

TEST_F(Issuing, certificates_are_current_in_their_period) {
  std::string der = der_of(issue(client_, days(10)).value());
  EXPECT_TRUE(*certificate_is_current(der, kNow));
  EXPECT_FALSE(*certificate_is_current(der, kNow - Duration(1)));
  EXPECT_TRUE(*certificate_is_current(der, kNow + days(10) - Duration(1)));
  EXPECT_FALSE(*certificate_is_current(der, kNow + days(10)));
  EXPECT_FALSE(certificate_is_current("no certificate", kNow));
}

TEST_F(Issuing, subject_is_written_as_RFC_4514) {
  client_.common_name = "a,b+c \"d\" 印鑑";
  std::string der = der_of(issue(client_).value());
  EXPECT_EQ(subject_dn(der).value(), "CN=a\\,b\\+c \\\"d\\\" 印鑑");
  EXPECT_FALSE(subject_dn(der + "x"));
  EXPECT_FALSE(subject_dn(der.substr(1)));
  EXPECT_FALSE(subject_dn(""));
}

TEST_F(Issuing, keys_of_certificates_become_public_keys) {
  std::string der = der_of(issue(client_).value());
  auto key = PublicKey::from_certificate(der);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->curve(), "P-256");
  EXPECT_EQ(PublicKey::from_jwk(key->to_jwk())->thumbprint(), key->thumbprint());
  EXPECT_FALSE(PublicKey::from_certificate(der + "x"));
  EXPECT_FALSE(PublicKey::from_certificate(""));
}

}  // namespace
}  // namespace inkan::crypto
