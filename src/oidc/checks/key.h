#pragma once

#include "oidc/call.h"
#include "oidc/deps.h"

namespace inkan::oidc {

// check_key_present refuses a token call that brings no key at all: no DPoP header, or no certificate. It costs nothing
// and comes before the code is looked at, so that such a call does not use the code up.
Answer<Done> check_key_present(const Call& call);
// prove_key verifies the proof (or takes the certificate the connection proved) and sets call.confirmation.
Answer<Done> prove_key(Call& call, const Deps& deps);

}  // namespace inkan::oidc
