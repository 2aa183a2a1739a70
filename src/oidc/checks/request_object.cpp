#include "oidc/checks/all.h"

namespace inkan::oidc {

Answer<Done> check_no_request_object(Call& call, const Deps&) {
  // RFC 9126 §2.1: a pushed request must not name another one.
  if (call.form.has("request_uri"))
    return refuse(Code::kInvalidRequest,
                  "request_uri must not be sent to this endpoint; it is what this endpoint answers with.");
  // Request objects (RFC 9101) belong to FAPI Message Signing, which is not offered; ignoring one would ignore what it
  // says.
  if (call.form.has("request"))
    return refuse(Code::kInvalidRequest, "Request objects are not supported; send the parameters as form fields.");
  return Done{};
}

}  // namespace inkan::oidc
