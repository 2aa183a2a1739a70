#include "crypto/hash.h"
#include "oidc/checks/all.h"
#include "oidc/checks/dpop_proof.h"
#include "oidc/checks/pkce.h"

namespace inkan::oidc {

// RFC 9449 §10: the code is bound to a key from here on, by the proof itself, by dpop_jkt, or by both when they agree.
// Clients with certificate-bound tokens (RFC 8705 §3) prove their key at the token endpoint by the connection.
Answer<Done> check_key_at_par(Call& call, const Deps& deps) {
  if (call.client->sender_constraint == catalogue::SenderConstraint::kMtls) return Done{};
  std::string_view announced = call.form.get("dpop_jkt");
  bool has_proof = call.request.count_header("dpop") > 0;
  if (!has_proof && announced.empty()) {
    return refuse(Code::kInvalidDpopProof, "Send a DPoP header, or the key's thumbprint as dpop_jkt.");
  }
  // A thumbprint has the shape of an S256 challenge: 43 characters of base64url.
  if (!announced.empty() && !is_code_challenge(announced)) {
    return refuse(Code::kInvalidRequest,
                  "dpop_jkt must be the base64url SHA-256 thumbprint of the key: 43 characters (RFC 7638).");
  }
  if (!has_proof) {
    call.pushed.dpop_key = std::string(announced);
    return Done{};
  }
  auto proof = prove_dpop_key(call, deps);
  if (!proof) return pass_error(proof);
  if (!announced.empty() && !crypto::equal(announced, call.confirmation)) {
    return refuse(Code::kInvalidDpopProof, "dpop_jkt is not the thumbprint of the key in the DPoP proof.");
  }
  call.pushed.dpop_key = call.confirmation;
  return Done{};
}

}  // namespace inkan::oidc
