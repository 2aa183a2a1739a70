#pragma once

#include <string>

#include "base/check.h"
#include "base/encoding.h"
#include "crypto/jose.h"

namespace inkan::crypto {
// Private to src/crypto; tests need it for headers that sign() would never write.
Result<std::string> sign_bytes(const PrivateKey& key, std::string_view message);
}  // namespace inkan::crypto

// For the tests of this folder; the program links none of it.
namespace inkan::oidc {

inline crypto::PrivateKey make_key(std::string key_id = "key",
                                   crypto::SignatureAlgorithm algorithm = crypto::SignatureAlgorithm::kES256) {
  auto key = crypto::PrivateKey::generate(algorithm, std::move(key_id));
  check(key.has_value(), "a key can be made");
  return std::move(*key);
}

// jws_of makes a compact JWS with exactly this header, whatever it says, rightly signed.
inline std::string jws_of(const crypto::PrivateKey& key, const json::object& header, const json::object& claims) {
  std::string compact = base64url_encode(to_json_text(header)) + "." + base64url_encode(to_json_text(claims));
  auto signature = crypto::sign_bytes(key, compact);
  check(signature.has_value(), "a key can sign");
  return compact + "." + base64url_encode(*signature);
}

inline json::object proof_header(const crypto::PrivateKey& key) {
  json::object header;
  header["typ"] = "dpop+jwt";
  header["alg"] = "ES256";
  header["jwk"] = key.public_key().to_jwk();
  return header;
}

}  // namespace inkan::oidc
