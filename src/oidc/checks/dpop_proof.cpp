#include "oidc/checks/dpop_proof.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/hash.h"
#include "crypto/recent_keys.h"
#include "guard/single_use.h"
#include "oidc/checks/numeric_date.h"
#include "oidc/checks/proof_url.h"

namespace inkan::oidc {

namespace {

using crypto::SignatureAlgorithm;

constexpr SignatureAlgorithm kAlgorithms[] = {SignatureAlgorithm::kES256, SignatureAlgorithm::kES384,
                                              SignatureAlgorithm::kES512, SignatureAlgorithm::kPS256,
                                              SignatureAlgorithm::kEdDSA};
constexpr size_t kJtiLengthMax = 255;

std::unexpected<ProtocolError> wrong(std::string text) {
  return refuse(Code::kInvalidDpopProof, "DPoP proof: " + std::move(text));
}

Answer<crypto::UnverifiedJws> read_header(const http::Request& request) {
  // RFC 9449 §4.3: not more than one DPoP header.
  if (request.count_header("dpop") != 1) return wrong("there must be exactly one DPoP header.");
  const std::string* text = request.header("dpop");
  if (text == nullptr) return wrong("there must be exactly one DPoP header.");
  auto jws = crypto::UnverifiedJws::parse(*text);
  if (!jws) return wrong("not a signed JWT: " + jws.error().public_text);
  if (jws->type() != std::string_view("dpop+jwt")) return wrong("typ must be 'dpop+jwt'.");
  auto algorithm = crypto::parse_signature_algorithm(jws->algorithm().value_or(""));
  if (!algorithm || std::ranges::find(kAlgorithms, *algorithm) == std::end(kAlgorithms)) {
    return wrong("alg is '" + std::string(jws->algorithm().value_or("missing").substr(0, 32)) +
                 "'; use ES256, ES384, ES512, PS256 or EdDSA.");
  }
  return std::move(*jws);
}

Answer<crypto::VerifiedJws> verify_signature(const crypto::UnverifiedJws& jws, std::string& thumbprint) {
  const json::object* jwk = find_object(jws.header(), "jwk");
  if (jwk == nullptr) return wrong("the header has no jwk; it must hold the public key.");
  // RFC 9449 §4.3: the jwk must not hold a private key; the key is refused if it does.
  auto key = crypto::recent_public_key(*jwk);
  if (!key) return wrong("jwk: " + key.error().public_text);
  auto verified = crypto::verify(jws, *key, kAlgorithms);
  if (!verified) return wrong("the signature does not verify with the jwk in its header.");
  thumbprint = key->thumbprint();
  return std::move(*verified);
}

Answer<Done> check_target(const json::object& claims, const ProofExpectation& expected) {
  auto method = find_string(claims, "htm");
  if (!method) return wrong("htm is missing.");
  if (*method != expected.method)
    return wrong("htm is '" + std::string(method->substr(0, 16)) + "', the request is " + std::string(expected.method) +
                 ".");
  auto url = find_string(claims, "htu");
  if (!url) return wrong("htu is missing.");
  // Nearly every client writes our address as we do; only another spelling has to be brought to its normal form.
  if (std::ranges::find(expected.urls, *url) != expected.urls.end()) return Done{};
  auto sent = normal_proof_url(*url);
  bool ours = sent && std::ranges::any_of(expected.urls,
                                          [&](const std::string& known) { return normal_proof_url(known) == sent; });
  if (!ours)
    return wrong("htu is '" + std::string(url->substr(0, 200)) + "', expected '" + expected.urls.front() + "'.");
  return Done{};
}

Answer<Done> check_nonce(const json::object& claims, const DpopNonces& nonces, Time now) {
  auto nonce = find_string(claims, "nonce");
  if (!nonce)
    return refuse(Code::kUseDpopNonce,
                  "This client's proofs need a nonce; it is in the DPoP-Nonce header of this answer.");
  if (!nonces.is_current(*nonce, now))
    return refuse(Code::kUseDpopNonce,
                  "The nonce is not or no longer valid; a new one is in the DPoP-Nonce header of this answer.");
  return Done{};
}

// check_dates gives the time until which this proof could be accepted.
Answer<Time> check_dates(const json::object& claims, bool with_nonce, Time now) {
  auto issued = read_numeric_date(claims, "iat");
  if (!issued) return wrong(issued.error().public_text);
  if (!*issued) return wrong("iat is missing.");
  auto expires = read_numeric_date(claims, "exp");
  if (!expires) return wrong(expires.error().public_text);
  auto not_before = read_numeric_date(claims, "nbf");
  if (!not_before) return wrong(not_before.error().public_text);

  // RFC 9449 §11.1: with a nonce of ours the client's clock does not matter.
  if (!with_nonce && **issued + kProofAgeMax < now)
    return wrong("iat is " + seconds_between(**issued, now) + " seconds old by our clock; at most 60.");
  if (!with_nonce && **issued > now + kAheadMax)
    return wrong("iat is " + seconds_between(now, **issued) + " seconds ahead of our clock; at most 10.");
  if (*not_before && **not_before > now + kAheadMax) return wrong("nbf is ahead of our clock by more than 10 seconds.");
  if (*expires && **expires <= now)
    return wrong("it expired " + seconds_between(**expires, now) + " seconds ago by our clock.");
  // Wire contract §2.6: exp may be there; then at most iat + 120 s, inclusive.
  if (*expires && **expires > **issued + kProofLifetimeMax) return wrong("exp is more than 120 seconds after iat.");
  if (with_nonce) return now + 2 * kNonceWindow;
  return **issued + kProofAgeMax;
}

Answer<Done> check_access_token_hash(const json::object& claims, const std::string& token) {
  auto hash = find_string(claims, "ath");
  if (!hash) return wrong("ath is missing; it must be the base64url SHA-256 of the access token.");
  if (!crypto::equal(*hash, base64url_encode(crypto::sha256(token))))
    return wrong("ath is not the hash of the access token sent.");
  return Done{};
}

}  // namespace

Answer<DpopProof> verify_dpop_proof(const http::Request& request, const ProofExpectation& expected, Time now) {
  auto jws = read_header(request);
  if (!jws) return pass_error(jws);
  DpopProof proof;
  auto verified = verify_signature(*jws, proof.thumbprint);
  if (!verified) return pass_error(verified);
  const json::object& claims = verified->claims();

  auto target = check_target(claims, expected);
  if (!target) return pass_error(target);
  auto jti = find_string(claims, "jti");
  if (!jti || jti->empty()) return wrong("jti is missing; it must be a new random text each time.");
  if (jti->size() > kJtiLengthMax) return wrong("jti is longer than 255 characters.");
  proof.jti = std::string(*jti);
  if (expected.access_token) {
    auto bound = check_access_token_hash(claims, *expected.access_token);
    if (!bound) return pass_error(bound);
  }
  if (expected.nonces != nullptr) {
    auto nonce = check_nonce(claims, *expected.nonces, now);
    if (!nonce) return pass_error(nonce);
  }
  auto until = check_dates(claims, expected.nonces != nullptr, now);
  if (!until) return pass_error(until);
  proof.accepted_until = *until;
  return proof;
}

size_t add_proof_jti(store::Batch& batch, const crypto::KeyedHash& keyed, const DpopProof& proof) {
  // RFC 9449 §11.1: one use per key. Stricter than per URI, and one row the less to think about.
  std::string hash = keyed.of("dpop jti", proof.thumbprint + '\n' + proof.jti);
  return guard::add_single_use(batch, "dpop", hash, proof.accepted_until);
}

Answer<Done> prove_dpop_key(Call& call, const Deps& deps) {
  DpopNonces nonces(deps.keyed_hash);
  ProofExpectation expected{.method = "POST", .urls = deps.settings.urls(call.endpoint_path())};
  if (call.client->dpop_nonce_required) expected.nonces = &nonces;
  auto proof = verify_dpop_proof(call.request, expected, call.now);
  if (!proof) return pass_error(proof);
  size_t statement = add_proof_jti(call.batch, deps.keyed_hash, *proof);
  call.single_uses.push_back(
      {statement,
       {Code::kInvalidDpopProof, "DPoP proof: its jti was used before. Make a new proof for every request.", {}}});
  call.confirmation = std::move(proof->thumbprint);
  return Done{};
}

}  // namespace inkan::oidc
