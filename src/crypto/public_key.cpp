#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>
#include <sodium.h>

#include "base/encoding.h"
#include "crypto/hash.h"
#include "crypto/keys.h"

namespace inkan::crypto {

namespace {

constexpr size_t kKeyIdSizeMax = 256;
constexpr size_t kRsaBitsMin = 2048;
constexpr size_t kRsaBitsMax = 8192;  // the cost of a verification grows with the square of the size
constexpr size_t kEdKeySize = 32;

std::unexpected<Error> refuse(std::string why) { return fail(ErrorCode::kInvalidInput, "The key (JWK) " + why); }
std::unexpected<Error> unsupported(std::string why) {
  return fail(ErrorCode::kInvalidInput, "The key (JWK) " + why, std::string(kUnsupportedKey));
}

Result<Done> read_ec(const json::object& jwk, PublicKey::Impl& key) {
  auto name = text_of(jwk, "crv");
  if (!name) return pass_on(name);
  const CurveFacts* curve = find_curve(*name);
  if (!curve) return unsupported("is on a curve that is not supported; use P-256, P-384 or P-521");
  auto x_text = text_of(jwk, "x");
  if (!x_text) return pass_on(x_text);
  auto y_text = text_of(jwk, "y");
  if (!y_text) return pass_on(y_text);
  auto x = base64url_decode(*x_text);
  auto y = base64url_decode(*y_text);
  // RFC 7518 §6.2.1.2: the length of a coordinate is that of the field, leading zeros included.
  if (!x || !y || x->size() != curve->coordinate_size || y->size() != curve->coordinate_size)
    return refuse("has coordinates of the wrong form; x and y are base64url of the full field size");
  key.key = import_point(*curve, "\x04" + *x + *y);
  if (!key.key) return refuse("has a point that is not on the curve");
  key.kind = curve->kind;
  key.first = *x_text;
  key.second = *y_text;
  return Done{};
}

EvpKey import_rsa(std::string_view n, std::string_view e) {
  std::unique_ptr<BIGNUM, Freed<BN_free>> modulus(BN_bin2bn(in(n), int(n.size()), nullptr));
  std::unique_ptr<BIGNUM, Freed<BN_free>> exponent(BN_bin2bn(in(e), int(e.size()), nullptr));
  std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>> builder(OSSL_PARAM_BLD_new());
  if (!modulus || !exponent || !builder ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
    return nullptr;
  std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  EvpKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return nullptr;
  return EvpKey(key);
}

Result<Done> read_rsa(const json::object& jwk, PublicKey::Impl& key) {
  auto n_text = text_of(jwk, "n");
  if (!n_text) return pass_on(n_text);
  auto e_text = text_of(jwk, "e");
  if (!e_text) return pass_on(e_text);
  auto n = base64url_decode(*n_text);
  auto e = base64url_decode(*e_text);
  // RFC 7518 §2 Base64urlUInt: no leading zero octet.
  if (!n || !e || n->empty() || e->empty() || (*n)[0] == 0 || (*e)[0] == 0)
    return refuse("has numbers of the wrong form; n and e are base64url without leading zeros");
  size_t bits = n->size() * 8 - size_t(__builtin_clz(uint8_t((*n)[0])) - 24);
  if (bits < kRsaBitsMin) return refuse("is an RSA key of fewer than 2048 bits");
  if (bits > kRsaBitsMax) return refuse("is an RSA key of more than 8192 bits");
  if ((uint8_t(n->back()) & 1) == 0) return refuse("has an even RSA modulus");
  // FIPS 186-5 §5.1: e is odd and greater than 2^16; the upper bound keeps verification cheap.
  if (e->size() < 3 || e->size() > 4 || (uint8_t(e->back()) & 1) == 0)
    return refuse("has an RSA exponent outside 65537 to 2^32");
  key.key = import_rsa(*n, *e);
  forget_openssl_errors();
  if (!key.key) return refuse("is not a valid RSA key");
  key.kind = KeyKind::kRsa;
  key.first = *n_text;
  key.second = *e_text;
  return Done{};
}

Result<Done> read_okp(const json::object& jwk, PublicKey::Impl& key) {
  auto curve = text_of(jwk, "crv");
  if (!curve) return pass_on(curve);
  // RFC 8037 §2
  if (*curve != "Ed25519") return unsupported("is on a curve that is not supported; use Ed25519");
  auto x_text = text_of(jwk, "x");
  if (!x_text) return pass_on(x_text);
  auto x = base64url_decode(*x_text);
  if (!x || x->size() != kEdKeySize) return refuse("has an x that is not base64url of 32 bytes");
  use_sodium();
  // A conversion to X25519 fails for points of small order, off the curve or outside the main subgroup.
  unsigned char ignored[32];
  if (crypto_sign_ed25519_pk_to_curve25519(ignored, in(*x)) != 0) return refuse("has a weak or invalid Ed25519 point");
  key.kind = KeyKind::kEd25519;
  key.ed25519 = std::move(*x);
  key.first = *x_text;
  return Done{};
}

// RFC 7638 §3.2: the required members alone, in the order of their names. Their values are strict base64url here, so
// nothing needs escaping.
std::string thumbprint_of(const PublicKey::Impl& key) {
  std::string text;
  text.reserve(key.first.size() + 128);
  if (const CurveFacts* curve = find_curve(key.kind)) {
    text.append(R"({"crv":")").append(curve->name).append(R"(","kty":"EC","x":")").append(key.first);
    text.append(R"(","y":")").append(key.second).append("\"}");
  } else if (key.kind == KeyKind::kRsa) {
    text.append(R"({"e":")").append(key.second).append(R"(","kty":"RSA","n":")").append(key.first).append("\"}");
  } else {
    text.append(R"({"crv":"Ed25519","kty":"OKP","x":")").append(key.first).append("\"}");
  }
  return base64url_encode(sha256(text));
}

SignatureAlgorithm natural_algorithm(KeyKind kind) {
  if (const CurveFacts* curve = find_curve(kind)) return curve->algorithm;
  return kind == KeyKind::kRsa ? SignatureAlgorithm::kPS256 : SignatureAlgorithm::kEdDSA;
}

bool may_sign_with(KeyKind kind, SignatureAlgorithm algorithm) {
  return algorithm == natural_algorithm(kind) || (kind == KeyKind::kRsa && algorithm == SignatureAlgorithm::kRS256);
}

Result<Done> read_use(const json::object& jwk, PublicKey::Impl& key) {
  // RFC 7517 §4.2
  if (jwk.contains("use")) {
    auto use = text_of(jwk, "use");
    if (!use) return pass_on(use);
    if (*use == "sig") {
      key.use = KeyUse::kSignature;
    } else if (*use == "enc") {
      key.use = KeyUse::kEncryption;
    } else {
      return unsupported("has a use other than sig or enc");
    }
  }
  // RFC 7517 §4.3: no operation twice, and none that contradicts use.
  const json::value* listed = jwk.if_contains("key_ops");
  if (!listed) return Done{};
  if (!listed->is_array()) return refuse("has key_ops that are no list");
  std::vector<std::string_view> seen;
  for (const auto& item : listed->get_array()) {
    if (!item.is_string()) return refuse("has key_ops that are no texts");
    std::string_view name(item.get_string().data(), item.get_string().size());
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) return refuse("names one of its key_ops twice");
    seen.push_back(name);
    KeyUse means = KeyUse::kEncryption;
    if (name == "sign" || name == "verify") {
      means = KeyUse::kSignature;
    } else if (name != "deriveKey" && name != "deriveBits") {
      return unsupported("has key_ops that are not supported");
    }
    if (key.use && *key.use != means) return refuse("has key_ops that contradict each other or its use");
    key.use = means;
  }
  return Done{};
}

// RFC 7517 §4.4. The key decides the algorithm for good: what a token's header says later is only compared with it.
Result<Done> read_algorithm(const json::object& jwk, PublicKey::Impl& key) {
  if (jwk.contains("alg")) {
    auto name = text_of(jwk, "alg");
    if (!name) return pass_on(name);
    key.names_algorithm = true;
    if (auto signature = parse_signature_algorithm(*name)) {
      if (!may_sign_with(key.kind, *signature)) return refuse("has an alg that does not fit its kty and crv");
      if (key.use == KeyUse::kEncryption) return refuse("has an alg that contradicts its use");
      key.signature_algorithm = signature;
      return Done{};
    }
    if (auto management = parse_key_management(*name)) {
      if (!find_curve(key.kind)) return refuse("has an alg that does not fit its kty and crv");
      if (key.use == KeyUse::kSignature) return refuse("has an alg that contradicts its use");
      key.key_management = management;
      return Done{};
    }
    return unsupported("has an alg that is not supported");
  }
  if (key.use != KeyUse::kEncryption) {
    key.signature_algorithm = natural_algorithm(key.kind);
    return Done{};
  }
  if (!find_curve(key.kind)) return unsupported("is for encryption but not on P-256, P-384 or P-521");
  key.key_management = KeyManagement::kEcdhEsA256Kw;
  return Done{};
}

}  // namespace

Result<std::string_view> text_of(const json::object& jwk, std::string_view name) {
  auto text = find_string(jwk, name);
  if (!text) return refuse("needs the text member \"" + std::string(name) + "\"");
  return *text;
}

Result<PublicKey> PublicKey::from_jwk(const json::object& jwk) {
  // RFC 7518 §6.2.2, §6.3.2, §6.4.1: members that are or hold secrets; a sender who shows them has lost the key.
  for (const char* name : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
    if (jwk.contains(name)) return refuse("holds private members; send the public half only");
  auto kind = text_of(jwk, "kty");
  if (!kind) return pass_on(kind);
  auto impl = std::make_shared<Impl>();
  Result<Done> read = Done{};
  if (*kind == "EC") {
    read = read_ec(jwk, *impl);
  } else if (*kind == "RSA") {
    read = read_rsa(jwk, *impl);
  } else if (*kind == "OKP") {
    read = read_okp(jwk, *impl);
  } else if (*kind == "oct") {
    return refuse("is a symmetric key, which must not be sent here");
  } else {
    return unsupported("has a kty that is not supported; use EC, RSA or OKP");
  }
  if (!read) return pass_on(read);
  if (auto use = read_use(jwk, *impl); !use) return pass_on(use);
  if (auto algorithm = read_algorithm(jwk, *impl); !algorithm) return pass_on(algorithm);
  if (jwk.contains("kid")) {
    auto key_id = text_of(jwk, "kid");
    if (!key_id) return pass_on(key_id);
    if (key_id->size() > kKeyIdSizeMax) return refuse("has a kid of more than 256 bytes");
    impl->key_id = *key_id;
  }
  impl->thumbprint = thumbprint_of(*impl);
  return PublicKey(std::move(impl));
}

Result<PublicKey> PublicKey::from_certificate(std::string_view der) {
  const unsigned char* at = in(der);
  std::unique_ptr<X509, Freed<X509_free>> certificate(d2i_X509(nullptr, &at, long(der.size())));
  EVP_PKEY* key = certificate && at == in(der) + der.size() ? X509_get0_pubkey(certificate.get()) : nullptr;
  forget_openssl_errors();
  if (!key) return fail(ErrorCode::kInvalidInput, "The certificate cannot be read.");
  auto jwk = public_members_of(key);
  if (!jwk) return pass_on(jwk);
  return from_jwk(*jwk);
}

std::optional<SignatureAlgorithm> PublicKey::signature_algorithm() const { return impl_->signature_algorithm; }
std::optional<KeyManagement> PublicKey::key_management() const { return impl_->key_management; }
std::optional<KeyUse> PublicKey::use() const { return impl_->use; }
const std::string& PublicKey::key_id() const { return impl_->key_id; }
const std::string& PublicKey::thumbprint() const { return impl_->thumbprint; }

std::string_view PublicKey::curve() const {
  if (const CurveFacts* curve = find_curve(impl_->kind)) return curve->name;
  return impl_->kind == KeyKind::kEd25519 ? "Ed25519" : "";
}

json::object PublicKey::to_jwk() const {
  json::object jwk;
  if (impl_->kind == KeyKind::kRsa) {
    jwk["kty"] = "RSA";
    jwk["n"] = impl_->first;
    jwk["e"] = impl_->second;
  } else {
    jwk["kty"] = impl_->kind == KeyKind::kEd25519 ? "OKP" : "EC";
    jwk["crv"] = curve();
    jwk["x"] = impl_->first;
    if (impl_->kind != KeyKind::kEd25519) jwk["y"] = impl_->second;
  }
  if (!impl_->key_id.empty()) jwk["kid"] = impl_->key_id;
  if (impl_->use) jwk["use"] = *impl_->use == KeyUse::kSignature ? "sig" : "enc";
  if (impl_->names_algorithm)
    jwk["alg"] = impl_->signature_algorithm ? to_text(*impl_->signature_algorithm) : to_text(*impl_->key_management);
  return jwk;
}

}  // namespace inkan::crypto
