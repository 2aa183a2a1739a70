// Client certificates (DER): each question about one gives the same verdict on its form, and nothing may follow it.
#include "base/check.h"
#include "base/text.h"
#include "crypto/jose.h"
#include "crypto/x509.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace inkan;
  const std::string der(reinterpret_cast<const char*>(data), size);
  check(crypto::certificate_thumbprint(der).size() == 43, "a thumbprint has 43 characters");
  (void)crypto::certificate_is_current(der, from_unix_seconds(1'800'000'000));
  auto subject = crypto::subject_dn(der);
  auto key = crypto::PublicKey::from_certificate(der);
  if (subject) {
    check(is_utf8(*subject), "a subject is UTF-8");
    for (char c : *subject) check(uint8_t(c) >= 0x20 && c != 0x7F, "a subject holds no control character");
    check(!crypto::subject_dn(der + '\0'), "nothing may follow a certificate");
  }
  if (!key) return 0;
  auto again = crypto::PublicKey::from_jwk(key->to_jwk());
  check(again.has_value() && again->thumbprint() == key->thumbprint(), "its key can be written as a JWK");
  if (auto algorithm = key->signature_algorithm())
    check(!crypto::verify_bytes(*key, *algorithm, "message", std::string(64, 'x')), "a made-up signature is wrong");
  return 0;
}
