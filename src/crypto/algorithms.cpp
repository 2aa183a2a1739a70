#include "crypto/jose.h"

namespace inkan::crypto {

std::string_view to_text(SignatureAlgorithm algorithm) {
  switch (algorithm) {
    case SignatureAlgorithm::kES256:
      return "ES256";
    case SignatureAlgorithm::kES384:
      return "ES384";
    case SignatureAlgorithm::kES512:
      return "ES512";
    case SignatureAlgorithm::kPS256:
      return "PS256";
    case SignatureAlgorithm::kEdDSA:
      return "EdDSA";
    case SignatureAlgorithm::kRS256:
      return "RS256";
  }
  return "";
}

std::string_view to_text(KeyManagement algorithm) {
  switch (algorithm) {
    case KeyManagement::kEcdhEsA128Kw:
      return "ECDH-ES+A128KW";
    case KeyManagement::kEcdhEsA192Kw:
      return "ECDH-ES+A192KW";
    case KeyManagement::kEcdhEsA256Kw:
      return "ECDH-ES+A256KW";
  }
  return "";
}

std::string_view to_text(ContentEncryption algorithm) {
  switch (algorithm) {
    case ContentEncryption::kA256Gcm:
      return "A256GCM";
    case ContentEncryption::kA256CbcHs512:
      return "A256CBC-HS512";
  }
  return "";
}

std::optional<SignatureAlgorithm> parse_signature_algorithm(std::string_view text) {
  using enum SignatureAlgorithm;
  for (auto algorithm : {kES256, kES384, kES512, kPS256, kEdDSA, kRS256})
    if (text == to_text(algorithm)) return algorithm;
  // RFC 9864 §2.2: the fully specified name of the only EdDSA curve here.
  if (text == "Ed25519") return kEdDSA;
  return std::nullopt;
}

std::optional<KeyManagement> parse_key_management(std::string_view text) {
  using enum KeyManagement;
  for (auto algorithm : {kEcdhEsA128Kw, kEcdhEsA192Kw, kEcdhEsA256Kw})
    if (text == to_text(algorithm)) return algorithm;
  return std::nullopt;
}

std::optional<ContentEncryption> parse_content_encryption(std::string_view text) {
  using enum ContentEncryption;
  for (auto algorithm : {kA256Gcm, kA256CbcHs512})
    if (text == to_text(algorithm)) return algorithm;
  return std::nullopt;
}

}  // namespace inkan::crypto
