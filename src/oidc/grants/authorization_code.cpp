#include "oidc/grants/authorization_code.h"

#include "crypto/hash.h"
#include "oidc/checks/key.h"
#include "oidc/checks/pkce.h"
#include "oidc/envelope.h"
#include "oidc/grants/token_response.h"
#include "oidc/handles.h"
#include "oidc/id_token.h"
#include "oidc/oidc_store.h"
#include "oidc/standing.h"
#include "oidc/subject.h"

namespace inkan::oidc {

namespace {

using boost::asio::awaitable;

// Misuse is why a code is used up although nothing is given for it.
std::optional<std::string> misuse_of(const Call& call, const SignIn& sign_in) {
  if (sign_in.client != call.client->id) return "The code was given to another client.";
  // RFC 6749 §4.1.3: redirect_uri must be identical to the one of the authorization request.
  std::string_view redirect_uri = call.form.get("redirect_uri");
  if (redirect_uri != sign_in.request.redirect_uri) {
    return "redirect_uri is '" + std::string(redirect_uri.substr(0, 200)) + "', the authorization request had '" +
           sign_in.request.redirect_uri + "'.";
  }
  std::string_view verifier = call.form.get("code_verifier");
  if (verifier.empty()) return "code_verifier is missing.";
  if (!verifier_matches(verifier, sign_in.request.code_challenge))
    return "code_verifier does not match the code_challenge of the authorization request.";
  return std::nullopt;
}

// use_up removes the code of a refused request, together with the request's own single-use values.
awaitable<Answer<json::object>> use_up(Call& call, Deps& deps, SignIn sign_in, std::string reason) {
  store::Batch batch = std::move(call.batch);
  take_code(batch, sign_in.sign_in_hash, sign_in.code_hash);
  auto done = co_await deps.database.commit(std::move(batch));
  if (!done) co_return our_fault(done.error());
  deps.metrics.count("code", "misused");
  co_return refuse(Code::kInvalidGrant, std::move(reason) + " The code is now used up.");
}

// end_all follows a second use: what the first use gave is taken back (RFC 6749 §4.1.2).
awaitable<Answer<json::object>> end_all(Deps& deps, std::string sign_in_hash) {
  store::Batch batch;
  revoke_tokens(batch, sign_in_hash);
  auto done = co_await deps.database.commit(std::move(batch));
  if (!done) co_return our_fault(done.error());
  deps.metrics.count("code", "replayed");
  co_return refuse(Code::kInvalidGrant,
                   "The code is unknown, used or expired. A code is good for one use within 60 seconds; tokens of a "
                   "code used twice are revoked.");
}

struct Minted {
  Handle access{};
  std::optional<Handle> refresh{};
};

Minted mint(Call& call, Deps& deps, const SignIn& sign_in) {
  Minted minted{.access = make_handle(HandleKind::kAccessToken, deps.keyed_hash, sign_in.sign_in_hash, deps.random)};
  Token token{.sign_in_hash = sign_in.sign_in_hash,
              .token_hash = minted.access.secret_hash,
              .kind = TokenKind::kAccess,
              .client = sign_in.client,
              .account = sign_in.account,
              .person = sign_in.person,
              .scopes = sign_in.request.scopes,
              .confirmation = call.confirmation,
              .expires_at = call.now + kAccessTokenLifetime};
  add_token(call.batch, token);
  if (!call.client->refresh_tokens) return minted;
  minted.refresh = make_handle(HandleKind::kRefreshToken, deps.keyed_hash, sign_in.sign_in_hash, deps.random);
  token.token_hash = minted.refresh->secret_hash;
  token.kind = TokenKind::kRefresh;
  token.confirmation.clear();
  token.expires_at = call.now + kRefreshTokenLifetime;
  add_token(call.batch, token);
  return minted;
}

exchange::ReleaseOrder order_for(const Call& call, const SignIn& sign_in) {
  exchange::ReleaseOrder order;
  order.account = sign_in.account;
  order.person = sign_in.person;
  order.client = call.client.get();
  order.scopes = sign_in.request.scopes;
  order.channel = "id_token";
  order.also_sign_in = true;
  return order;
}

// issue commits everything at once: assertion and proof used, code taken, tokens stored, sign-in on record.
awaitable<Answer<json::object>> issue(Call& call, Deps& deps, SignIn sign_in, Envelope envelope) {
  size_t taken = take_code(call.batch, sign_in.sign_in_hash, sign_in.code_hash);
  Minted minted = mint(call, deps, sign_in);
  exchange::ReleaseOrder order = order_for(call, sign_in);
  auto outcome = co_await deps.releases.release(std::move(call.batch), std::move(order));
  if (!outcome) {
    if (outcome.error().code == ErrorCode::kForbidden)
      co_return refuse(Code::kInvalidGrant, outcome.error().public_text);
    co_return our_fault(outcome.error());
  }
  if (auto broken = outcome->result.broken_expectation) {
    if (*broken == taken) {
      auto refused = co_await end_all(deps, sign_in.sign_in_hash);
      co_return refused;
    }
    auto used = call.used_before(*broken);
    if (used) {
      deps.metrics.count("replay", to_text(used->code));
      co_return std::unexpected(std::move(*used));
    }
    co_return refuse(Code::kServerError, "An error on our side. The request id names it in our log.");
  }
  std::string subject = subject_of(deps.keyed_hash, *call.client, sign_in.account);
  json::object attributes = outcome->data ? std::move(outcome->data->sub_attributes) : json::object();
  json::object claims =
      id_token_claims(deps.settings.issuer(), *call.client, subject, sign_in, std::move(attributes), call.now);
  auto id_token = seal_claims(deps, envelope, claims);
  if (!id_token) co_return pass_error(id_token);
  json::object body = token_response(minted.access.text, *call.client, sign_in.request.scopes);
  body["id_token"] = std::move(*id_token);
  if (minted.refresh) body["refresh_token"] = minted.refresh->text;
  co_return body;
}

}  // namespace

awaitable<Answer<json::object>> AuthorizationCodeGrant::handle(Call& call, Deps& deps) {
  if (call.form.get("code").empty()) co_return refuse(Code::kInvalidRequest, "code is missing.");
  auto present = check_key_present(call);
  if (!present) co_return pass_error(present);
  auto handle = read_handle(HandleKind::kCode, deps.keyed_hash, call.form.get("code"));
  if (!handle) co_return refuse(Code::kInvalidGrant, "The code is not one of ours.");

  auto found = co_await find_sign_in(deps.database, handle->sign_in_hash);
  if (!found) co_return our_fault(found.error());
  if (!*found) {
    auto refused = co_await end_all(deps, handle->sign_in_hash);
    co_return refused;
  }
  SignIn& sign_in = **found;
  bool right_code = !sign_in.code_hash.empty() && crypto::equal(sign_in.code_hash, handle->secret_hash);
  if (!right_code) co_return refuse(Code::kInvalidGrant, "The code is not one of ours.");
  if (sign_in.expires_at <= call.now)
    co_return refuse(Code::kInvalidGrant, "The code has expired; it is good for 60 seconds.");
  if (auto misuse = misuse_of(call, sign_in)) {
    auto refused = co_await use_up(call, deps, std::move(sign_in), std::move(*misuse));
    co_return refused;
  }

  auto consent = co_await has_consent(deps, sign_in.account, sign_in.client, sign_in.request.scopes,
                                      sign_in.expires_at - kCodeLifetime);
  if (!consent) co_return our_fault(consent.error());
  if (!*consent) co_return refuse(Code::kInvalidGrant, "The resident has withdrawn the consent.");
  auto envelope = co_await id_token_envelope(deps, call.client);
  if (!envelope) co_return pass_error(envelope);

  auto proven = prove_key(call, deps);
  if (!proven) co_return pass_error(proven);
  // RFC 9449 §10: the key must be the one the code is bound to.
  bool bound = sign_in.request.dpop_key.empty() || crypto::equal(call.confirmation, sign_in.request.dpop_key);
  if (!bound) {
    auto refused = co_await use_up(call, deps, std::move(sign_in),
                                   "Incoming DPOP Proof JWT does not match the initial dpop_jkt sent at PAR endpoint.");
    co_return refused;
  }
  auto issued = co_await issue(call, deps, std::move(sign_in), std::move(*envelope));
  co_return issued;
}

}  // namespace inkan::oidc
