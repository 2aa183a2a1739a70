#include "base/text.h"
#include "crypto/hash.h"
#include "crypto/x509.h"
#include "oidc/checks/dpop_nonce.h"
#include "oidc/checks/dpop_proof.h"
#include "oidc/endpoints/all.h"
#include "oidc/endpoints/report.h"
#include "oidc/envelope.h"
#include "oidc/handles.h"
#include "oidc/oidc_store.h"
#include "oidc/standing.h"
#include "oidc/subject.h"

namespace inkan::oidc {

namespace {

using boost::asio::awaitable;
using catalogue::SenderConstraint;

// Visit is one userinfo request: who came with which token.
struct Visit {
  const http::Request& request;
  Time now;
  std::string scheme = "DPoP";  // for the challenge of an error
  std::string access_token{};
  Token token{};
  std::shared_ptr<const catalogue::Client> client{};
  store::Batch batch{};
  std::optional<size_t> proof_statement{};
};

std::string_view method_text(http::Method method) { return method == http::Method::kPost ? "POST" : "GET"; }

// read_authorization takes "DPoP <token>" or "Bearer <token>", the scheme in any case (RFC 9110 §11.1).
Answer<Done> read_authorization(Visit& visit) {
  const http::Request& request = visit.request;
  // RFC 9700 §4.3.2: no access token in the address, where logs would keep it.
  auto query = request.query();
  if (!query || query->has("access_token"))
    return refuse(Code::kInvalidRequest,
                  "The access token must be sent in the Authorization header, never in the address.");
  if (request.count_header("authorization") > 1)
    return refuse(Code::kInvalidRequest, "There is more than one Authorization header.");
  const std::string* header = request.header("authorization");
  if (header == nullptr)
    return refuse(Code::kInvalidToken, "The Authorization header is missing: 'DPoP' and the access token.");
  size_t space = header->find(' ');
  std::string_view scheme = std::string_view(*header).substr(0, space);
  if (space == std::string::npos)
    return refuse(Code::kInvalidToken, "The Authorization header must be 'DPoP', a space, and the access token.");
  if (equal_ignoring_case(scheme, "Bearer"))
    visit.scheme = "Bearer";
  else if (!equal_ignoring_case(scheme, "DPoP"))
    return refuse(Code::kInvalidToken,
                  "The authentication scheme must be DPoP, or Bearer for certificate-bound tokens.");
  visit.access_token = std::string(trim(std::string_view(*header).substr(space + 1)));
  return Done{};
}

std::unexpected<ProtocolError> unknown_token() {
  return refuse(Code::kInvalidToken, "The access token is unknown, expired or revoked.");
}

awaitable<Answer<Done>> load_token(Visit& visit, Deps& deps) {
  auto handle = read_handle(HandleKind::kAccessToken, deps.keyed_hash, visit.access_token);
  if (!handle) co_return unknown_token();
  auto found = co_await find_token(deps.database, handle->sign_in_hash, handle->secret_hash, TokenKind::kAccess);
  if (!found) co_return our_fault(found.error());
  if (!*found || (*found)->expires_at <= visit.now) co_return unknown_token();
  visit.token = std::move(**found);
  auto client = co_await deps.clients.find(visit.token.client);
  if (!client) co_return our_fault(client.error());
  if (*client == nullptr) co_return refuse(Code::kInvalidToken, "The client is no longer registered.");
  visit.client = std::move(*client);
  co_return Done{};
}

// prove_possession: RFC 9449 §7.1 and RFC 8705 §3. The binding is the client's, whatever scheme was written.
Answer<Done> prove_possession(Visit& visit, Deps& deps) {
  if (visit.client->sender_constraint == SenderConstraint::kMtls) {
    visit.scheme = "Bearer";
    const std::string& certificate = visit.request.client_certificate;
    if (certificate.empty())
      return refuse(Code::kInvalidToken, "The access token is bound to a client certificate, and none was presented.");
    if (crypto::equal(crypto::certificate_thumbprint(certificate), visit.token.confirmation)) return Done{};
    return refuse(Code::kInvalidToken, "The access token is bound to another certificate.");
  }
  bool bearer = visit.scheme == "Bearer";
  visit.scheme = "DPoP";
  if (bearer)
    return refuse(Code::kInvalidToken,
                  "The access token is bound to a DPoP key; send it as 'Authorization: DPoP ...' with a proof.");
  if (visit.request.count_header("dpop") == 0) return refuse(Code::kInvalidDpopProof, "The DPoP header is missing.");
  DpopNonces nonces(deps.keyed_hash);
  ProofExpectation expected{.method = method_text(visit.request.method),
                            .urls = deps.settings.urls("/userinfo"),
                            .access_token = visit.access_token};
  if (visit.client->dpop_nonce_required) expected.nonces = &nonces;
  auto proof = verify_dpop_proof(visit.request, expected, visit.now);
  if (!proof) return pass_error(proof);
  if (!crypto::equal(proof->thumbprint, visit.token.confirmation))
    return refuse(Code::kInvalidToken, "The access token is bound to another key than the proof's.");
  visit.proof_statement = add_proof_jti(visit.batch, deps.keyed_hash, *proof);
  return Done{};
}

awaitable<Answer<json::object>> release(Visit& visit, Deps& deps) {
  exchange::ReleaseOrder order;
  order.account = visit.token.account;
  order.person = visit.token.person;
  order.client = visit.client.get();
  order.scopes = visit.token.scopes;
  order.channel = "userinfo";
  auto outcome = co_await deps.releases.release(std::move(visit.batch), std::move(order));
  if (!outcome) {
    if (outcome.error().code == ErrorCode::kForbidden)
      co_return refuse(Code::kInvalidToken, outcome.error().public_text);
    co_return our_fault(outcome.error());
  }
  if (auto broken = outcome->result.broken_expectation) {
    if (broken == visit.proof_statement) {
      deps.metrics.count("replay", "invalid_dpop_proof");
      co_return refuse(Code::kInvalidDpopProof,
                       "DPoP proof: its jti was used before. Make a new proof for every request.");
    }
    co_return refuse(Code::kServerError, "An error on our side. The request id names it in our log.");
  }
  json::object claims;
  claims["iss"] = deps.settings.issuer();
  claims["aud"] = visit.client->id.text();
  claims["sub"] = subject_of(deps.keyed_hash, *visit.client, visit.token.account);
  claims["iat"] = unix_seconds(visit.now);
  claims["person_info"] = outcome->data ? std::move(outcome->data->person_info) : json::object();
  co_return claims;
}

awaitable<Answer<http::Response>> handle(Visit& visit, Deps& deps) {
  auto read = read_authorization(visit);
  if (!read) co_return pass_error(read);
  auto loaded = co_await load_token(visit, deps);
  if (!loaded) co_return pass_error(loaded);
  const Time issued = visit.token.expires_at - kAccessTokenLifetime;
  auto consent = co_await has_consent(deps, visit.token.account, visit.token.client, visit.token.scopes, issued);
  if (!consent) co_return our_fault(consent.error());
  if (!*consent) co_return refuse(Code::kInvalidToken, "The resident has withdrawn the consent.");
  auto envelope = co_await userinfo_envelope(deps, visit.client);
  if (!envelope) co_return pass_error(envelope);
  auto proven = prove_possession(visit, deps);
  if (!proven) co_return pass_error(proven);
  auto claims = co_await release(visit, deps);
  if (!claims) co_return pass_error(claims);
  if (!visit.client->userinfo_signed) co_return http::json_response(200, *claims);
  auto sealed = seal_claims(deps, *envelope, *claims);
  if (!sealed) co_return pass_error(sealed);
  co_return http::text_response(200, "application/jwt", std::move(*sealed));
}

// interaction_id echoes a FAPI interaction id that looks like one, else makes one.
std::string interaction_id(const http::Request& request, Random& random) {
  const std::string* sent = request.header("x-fapi-interaction-id");
  bool usable =
      sent != nullptr && sent->size() == 36 && sent->find_first_not_of("0123456789abcdefABCDEF-") == std::string::npos;
  return usable ? *sent : random.uuid();
}

}  // namespace

// OpenID Connect Core §5.3; wire contract §2.8.
awaitable<http::Response> give_userinfo(Deps& deps, const http::Request& request) {
  Visit visit{.request = request, .now = deps.clock.now()};
  auto answer = co_await handle(visit, deps);
  http::Response response;
  if (answer) {
    deps.metrics.count("userinfo", "ok");
    response = std::move(*answer);
  } else {
    report_refusal(deps, "userinfo", answer.error(), request,
                   visit.client ? visit.client->id.text() : std::string_view());
    response = resource_error_response(answer.error(), request, visit.scheme);
  }
  response.set_header("Cache-Control", "no-store");
  response.set_header("Date", http_date(visit.now));
  response.set_header("x-fapi-interaction-id", interaction_id(request, deps.random));
  if (visit.client && visit.client->dpop_nonce_required) {
    response.set_header("DPoP-Nonce", DpopNonces(deps.keyed_hash).current(visit.now));
  }
  co_return response;
}

}  // namespace inkan::oidc
