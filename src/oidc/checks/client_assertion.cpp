#include <algorithm>

#include "crypto/x509.h"
#include "guard/single_use.h"
#include "oidc/checks/all.h"
#include "oidc/checks/assertion_claims.h"

namespace inkan::oidc {

namespace {

constexpr std::string_view kAssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

std::unexpected<ProtocolError> wrong(std::string text) {
  return refuse(Code::kInvalidClient, "client_assertion: " + std::move(text));
}

std::string list_key_ids(const crypto::JwkSet& keys) {
  std::string list;
  for (const crypto::PublicKey* key : keys.signing_keys(std::nullopt)) {
    list += (list.empty() ? "'" : ", '") + key->key_id() + "'";
  }
  return list.empty() ? "none" : list;
}

// check_header looks at what needs no key.
Answer<Done> check_header(const Call& call) {
  if (call.form.get("client_assertion_type") != kAssertionType) {
    return refuse(Code::kInvalidClient, "client_assertion_type must be " + std::string(kAssertionType) + ".");
  }
  if (!call.assertion) {
    return refuse(Code::kInvalidClient,
                  "client_assertion is missing: sign a JWT with your private key (private_key_jwt).");
  }
  // RFC 7523 knows no typ and clients omit it; its revision has one. A JWT of another kind is refused (RFC 8725 §3.11).
  auto type = call.assertion->type();
  if (type && *type != "JWT" && *type != "jwt" && *type != "client-authentication+jwt") {
    return wrong("typ is '" + std::string(*type) + "'; leave it out or write 'JWT'.");
  }
  auto algorithm = crypto::parse_signature_algorithm(call.assertion->algorithm().value_or(""));
  const auto& allowed = call.client->assertion_algorithms;
  if (!algorithm || std::ranges::find(allowed, *algorithm) == allowed.end()) {
    std::string names;
    for (auto known : allowed) names += (names.empty() ? "" : ", ") + std::string(crypto::to_text(known));
    return wrong("alg is '" + std::string(call.assertion->algorithm().value_or("missing")) + "'; use " + names + ".");
  }
  return Done{};
}

// verified_by tries the keys that may have signed; bounded by the size of a key set.
Answer<crypto::VerifiedJws> verified_by(const std::vector<const crypto::PublicKey*>& keys, const Call& call) {
  const crypto::UnverifiedJws& jws = *call.assertion;
  for (const crypto::PublicKey* key : keys) {
    auto verified = crypto::verify(jws, *key, call.client->assertion_algorithms);
    if (verified) return std::move(*verified);
    if (keys.size() == 1 && verified.error().code != ErrorCode::kUnauthenticated)
      return wrong(verified.error().public_text);
  }
  std::string which = jws.key_id() ? "key '" + std::string(*jws.key_id()) + "'" : "any registered signing key";
  return wrong("the signature does not verify with " + which +
               ". Is the private key the one whose public key is registered?");
}

void use_once(Call& call, const Deps& deps, const AssertionFacts& facts) {
  // RFC 7523 §3: jti must not be accepted twice while the assertion lives.
  std::string hash = deps.keyed_hash.of("assertion jti", call.client->id.text() + '\n' + facts.jti);
  size_t statement = guard::add_single_use(call.batch, "assertion", hash, facts.expires_at);
  call.single_uses.push_back({statement,
                              {Code::kInvalidClient,
                               "client_assertion: its jti was used before. Make a new assertion for every request.",
                               {}}});
}

// RFC 8705 §2.2.2: the certificate's key must be one that the client registered.
Answer<Done> check_self_signed(const Call& call, const crypto::JwkSet& keys) {
  auto key = crypto::PublicKey::from_certificate(call.request.client_certificate);
  if (!key) return refuse(Code::kInvalidClient, "The key of the client certificate is not readable or too weak.");
  bool known =
      std::ranges::any_of(keys.keys(), [&](const crypto::PublicKey& k) { return k.thumbprint() == key->thumbprint(); });
  if (!known)
    return refuse(Code::kInvalidClient, "The key of the client certificate is not among the client's registered keys.");
  return Done{};
}

}  // namespace

boost::asio::awaitable<Answer<Done>> check_client_assertion(Call& call, Deps& deps) {
  using catalogue::ClientAuthentication;
  if (call.client->authentication == ClientAuthentication::kTlsClientAuth) co_return Done{};
  bool by_assertion = call.client->authentication == ClientAuthentication::kPrivateKeyJwt;
  if (by_assertion) {
    auto legal = check_header(call);
    if (!legal) co_return legal;
  }

  auto keys = co_await deps.clients.keys(call.client, /*refetch=*/false);
  if (!keys) co_return refuse(Code::kUpstreamDependencyError, keys.error().public_text);
  call.keys = *keys;
  if (!by_assertion) co_return check_self_signed(call, *call.keys);

  auto candidates = call.keys->signing_keys(call.assertion->key_id());
  if (candidates.empty()) {
    // The client may have rotated its keys since we fetched them.
    keys = co_await deps.clients.keys(call.client, /*refetch=*/true);
    if (keys) call.keys = *keys;
    candidates = call.keys->signing_keys(call.assertion->key_id());
  }
  if (candidates.empty()) {
    co_return wrong("no signing key with kid '" + std::string(call.assertion->key_id().value_or("")) +
                    "'; registered are: " + list_key_ids(*call.keys) + ".");
  }
  auto verified = verified_by(candidates, call);
  if (!verified) co_return pass_error(verified);

  AssertionExpectation expected{.client_id = call.client->id.text(), .issuer = deps.settings.issuer()};
  if (call.client->endpoint_audience_accepted) expected.endpoint_urls = deps.settings.urls(call.endpoint_path());
  auto facts = check_assertion_claims(verified->claims(), expected, call.now);
  if (!facts) co_return pass_error(facts);
  use_once(call, deps, *facts);
  co_return Done{};
}

}  // namespace inkan::oidc
