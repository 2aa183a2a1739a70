#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace inkan::crypto {

// SignatureAlgorithm: RFC 7518 §3.1 and RFC 8037. RS256 verifies only (WebAuthn and old clients), never signs.
enum class SignatureAlgorithm { kES256, kES384, kES512, kPS256, kEdDSA, kRS256 };
// KeyManagement and ContentEncryption: RFC 7518 §4.6 and §5.
enum class KeyManagement { kEcdhEsA128Kw, kEcdhEsA192Kw, kEcdhEsA256Kw };
enum class ContentEncryption { kA256Gcm, kA256CbcHs512 };

std::string_view to_text(SignatureAlgorithm algorithm);
std::string_view to_text(KeyManagement algorithm);
std::string_view to_text(ContentEncryption algorithm);
std::optional<SignatureAlgorithm> parse_signature_algorithm(std::string_view text);  // accepts EdDSA and Ed25519
std::optional<KeyManagement> parse_key_management(std::string_view text);
std::optional<ContentEncryption> parse_content_encryption(std::string_view text);

enum class KeyUse { kSignature, kEncryption };

// PublicKey is an immutable, parsed public key (EC P-256/384/521, RSA 2048 and more, Ed25519). Cheap to copy: copies
// share one OpenSSL key, which is never changed after parsing.
class PublicKey {
 public:
  // from_jwk refuses private members, symmetric and weak keys, points off the curve, and mismatched use/alg.
  // RFC 7517 §4, RFC 7518 §6. Members it does not know are ignored.
  static Result<PublicKey> from_jwk(const json::object& jwk);
  // from_certificate takes the subject key of a DER certificate (RFC 8705 §2.2).
  static Result<PublicKey> from_certificate(std::string_view der);

  // The algorithm belongs to the key: from its `alg`, else from kty and crv (RSA: PS256). nullopt for keys that
  // only encrypt.
  std::optional<SignatureAlgorithm> signature_algorithm() const;
  std::optional<KeyManagement> key_management() const;  // from `alg`; ECDH-ES+A256KW where an enc key names none
  std::optional<KeyUse> use() const;
  const std::string& key_id() const;  // empty where the JWK has no kid
  // curve is "P-256", "P-384", "P-521", "Ed25519" or empty for RSA.
  std::string_view curve() const;
  // thumbprint is RFC 7638 with SHA-256, base64url, over the required members only. Computed on parsing.
  const std::string& thumbprint() const;
  json::object to_jwk() const;  // required members, kid, use, alg

  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  friend class PrivateKey;
  explicit PublicKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;  // shared by copies; immutable
};

// PrivateKey signs or decrypts. Made here or read from a sealed store; never printed.
class PrivateKey {
 public:
  static Result<PrivateKey> generate(SignatureAlgorithm algorithm, std::string key_id);
  static Result<PrivateKey> generate(KeyManagement algorithm, std::string_view curve, std::string key_id);
  static Result<PrivateKey> from_jwk(const json::object& jwk);
  const PublicKey& public_key() const;
  Secret to_jwk_text() const;  // for sealing

  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  explicit PrivateKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;  // shared by copies; immutable
};

// JwkSet is a parsed RFC 7517 §5 set of public keys. parse refuses sets with private or symmetric keys, duplicate
// kids, more than 32 keys, and says which key is wrong and why; unknown kty is skipped as RFC 7517 §5 asks.
class JwkSet {
 public:
  static Result<JwkSet> parse(const json::object& set);
  static Result<JwkSet> parse(std::string_view text);
  std::span<const PublicKey> keys() const { return keys_; }
  // signing_keys gives the keys to try for a JWS with this kid; without kid, every signing key (bounded by 32).
  std::vector<const PublicKey*> signing_keys(std::optional<std::string_view> key_id) const;
  // encryption_key picks for this algorithm: stronger curve first, then stronger alg, then first listed
  // (docs/client_keys.md). nullptr where none fits; nullopt algorithm means any.
  const PublicKey* encryption_key(std::optional<KeyManagement> algorithm) const;

 private:
  std::vector<PublicKey> keys_{};
};

// UnverifiedJws is received text taken apart, nothing proven. It deliberately offers no payload: only what is needed
// to find the key. DPoP (RFC 9449 §4.2) needs the header's jwk, client assertions need kid and, for look-up of the
// client, the claimed issuer.
class UnverifiedJws {
 public:
  // parse wants the compact form: three strict base64url parts, header an object of at most 4 KiB without `crit`,
  // `b64`; at most 16 KiB in all.
  static Result<UnverifiedJws> parse(std::string_view compact);
  const json::object& header() const { return header_; }
  std::optional<std::string_view> key_id() const { return find_string(header_, "kid"); }
  std::optional<std::string_view> type() const { return find_string(header_, "typ"); }
  std::optional<std::string_view> algorithm() const { return find_string(header_, "alg"); }
  // claimed_issuer reads `iss` of the unproven payload: for finding whose key to try, nothing else.
  std::optional<std::string> claimed_issuer() const;

 private:
  friend Result<class VerifiedJws> verify(const UnverifiedJws&, const PublicKey&, std::span<const SignatureAlgorithm>);
  json::object header_{};
  std::string signing_input_{};
  std::string payload_{};
  std::string signature_{};
};

// VerifiedJws exists only when a signature was right. claims() is the payload as JSON object.
class VerifiedJws {
 public:
  const json::object& header() const { return header_; }
  const json::object& claims() const { return claims_; }

 private:
  friend Result<VerifiedJws> verify(const UnverifiedJws&, const PublicKey&, std::span<const SignatureAlgorithm>);
  json::object header_{};
  json::object claims_{};
};

// verify checks with the key's own algorithm; the header's alg must name it and it must be in `allowed`.
// Error kUnauthenticated for a wrong signature, kInvalidInput for everything else.
Result<VerifiedJws> verify(const UnverifiedJws& jws, const PublicKey& key, std::span<const SignatureAlgorithm> allowed);
// verify_bytes is the same without JSON (vectors, WebAuthn): raw signature in JOSE form.
Result<Done> verify_bytes(const PublicKey& key, SignatureAlgorithm algorithm, std::string_view message,
                          std::string_view signature);
// ecdsa_signature_from_der turns the DER form (X.509, WebAuthn) into the JOSE form that verify_bytes takes; refuses
// anything but the one DER encoding of two positive numbers, and keys that are not EC.
Result<std::string> ecdsa_signature_from_der(const PublicKey& key, std::string_view der);

// sign makes a compact JWS with {alg, kid, typ}. type: "JWT", "at+jwt", …
Result<std::string> sign(const PrivateKey& key, std::string_view type, const json::object& claims);

// encrypt makes a compact JWE: header {alg, enc, kid, epk, cty?}. content_type "JWT" for nested tokens.
Result<std::string> encrypt(const PublicKey& recipient, KeyManagement algorithm, ContentEncryption encryption,
                            std::string_view content_type, std::string_view plaintext);
// decrypt opens a compact JWE with the key's own algorithm.
Result<std::string> decrypt(const PrivateKey& key, std::string_view compact);

}  // namespace inkan::crypto
