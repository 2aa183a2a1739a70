#include "oidc/checks/key.h"

#include "crypto/x509.h"
#include "oidc/checks/dpop_proof.h"

namespace inkan::oidc {

using catalogue::SenderConstraint;

Answer<Done> check_key_present(const Call& call) {
  switch (call.client->sender_constraint) {
    case SenderConstraint::kDpop:
      if (call.request.count_header("dpop") > 0) return Done{};
      return refuse(Code::kInvalidDpopProof,
                    "The DPoP header is missing; access tokens of this client are bound to a DPoP key.");
    case SenderConstraint::kMtls:
      if (!call.request.client_certificate.empty()) return Done{};
      return refuse(Code::kInvalidRequest,
                    "No client certificate was presented; use the token_endpoint of mtls_endpoint_aliases.");
  }
  return refuse(Code::kServerError, "");
}

Answer<Done> prove_key(Call& call, const Deps& deps) {
  auto present = check_key_present(call);
  if (!present) return present;
  if (call.client->sender_constraint == SenderConstraint::kDpop) return prove_dpop_key(call, deps);
  // RFC 8705 §3.1: the token is bound to the hash of the certificate.
  call.confirmation = crypto::certificate_thumbprint(call.request.client_certificate);
  return Done{};
}

}  // namespace inkan::oidc
