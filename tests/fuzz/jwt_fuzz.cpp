// Feeds arbitrary text to the readers of JWS and JWE. Besides not crashing: nothing we did not sign may verify, nothing
// we did not encrypt may open.

#include "base/check.h"
#include "crypto/jose.h"

using namespace inkan;
using namespace inkan::crypto;

namespace {

struct Keys {
  PrivateKey signing = PrivateKey::generate(SignatureAlgorithm::kES256, "s").value();
  PrivateKey edwards = PrivateKey::generate(SignatureAlgorithm::kEdDSA, "d").value();
  PrivateKey gcm = PrivateKey::generate(KeyManagement::kEcdhEsA256Kw, "P-256", "e").value();
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Keys keys;
  constexpr SignatureAlgorithm allowed[] = {SignatureAlgorithm::kES256, SignatureAlgorithm::kEdDSA,
                                            SignatureAlgorithm::kPS256};
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto jws = UnverifiedJws::parse(text)) {
    (void)jws->claimed_issuer();
    (void)jws->key_id();
    check(!verify(*jws, keys.signing.public_key(), allowed), "a stranger's text is not signed by our key");
    check(!verify(*jws, keys.edwards.public_key(), allowed), "a stranger's text is not signed by our key");
    // A proof of possession brings its own key (RFC 9449 §4.2): the whole path of parsing it and checking with it.
    if (const json::object* jwk = find_object(jws->header(), "jwk"))
      if (auto key = PublicKey::from_jwk(*jwk)) (void)verify(*jws, *key, allowed);
  }
  (void)decrypt(keys.gcm, text);
  return 0;
}
