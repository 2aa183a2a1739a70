#include "oidc/checks/dpop_nonce.h"
#include "oidc/endpoints/all.h"
#include "oidc/endpoints/client_answer.h"
#include "oidc/handles.h"
#include "oidc/oidc_store.h"
#include "oidc/pipeline.h"

namespace inkan::oidc {

namespace {

using boost::asio::awaitable;

constexpr std::string_view kRequestUriPrefix = "urn:ietf:params:oauth:request_uri:";

// store_request commits the request together with the single use of assertion and proof.
awaitable<Answer<json::object>> store_request(Call& call, Deps& deps) {
  std::string reference = deps.random.token(32);
  SignIn sign_in;
  sign_in.sign_in_hash = sign_in_hash(deps.keyed_hash, reference);
  sign_in.client = call.client->id;
  sign_in.request = std::move(call.pushed);
  sign_in.expires_at = call.now + kPushedRequestLifetime;
  add_sign_in(call.batch, sign_in);
  auto result = co_await deps.database.commit(std::move(call.batch));
  if (!result) co_return our_fault(result.error());
  if (result->broken_expectation) {
    auto used = call.used_before(*result->broken_expectation);
    if (used) co_return std::unexpected(std::move(*used));
    co_return refuse(Code::kServerError, "An error on our side. The request id names it in our log.");
  }
  json::object body;
  body["request_uri"] = std::string(kRequestUriPrefix) + reference;
  body["expires_in"] = std::chrono::duration_cast<std::chrono::seconds>(kPushedRequestLifetime).count();
  co_return body;
}

awaitable<Answer<json::object>> handle(Call& call, Deps& deps) {
  auto verdict = co_await run_pipeline(call, deps);
  if (!verdict) co_return pass_error(verdict);
  auto stored = co_await store_request(call, deps);
  co_return stored;
}

}  // namespace

// RFC 9126 §2.
awaitable<http::Response> push_request(Deps& deps, const http::Request& request) {
  Call call{.request = request, .endpoint = Endpoint::kPar, .now = deps.clock.now()};
  auto answer = co_await handle(call, deps);
  co_return client_answer(deps, call, "par", 201, answer);
}

}  // namespace inkan::oidc
