#include "oidc/grants/refresh_token.h"

#include <algorithm>

#include "oidc/checks/key.h"
#include "oidc/grants/token_response.h"
#include "oidc/handles.h"
#include "oidc/oidc_store.h"
#include "oidc/standing.h"

namespace inkan::oidc {

namespace {

using boost::asio::awaitable;

// narrowed_scopes reads the optional scope parameter (RFC 6749 §6): nothing that was not granted.
Answer<std::vector<std::string>> narrowed_scopes(const Call& call, const Token& refresh) {
  std::string_view text = call.form.get("scope");
  if (text.empty()) return refresh.scopes;
  std::vector<std::string> wanted = split(text, ' ');
  for (const std::string& scope : wanted) {
    if (std::ranges::find(refresh.scopes, scope) == refresh.scopes.end()) {
      return refuse(Code::kInvalidScope,
                    "scope '" + scope.substr(0, 64) + "' was not granted; granted are: " + join(refresh.scopes, " "));
    }
  }
  if (std::ranges::find(wanted, "openid") == wanted.end())
    return refuse(Code::kInvalidScope, "scope must hold 'openid'.");
  return wanted;
}

// check_still_allowed: registration, status of person and account, and consent, at each refresh.
awaitable<Answer<Done>> check_still_allowed(Call& call, Deps& deps, Token refresh) {
  for (const std::string& scope : refresh.scopes) {
    if (std::ranges::find(call.client->scopes, scope) == call.client->scopes.end()) {
      co_return refuse(Code::kInvalidGrant,
                       "The registration of this client no longer has the scope '" + scope + "' of this token.");
    }
  }
  auto active = co_await account_is_active(deps, refresh.account);
  if (!active) co_return our_fault(active.error());
  auto alive = co_await person_is_alive(deps, refresh.person);
  if (!alive) co_return our_fault(alive.error());
  if (!*active || !*alive) co_return refuse(Code::kInvalidGrant, "The resident's account is not active.");
  auto consent = co_await has_consent(deps, refresh.account, refresh.client, refresh.scopes,
                                      refresh.expires_at - kRefreshTokenLifetime);
  if (!consent) co_return our_fault(consent.error());
  if (!*consent) co_return refuse(Code::kInvalidGrant, "The resident has withdrawn the consent.");
  co_return Done{};
}

awaitable<Answer<json::object>> issue(Call& call, Deps& deps, Token refresh, std::vector<std::string> scopes) {
  size_t held = hold_token(call.batch, refresh);
  Handle access = make_handle(HandleKind::kAccessToken, deps.keyed_hash, refresh.sign_in_hash, deps.random);
  Token token = refresh;
  token.token_hash = access.secret_hash;
  token.kind = TokenKind::kAccess;
  token.scopes = scopes;
  token.confirmation = call.confirmation;
  token.expires_at = call.now + kAccessTokenLifetime;
  add_token(call.batch, token);
  auto result = co_await deps.database.commit(std::move(call.batch));
  if (!result) co_return our_fault(result.error());
  if (result->broken_expectation) {
    if (*result->broken_expectation == held)
      co_return refuse(Code::kInvalidGrant, "The refresh token is unknown or revoked.");
    auto used = call.used_before(*result->broken_expectation);
    if (used) co_return std::unexpected(std::move(*used));
    co_return refuse(Code::kServerError, "An error on our side. The request id names it in our log.");
  }
  co_return token_response(access.text, *call.client, scopes);
}

}  // namespace

awaitable<Answer<json::object>> RefreshTokenGrant::handle(Call& call, Deps& deps) {
  if (call.form.get("refresh_token").empty()) co_return refuse(Code::kInvalidRequest, "refresh_token is missing.");
  auto handle = read_handle(HandleKind::kRefreshToken, deps.keyed_hash, call.form.get("refresh_token"));
  if (!handle) co_return refuse(Code::kInvalidGrant, "The refresh token is not one of ours.");

  auto found = co_await find_token(deps.database, handle->sign_in_hash, handle->secret_hash, TokenKind::kRefresh);
  if (!found) co_return our_fault(found.error());
  bool known = found->has_value() && (*found)->client == call.client->id;
  if (!known)
    co_return refuse(Code::kInvalidGrant, "The refresh token is unknown, revoked, or was given to another client.");
  if (!call.client->refresh_tokens)
    co_return refuse(Code::kUnauthorizedClient,
                     "grant_types of this client's registration has no refresh_token any more.");
  Token& refresh = **found;
  if (refresh.expires_at <= call.now) co_return refuse(Code::kInvalidGrant, "The refresh token has expired.");
  auto scopes = narrowed_scopes(call, refresh);
  if (!scopes) co_return pass_error(scopes);
  auto allowed = co_await check_still_allowed(call, deps, refresh);
  if (!allowed) co_return pass_error(allowed);
  auto proven = prove_key(call, deps);
  if (!proven) co_return pass_error(proven);
  auto issued = co_await issue(call, deps, std::move(refresh), std::move(*scopes));
  co_return issued;
}

}  // namespace inkan::oidc
