#pragma once
// Private to src/crypto: signatures over bytes.

#include "crypto/keys.h"

namespace inkan::crypto {

// sign_bytes gives the signature in JOSE form (RFC 7518 §3.4: r || s for ECDSA).
Result<std::string> sign_bytes(const PrivateKey& key, std::string_view message);

}  // namespace inkan::crypto
