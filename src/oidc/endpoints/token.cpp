#include <algorithm>

#include "oidc/endpoints/all.h"
#include "oidc/endpoints/client_answer.h"
#include "oidc/grants/all.h"
#include "oidc/pipeline.h"

namespace inkan::oidc {

namespace {

using boost::asio::awaitable;

awaitable<Answer<json::object>> handle(Call& call, Deps& deps) {
  auto verdict = co_await run_pipeline(call, deps);
  if (!verdict) co_return pass_error(verdict);
  std::string_view name = call.form.get("grant_type");
  if (name.empty()) co_return refuse(Code::kInvalidRequest, "grant_type is missing.");
  const auto* grant = std::ranges::find(kGrants, name, &GrantRow::name);
  if (grant == std::end(kGrants)) {
    co_return refuse(Code::kUnsupportedGrantType, "grant_type is '" + std::string(name.substr(0, 64)) +
                                                      "'; use authorization_code or refresh_token.");
  }
  auto answer = co_await grant->handle(call, deps);
  co_return answer;
}

}  // namespace

// RFC 6749 §3.2.
awaitable<http::Response> give_token(Deps& deps, const http::Request& request) {
  Call call{.request = request, .endpoint = Endpoint::kToken, .now = deps.clock.now()};
  auto answer = co_await handle(call, deps);
  co_return client_answer(deps, call, "token", 200, answer);
}

}  // namespace inkan::oidc
