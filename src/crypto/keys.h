#pragma once
// Private to src/crypto: what the key types hold.

#include "crypto/jose.h"
#include "crypto/openssl.h"

namespace inkan::crypto {

enum class KeyKind { kP256, kP384, kP521, kRsa, kEd25519 };

// CurveFacts are the fixed numbers of one EC curve.
struct CurveFacts {
  KeyKind kind;
  std::string_view name;  // RFC 7518 §6.2.1.1
  const char* openssl_name;
  size_t coordinate_size;  // RFC 7518 §6.2.1.2: also that of d and of each half of a signature
  SignatureAlgorithm algorithm;
};
constexpr size_t kCoordinateSizeMax = 66;
const CurveFacts* find_curve(std::string_view name);
const CurveFacts* find_curve(KeyKind kind);  // nullptr for RSA and Ed25519

// The parsed key itself; immutable, shared by threads. OpenSSL keys are only read after parsing.
struct PublicKey::Impl {
  KeyKind kind = KeyKind::kP256;
  EvpKey key{};           // all but Ed25519
  std::string ed25519{};  // 32 bytes, Ed25519 only
  std::string first{};    // base64url of x, or of n
  std::string second{};   // base64url of y, or of e
  std::string key_id{};
  std::string thumbprint{};
  std::optional<KeyUse> use{};
  std::optional<SignatureAlgorithm> signature_algorithm{};
  std::optional<KeyManagement> key_management{};
  bool names_algorithm = false;  // `alg` was given
};

struct PrivateKey::Impl {
  explicit Impl(PublicKey half) : public_key(std::move(half)) {}
  PublicKey public_key;
  EvpKey key{};                // all but Ed25519
  Secret ed25519{};            // seed and public key, 64 bytes, Ed25519 only
  std::string header_start{};  // {"alg":…,"kid":… of every JWS this key signs
};

// UnsupportedKey marks the private detail of the error for keys of a kind that a set may hold and we cannot use.
constexpr std::string_view kUnsupportedKey = "unsupported key";

// import_point makes a public key from 04 || x || y; nullptr when the point is not on the curve.
EvpKey import_point(const CurveFacts& curve, std::string_view point);
// parameters_of is a key that holds nothing but the curve; made once, never freed, never changed.
EVP_PKEY* parameters_of(KeyKind kind);
// generate_ec makes a fresh key pair on the curve; nullptr when OpenSSL fails.
EvpKey generate_ec(KeyKind kind);
// point_of gives 04 || x || y of the key's public half.
std::string point_of(const EVP_PKEY* key, const CurveFacts& curve);
// public_members_of gives kty, crv, x, y or kty, n, e of any OpenSSL key we support.
Result<json::object> public_members_of(const EVP_PKEY* key);

// text_of finds a string member as std::string_view, or says that it is missing or no text.
Result<std::string_view> text_of(const json::object& jwk, std::string_view name);

}  // namespace inkan::crypto
