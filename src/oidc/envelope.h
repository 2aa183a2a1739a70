#pragma once

#include <memory>
#include <optional>
#include <string>

#include "oidc/deps.h"
#include "oidc/protocol_error.h"

namespace inkan::oidc {

// Envelope is how a client wants a JWT: signed, and then encrypted where it has an encryption key registered for it.
struct Envelope {
  std::optional<crypto::PublicKey> key{};  // nullopt: signed only
  crypto::KeyManagement algorithm = crypto::KeyManagement::kEcdhEsA256Kw;
  crypto::ContentEncryption encryption = crypto::ContentEncryption::kA256CbcHs512;
};

// find_envelope looks for the client's encryption key before anything is used up: a missing key must not cost a code.
// kUpstreamDependencyError when its keys cannot be read, kInvalidRequest when it has none that fits.
boost::asio::awaitable<Answer<Envelope>> id_token_envelope(Deps& deps, std::shared_ptr<const catalogue::Client> client);
boost::asio::awaitable<Answer<Envelope>> userinfo_envelope(Deps& deps, std::shared_ptr<const catalogue::Client> client);

// seal_claims signs with the issuer's current key and encrypts: a JWS in a JWE with cty JWT (RFC 7519 §5.2).
Answer<std::string> seal_claims(const Deps& deps, const Envelope& envelope, const json::object& claims);

}  // namespace inkan::oidc
