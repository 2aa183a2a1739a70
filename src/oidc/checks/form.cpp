#include "oidc/checks/all.h"

namespace inkan::oidc {

// RFC 6749 §3.1 and §3.2: form-encoded, no parameter twice. Empty parameters count as absent there; the rules ask
// get().
Answer<Done> check_form(Call& call, const Deps&) {
  if (!call.request.is_form()) {
    return refuse(Code::kInvalidRequest, "The body must be a form: Content-Type: application/x-www-form-urlencoded.");
  }
  auto form = call.request.form();
  if (!form) return refuse(Code::kInvalidRequest, form.error().public_text);
  call.form = std::move(*form);
  return Done{};
}

// FAPI 2.0 SP §5.3.2.1: clients authenticate with a key, never with a shared secret.
Answer<Done> check_no_client_secret(Call& call, const Deps&) {
  if (call.request.header("authorization") != nullptr || call.form.has("client_secret")) {
    return refuse(Code::kInvalidClient,
                  "Client secrets are not used here. Remove the Authorization header and client_secret, and send "
                  "client_assertion (private_key_jwt).");
  }
  return Done{};
}

}  // namespace inkan::oidc
