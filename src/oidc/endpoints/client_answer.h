#pragma once

#include "oidc/call.h"
#include "oidc/deps.h"

namespace inkan::oidc {

// client_answer writes what PAR and token answer: JSON with `status`, or the error; no-store; with a DPoP-Nonce for
// clients whose proofs need one.
http::Response client_answer(Deps& deps, const Call& call, std::string_view endpoint, int status,
                             const Answer<json::object>& answer);

}  // namespace inkan::oidc
