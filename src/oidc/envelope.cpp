#include "oidc/envelope.h"

namespace inkan::oidc {

namespace {

boost::asio::awaitable<Answer<Envelope>> find_envelope(Deps& deps, std::shared_ptr<const catalogue::Client> client,
                                                       std::optional<crypto::KeyManagement> algorithm,
                                                       crypto::ContentEncryption encryption) {
  Envelope envelope{.encryption = encryption};
  if (!algorithm) co_return envelope;
  auto keys = co_await deps.clients.keys(std::move(client), /*refetch=*/false);
  if (!keys) co_return refuse(Code::kUpstreamDependencyError, keys.error().public_text);
  const crypto::PublicKey* key = (*keys)->encryption_key(algorithm);
  if (key == nullptr) {
    co_return refuse(Code::kInvalidRequest, "The client's key set has no encryption key with alg '" +
                                                std::string(crypto::to_text(*algorithm)) +
                                                "', which its registration asks for.");
  }
  envelope.key = *key;
  envelope.algorithm = *algorithm;
  co_return envelope;
}

}  // namespace

boost::asio::awaitable<Answer<Envelope>> id_token_envelope(Deps& deps,
                                                           std::shared_ptr<const catalogue::Client> client) {
  auto algorithm = client->id_token_key_management;
  auto encryption = client->id_token_encryption;
  return find_envelope(deps, std::move(client), algorithm, encryption);
}

boost::asio::awaitable<Answer<Envelope>> userinfo_envelope(Deps& deps,
                                                           std::shared_ptr<const catalogue::Client> client) {
  auto algorithm = client->userinfo_key_management;
  auto encryption = client->userinfo_encryption;
  return find_envelope(deps, std::move(client), algorithm, encryption);
}

Answer<std::string> seal_claims(const Deps& deps, const Envelope& envelope, const json::object& claims) {
  auto key = deps.signing_keys.current();
  auto signed_token = crypto::sign(*key, "JWT", claims);
  if (!signed_token) return our_fault(signed_token.error());
  if (!envelope.key) return std::move(*signed_token);
  auto encrypted = crypto::encrypt(*envelope.key, envelope.algorithm, envelope.encryption, "JWT", *signed_token);
  if (!encrypted) return our_fault(encrypted.error());
  return std::move(*encrypted);
}

}  // namespace inkan::oidc
