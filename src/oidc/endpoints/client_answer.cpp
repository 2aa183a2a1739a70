#include "oidc/endpoints/client_answer.h"

#include "oidc/checks/dpop_nonce.h"
#include "oidc/endpoints/report.h"

namespace inkan::oidc {

http::Response client_answer(Deps& deps, const Call& call, std::string_view endpoint, int status,
                             const Answer<json::object>& answer) {
  http::Response response;
  if (answer) {
    deps.metrics.count(endpoint, "ok");
    response = http::json_response(status, *answer);
    response.set_header("Cache-Control", "no-store");
  } else {
    report_refusal(deps, endpoint, answer.error(), call.request,
                   call.client ? call.client->id.text() : std::string_view());
    response = error_response(answer.error(), call.request);
  }
  // RFC 9449 §8.2: a fresh nonce may come with any answer.
  if (call.client && call.client->dpop_nonce_required) {
    response.set_header("DPoP-Nonce", DpopNonces(deps.keyed_hash).current(call.now));
  }
  return response;
}

}  // namespace inkan::oidc
