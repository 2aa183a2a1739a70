#pragma once

#include "crypto/jose.h"

namespace inkan::crypto {

// recent_public_key is PublicKey::from_jwk that remembers some hundred keys for each thread: for keys that come along
// with every message, such as the same DPoP key three times in a sign-in. The answer is always that of from_jwk.
Result<PublicKey> recent_public_key(const json::object& jwk);

}  // namespace inkan::crypto
