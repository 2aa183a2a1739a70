#pragma once

#include <string>
#include <string_view>

#include "accounts/webauthn.h"
#include "base/result.h"

namespace inkan::accounts::webauthn {

// SignedBytes is what an authenticator signed: its data and the hash of the client data.
struct SignedBytes {
  std::string relying_party_id{};
  std::string authenticator_data{};
  std::string client_data_hash{};
  std::string signature{};
};

// verify_signature proves an assertion with libfido2; kInvalidInput for a wrong signature. The key was checked before
// (check_public_key).
Result<Done> verify_signature(std::string_view cose_key, Algorithm algorithm, const SignedBytes& signed_bytes);
// verify_self_attestation proves a registration signed by its own key, likewise.
Result<Done> verify_self_attestation(std::string_view cose_key, Algorithm algorithm, const SignedBytes& signed_bytes);

}  // namespace inkan::accounts::webauthn
