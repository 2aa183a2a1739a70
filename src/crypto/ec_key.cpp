#include <openssl/core_names.h>
#include <openssl/ec.h>

#include "base/check.h"
#include "base/encoding.h"
#include "crypto/keys.h"

namespace inkan::crypto {

namespace {

constexpr CurveFacts kCurves[] = {
    {KeyKind::kP256, "P-256", "P-256", 32, SignatureAlgorithm::kES256},
    {KeyKind::kP384, "P-384", "P-384", 48, SignatureAlgorithm::kES384},
    {KeyKind::kP521, "P-521", "P-521", 66, SignatureAlgorithm::kES512},
};

EVP_PKEY* make_parameters(const CurveFacts& curve) {
  EvpKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* parameters = nullptr;
  bool made = context && EVP_PKEY_paramgen_init(context.get()) == 1 &&
              EVP_PKEY_CTX_set_group_name(context.get(), curve.openssl_name) == 1 &&
              EVP_PKEY_paramgen(context.get(), &parameters) == 1;
  check(made, "OpenSSL has the curve");
  return parameters;
}

std::string bytes_of(const BIGNUM* number) {
  std::string bytes(size_t(BN_num_bytes(number)), '\0');
  BN_bn2bin(number, out(bytes.data()));
  return bytes;
}

}  // namespace

const CurveFacts* find_curve(std::string_view name) {
  for (const auto& curve : kCurves)
    if (curve.name == name) return &curve;
  return nullptr;
}

const CurveFacts* find_curve(KeyKind kind) {
  for (const auto& curve : kCurves)
    if (curve.kind == kind) return &curve;
  return nullptr;
}

EVP_PKEY* parameters_of(KeyKind kind) {
  static EVP_PKEY* const p256 = make_parameters(kCurves[0]);
  static EVP_PKEY* const p384 = make_parameters(kCurves[1]);
  static EVP_PKEY* const p521 = make_parameters(kCurves[2]);
  switch (kind) {
    case KeyKind::kP256:
      return p256;
    case KeyKind::kP384:
      return p384;
    case KeyKind::kP521:
      return p521;
    case KeyKind::kRsa:
    case KeyKind::kEd25519:
      break;
  }
  check(false, "only curves have parameters");
  return nullptr;
}

EvpKey import_point(const CurveFacts& curve, std::string_view point) {
  // Only 04 || x || y comes in, so OpenSSL sees neither the point at infinity nor a compressed one. It refuses
  // coordinates not below p and points off the curve; these curves have cofactor 1, so nothing else remains to check
  // (SP 800-56A §5.6.2.3.4), and whoever agrees on a key with this point need not check it again.
  check(point.size() == 1 + 2 * curve.coordinate_size && point[0] == 4, "a point is 04 || x || y");
  EvpKey key(EVP_PKEY_new());
  // Copying the parameters and setting the point takes 4 µs; EVP_PKEY_fromdata takes 14.
  if (!key || EVP_PKEY_copy_parameters(key.get(), parameters_of(curve.kind)) != 1 ||
      EVP_PKEY_set1_encoded_public_key(key.get(), in(point), point.size()) != 1) {
    forget_openssl_errors();
    return nullptr;
  }
  return key;
}

EvpKey generate_ec(KeyKind kind) {
  // One context for each curve and thread: making it costs as much as a fifth of the key.
  thread_local EvpKeyContext contexts[3];
  EvpKeyContext& context = contexts[size_t(kind)];
  if (!context) {
    context.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, parameters_of(kind), nullptr));
    if (!context || EVP_PKEY_keygen_init(context.get()) != 1) {
      context.reset();
      return nullptr;
    }
  }
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_generate(context.get(), &key) != 1) return nullptr;
  return EvpKey(key);
}

std::string point_of(const EVP_PKEY* key, const CurveFacts& curve) {
  std::string point(1 + 2 * curve.coordinate_size, '\0');
  size_t size = 0;
  bool got = EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, out(point.data()), point.size(), &size) == 1;
  check(got && size == point.size() && point[0] == 4, "an EC key has an uncompressed point");
  return point;
}

Result<json::object> public_members_of(const EVP_PKEY* key) {
  json::object jwk;
  if (EVP_PKEY_is_a(key, "EC")) {
    char group[32] = {};
    size_t size = 0;
    const CurveFacts* curve = nullptr;
    if (EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group, &size) == 1) {
      std::string_view name(group, size);
      curve = find_curve(name == "prime256v1"  ? "P-256"
                         : name == "secp384r1" ? "P-384"
                         : name == "secp521r1" ? "P-521"
                                               : name);
    }
    if (!curve) return fail(ErrorCode::kInvalidInput, "The key is on a curve that is not supported.");
    std::string_view point;
    std::string held = point_of(key, *curve);
    point = held;
    jwk["kty"] = "EC";
    jwk["crv"] = curve->name;
    jwk["x"] = base64url_encode(point.substr(1, curve->coordinate_size));
    jwk["y"] = base64url_encode(point.substr(1 + curve->coordinate_size));
    return jwk;
  }
  if (EVP_PKEY_is_a(key, "RSA")) {
    BIGNUM *n = nullptr, *e = nullptr;
    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &n);
    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &e);
    std::unique_ptr<BIGNUM, Freed<BN_free>> held_n(n), held_e(e);
    if (!n || !e) return fail(ErrorCode::kInvalidInput, "The RSA key is incomplete.");
    jwk["kty"] = "RSA";
    jwk["n"] = base64url_encode(bytes_of(n));
    jwk["e"] = base64url_encode(bytes_of(e));
    return jwk;
  }
  if (EVP_PKEY_is_a(key, "ED25519")) {
    std::string bytes(32, '\0');
    size_t size = bytes.size();
    if (EVP_PKEY_get_raw_public_key(key, out(bytes.data()), &size) != 1 || size != 32)
      return fail(ErrorCode::kInvalidInput, "The Ed25519 key is incomplete.");
    jwk["kty"] = "OKP";
    jwk["crv"] = "Ed25519";
    jwk["x"] = base64url_encode(bytes);
    return jwk;
  }
  return fail(ErrorCode::kInvalidInput, "The key is of a kind that is not supported.");
}

}  // namespace inkan::crypto
