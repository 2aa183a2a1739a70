#include <openssl/bio.h>
#include <openssl/x509.h>

#include "base/encoding.h"
#include "crypto/hash.h"
#include "crypto/openssl.h"
#include "crypto/x509.h"

namespace inkan::crypto {

namespace {

using Certificate = std::unique_ptr<X509, Freed<X509_free>>;

Result<Certificate> read_certificate(std::string_view der) {
  const unsigned char* at = in(der);
  Certificate certificate(d2i_X509(nullptr, &at, long(der.size())));
  forget_openssl_errors();
  if (!certificate || at != in(der) + der.size())
    return fail(ErrorCode::kInvalidInput, "The certificate cannot be read.");
  return certificate;
}

std::optional<Time> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  return from_unix_seconds(timegm(&parts));
}

}  // namespace

std::string certificate_thumbprint(std::string_view der) { return base64url_encode(sha256(der)); }

Result<std::string> subject_dn(std::string_view der) {
  auto certificate = read_certificate(der);
  if (!certificate) return pass_on(certificate);
  std::unique_ptr<BIO, Freed<BIO_free_all>> text(BIO_new(BIO_s_mem()));
  // XN_FLAG_RFC2253 is RFC 4514 but for escaping what is not ASCII, which RFC 4514 §2.4 leaves as UTF-8.
  const unsigned long flags = XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
  if (!text || X509_NAME_print_ex(text.get(), X509_get_subject_name(certificate->get()), 0, flags) < 0)
    return fail(ErrorCode::kInvalidInput, "The subject of the certificate cannot be read.", openssl_error());
  char* at = nullptr;
  const long size = BIO_get_mem_data(text.get(), &at);
  return std::string(at, size_t(size));
}

Result<bool> certificate_is_current(std::string_view der, Time now) {
  auto certificate = read_certificate(der);
  if (!certificate) return pass_on(certificate);
  auto from = time_of(X509_get0_notBefore(certificate->get()));
  auto until = time_of(X509_get0_notAfter(certificate->get()));
  if (!from || !until) return fail(ErrorCode::kInvalidInput, "The dates of the certificate cannot be read.");
  // RFC 5280 §4.1.2.5: both ends belong to the period; the last second whole.
  return *from <= now && now < *until + std::chrono::seconds(1);
}

}  // namespace inkan::crypto
