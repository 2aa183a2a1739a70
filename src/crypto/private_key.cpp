#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <sodium.h>

#include "base/encoding.h"
#include "crypto/hash.h"
#include "crypto/keys.h"

namespace inkan::crypto {

namespace {

constexpr int kRsaBits = 3072;  // SP 800-57: 128-bit strength
constexpr size_t kSeedSize = crypto_sign_SEEDBYTES;

using Number = std::unique_ptr<BIGNUM, Freed<BN_clear_free>>;

// RsaMember ties a member of RFC 7518 §6.3 to OpenSSL's name of it, in the order both write them.
struct RsaMember {
  std::string_view jwk;
  const char* openssl;
};
constexpr RsaMember kRsaMembers[] = {
    {"n", OSSL_PKEY_PARAM_RSA_N},          {"e", OSSL_PKEY_PARAM_RSA_E},
    {"d", OSSL_PKEY_PARAM_RSA_D},          {"p", OSSL_PKEY_PARAM_RSA_FACTOR1},
    {"q", OSSL_PKEY_PARAM_RSA_FACTOR2},    {"dp", OSSL_PKEY_PARAM_RSA_EXPONENT1},
    {"dq", OSSL_PKEY_PARAM_RSA_EXPONENT2}, {"qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1},
};

std::unexpected<Error> refuse(const char* why) {
  forget_openssl_errors();
  return fail(ErrorCode::kInvalidInput, std::string("The private key (JWK) ") + why);
}

Result<Secret> secret_member(const json::object& jwk, std::string_view name) {
  auto text = text_of(jwk, name);
  if (!text) return pass_on(text);
  auto bytes = base64url_decode(*text);
  if (!bytes || bytes->empty()) return refuse("has a member that is not base64url");
  return Secret(std::move(*bytes));
}

EvpKey from_parameters(const char* kind, OSSL_PARAM_BLD* builder) {
  std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>> parameters(OSSL_PARAM_BLD_to_param(builder));
  EvpKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, parameters.get()) != 1)
    return nullptr;
  return EvpKey(key);
}

// agrees tells that the private half belongs to the public one, and that the numbers are sound.
bool agrees(EVP_PKEY* key) {
  EvpKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  return context && EVP_PKEY_private_check(context.get()) == 1 && EVP_PKEY_pairwise_check(context.get()) == 1;
}

Result<EvpKey> read_ec(const json::object& jwk, const CurveFacts& curve, const PublicKey& half) {
  auto d = secret_member(jwk, "d");
  if (!d) return pass_on(d);
  // RFC 7518 §6.2.2.1: as long as the group order, leading zeros included.
  if (d->size() != curve.coordinate_size) return refuse("has a d of the wrong length");
  std::string point = point_of(half.impl().key.get(), curve);
  Number number(BN_secure_new());
  std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>> builder(OSSL_PARAM_BLD_new());
  if (!number || !builder || !BN_bin2bn(in(d->reveal(Purpose::kCompute)), int(d->size()), number.get()) ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.openssl_name, 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1 ||
      OSSL_PARAM_BLD_push_BN_pad(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get(), curve.coordinate_size) != 1)
    return refuse("cannot be read");
  EvpKey key = from_parameters("EC", builder.get());
  if (!key || !agrees(key.get())) return refuse("has a d that does not belong to x and y");
  return key;
}

Result<EvpKey> read_rsa(const json::object& jwk) {
  // RFC 7518 §6.3.2.7: keys of more than two primes are not supported.
  if (jwk.contains("oth")) return refuse("has more than two primes");
  std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>> builder(OSSL_PARAM_BLD_new());
  std::vector<Number> numbers;
  for (const auto& member : kRsaMembers) {
    auto bytes = secret_member(jwk, member.jwk);
    if (!bytes) return pass_on(bytes);
    numbers.emplace_back(BN_secure_new());
    if (!builder || !numbers.back() ||
        !BN_bin2bn(in(bytes->reveal(Purpose::kCompute)), int(bytes->size()), numbers.back().get()) ||
        OSSL_PARAM_BLD_push_BN(builder.get(), member.openssl, numbers.back().get()) != 1)
      return refuse("cannot be read");
  }
  EvpKey key = from_parameters("RSA", builder.get());
  if (!key || !agrees(key.get())) return refuse("has numbers that do not belong together");
  return key;
}

Result<Secret> read_ed25519(const json::object& jwk, const PublicKey& half) {
  auto seed = secret_member(jwk, "d");
  if (!seed) return pass_on(seed);
  if (seed->size() != kSeedSize) return refuse("has a d that is not 32 bytes");
  std::string pair(crypto_sign_SECRETKEYBYTES, '\0');
  Wiped<crypto_sign_PUBLICKEYBYTES> derived;
  crypto_sign_seed_keypair(derived.bytes, out(pair.data()), in(seed->reveal(Purpose::kCompute)));
  Secret held(std::move(pair));
  if (derived.view() != half.impl().ed25519) return refuse("has a d that does not belong to x");
  return held;
}

std::string header_start_of(const PublicKey& key) {
  if (!key.signature_algorithm()) return {};
  std::string start = R"({"alg":")";
  start.append(to_text(*key.signature_algorithm())).append("\"");
  if (!key.key_id().empty()) start.append(R"(,"kid":)").append(to_json_text(json::value(key.key_id())));
  return start;
}

std::string number_text(const EVP_PKEY* key, const char* name, size_t size) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, name, &number);
  Number held(number);
  if (!held) return {};
  Secret bytes(std::string(size ? size : size_t(BN_num_bytes(number)), '\0'));
  BN_bn2binpad(number, out(const_cast<char*>(bytes.reveal(Purpose::kCompute).data())), int(bytes.size()));
  return base64url_encode(bytes.reveal(Purpose::kStoreSealed));
}

// finish adds the members that describe the key and reads the whole back, so that a made key passed every check.
Result<PrivateKey> finish(json::object jwk, std::string_view algorithm, std::string_view use, std::string key_id) {
  jwk["alg"] = algorithm;
  jwk["use"] = use;
  if (!key_id.empty()) jwk["kid"] = key_id;
  return PrivateKey::from_jwk(jwk);
}

Result<json::object> private_members_of(const EVP_PKEY* key) {
  auto jwk = public_members_of(key);
  if (!jwk) return jwk;
  if (EVP_PKEY_is_a(key, "RSA")) {
    for (const auto& member : kRsaMembers) (*jwk)[member.jwk] = number_text(key, member.openssl, 0);
    return jwk;
  }
  const CurveFacts* curve = find_curve(*find_string(*jwk, "crv"));
  (*jwk)["d"] = number_text(key, OSSL_PKEY_PARAM_PRIV_KEY, curve->coordinate_size);
  return jwk;
}

}  // namespace

Result<PrivateKey> PrivateKey::generate(SignatureAlgorithm algorithm, std::string key_id) {
  EvpKey key;
  switch (algorithm) {
    case SignatureAlgorithm::kES256:
      key = generate_ec(KeyKind::kP256);
      break;
    case SignatureAlgorithm::kES384:
      key = generate_ec(KeyKind::kP384);
      break;
    case SignatureAlgorithm::kES512:
      key = generate_ec(KeyKind::kP521);
      break;
    case SignatureAlgorithm::kPS256:
      key.reset(EVP_RSA_gen(kRsaBits));
      break;
    case SignatureAlgorithm::kEdDSA: {
      use_sodium();
      Wiped<crypto_sign_PUBLICKEYBYTES> half;
      Wiped<crypto_sign_SECRETKEYBYTES> pair;
      crypto_sign_keypair(half.bytes, pair.bytes);
      json::object jwk;
      jwk["kty"] = "OKP";
      jwk["crv"] = "Ed25519";
      jwk["x"] = base64url_encode(half.view());
      jwk["d"] = base64url_encode(pair.view(kSeedSize));
      return finish(std::move(jwk), to_text(algorithm), "sig", std::move(key_id));
    }
    case SignatureAlgorithm::kRS256:
      return fail(ErrorCode::kInvalidInput, "RS256 is for checking old signatures only; use ES256 or PS256.");
  }
  if (!key) return fail(ErrorCode::kInternal, "A key could not be made.", openssl_error());
  auto jwk = private_members_of(key.get());
  if (!jwk) return pass_on(jwk);
  return finish(std::move(*jwk), to_text(algorithm), "sig", std::move(key_id));
}

Result<PrivateKey> PrivateKey::generate(KeyManagement algorithm, std::string_view curve_name, std::string key_id) {
  const CurveFacts* curve = find_curve(curve_name);
  if (!curve) return fail(ErrorCode::kInvalidInput, "Encryption keys are on P-256, P-384 or P-521.");
  EvpKey key = generate_ec(curve->kind);
  if (!key) return fail(ErrorCode::kInternal, "A key could not be made.", openssl_error());
  auto jwk = private_members_of(key.get());
  if (!jwk) return pass_on(jwk);
  return finish(std::move(*jwk), to_text(algorithm), "enc", std::move(key_id));
}

Result<PrivateKey> PrivateKey::from_jwk(const json::object& jwk) {
  json::object public_part;
  for (const char* name : {"kty", "crv", "x", "y", "n", "e", "kid", "use", "alg", "key_ops"})
    if (const json::value* member = jwk.if_contains(name)) public_part[name] = *member;
  auto half = PublicKey::from_jwk(public_part);
  if (!half) return pass_on(half);
  auto impl = std::make_shared<Impl>(*half);
  if (half->impl().kind == KeyKind::kEd25519) {
    auto pair = read_ed25519(jwk, *half);
    if (!pair) return pass_on(pair);
    impl->ed25519 = std::move(*pair);
  } else {
    const CurveFacts* curve = find_curve(half->impl().kind);
    auto key = curve ? read_ec(jwk, *curve, *half) : read_rsa(jwk);
    if (!key) return pass_on(key);
    impl->key = std::move(*key);
  }
  impl->header_start = header_start_of(*half);
  return PrivateKey(std::move(impl));
}

const PublicKey& PrivateKey::public_key() const { return impl_->public_key; }

Secret PrivateKey::to_jwk_text() const {
  json::object jwk = impl_->public_key.to_jwk();
  const EVP_PKEY* key = impl_->key.get();
  if (impl_->public_key.impl().kind == KeyKind::kEd25519) {
    jwk["d"] = base64url_encode(impl_->ed25519.reveal(Purpose::kStoreSealed).substr(0, kSeedSize));
  } else if (const CurveFacts* curve = find_curve(impl_->public_key.impl().kind)) {
    jwk["d"] = number_text(key, OSSL_PKEY_PARAM_PRIV_KEY, curve->coordinate_size);
  } else {
    for (const auto& member : kRsaMembers) jwk[member.jwk] = number_text(key, member.openssl, 0);
  }
  return Secret(to_json_text(jwk));
}

}  // namespace inkan::crypto
