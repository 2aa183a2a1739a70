#include "base/encoding.h"
#include "crypto/compact.h"
#include "crypto/signature.h"

namespace inkan::crypto {

namespace {

constexpr size_t kSizeMax = 16 * 1024;

std::unexpected<Error> refuse(std::string why) { return fail(ErrorCode::kInvalidInput, "The token (JWS) " + why); }

}  // namespace

Result<UnverifiedJws> UnverifiedJws::parse(std::string_view compact) {
  if (compact.size() > kSizeMax) return refuse("is larger than 16 KiB");
  // RFC 7515 §7.1
  auto parts = split_compact<3>(compact);
  if (!parts) return refuse("is not three parts separated by dots");
  auto [header_text, payload_text, signature_text] = *parts;
  auto header = parse_compact_header(header_text, "The token header");
  if (!header) return pass_on(header);
  auto payload = base64url_decode(payload_text);
  if (!payload) return refuse("has a payload that is not base64url");
  auto signature = base64url_decode(signature_text);
  if (!signature) return refuse("has a signature that is not base64url");
  if (signature->empty()) return refuse("has no signature");
  UnverifiedJws jws;
  jws.header_ = std::move(*header);
  jws.signing_input_ = compact.substr(0, header_text.size() + 1 + payload_text.size());
  jws.payload_ = std::move(*payload);
  jws.signature_ = std::move(*signature);
  return jws;
}

std::optional<std::string> UnverifiedJws::claimed_issuer() const {
  auto claims = parse_json_object(payload_, "The token payload");
  if (!claims) return std::nullopt;
  auto issuer = find_string(*claims, "iss");
  if (!issuer) return std::nullopt;
  return std::string(*issuer);
}

Result<VerifiedJws> verify(const UnverifiedJws& jws, const PublicKey& key,
                           std::span<const SignatureAlgorithm> allowed) {
  const auto algorithm = key.signature_algorithm();
  if (!algorithm) return refuse("cannot be checked with a key that only encrypts");
  // RFC 8725 §3.1: the key says the algorithm; the header may only agree.
  const auto named = jws.algorithm();
  if (!named || parse_signature_algorithm(*named) != algorithm) return refuse("has an alg that is not that of the key");
  if (std::find(allowed.begin(), allowed.end(), *algorithm) == allowed.end())
    return refuse("is signed by an algorithm that is not allowed here");
  auto right = verify_bytes(key, *algorithm, jws.signing_input_, jws.signature_);
  if (!right) return pass_on(right);
  auto claims = parse_json_object(jws.payload_, "The token payload");
  if (!claims) return pass_on(claims);
  VerifiedJws verified;
  verified.header_ = jws.header_;
  verified.claims_ = std::move(*claims);
  return verified;
}

Result<std::string> sign(const PrivateKey& key, std::string_view type, const json::object& claims) {
  std::string header = key.impl().header_start;
  header.append(R"(,"typ":)").append(to_json_text(json::value(type))).append("}");
  std::string compact = base64url_encode(header);
  compact.append(".").append(base64url_encode(json::serialize(claims)));
  auto signature = sign_bytes(key, compact);
  if (!signature) return pass_on(signature);
  compact.append(".").append(base64url_encode(*signature));
  return compact;
}

}  // namespace inkan::crypto
