#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace inkan::accounts::webauthn {

// Web Authentication Level 3, relying party side, as pure functions over bytes. Policy: user verification required, not
// embedded in other sites, algorithms ES256, EdDSA (Ed25519) and RS256; attestation is not asked for, so only the
// formats "none" and "packed" with self attestation are taken.

enum class Algorithm : int64_t { kES256 = -7, kEdDSA = -8, kRS256 = -257 };

// Party is whom ceremonies are made for.
struct Party {
  std::string relying_party_id{};
  std::string origin{};
};

// AuthenticatorData is taken apart (§6.1), not yet proven.
struct AuthenticatorData {
  std::string relying_party_hash{};
  bool user_present = false;
  bool user_verified = false;
  bool backup_eligible = false;
  bool backed_up = false;
  uint32_t sign_count = 0;
  std::string credential_id{};  // empty in assertions
  std::string public_key{};     // COSE_Key bytes; empty in assertions
};
// parse_authenticator_data wants exactly the parts its flags announce, nothing behind them. In registrations the
// attested credential data must be there, in assertions it must not.
Result<AuthenticatorData> parse_authenticator_data(std::string_view bytes, bool registration);

// check_public_key refuses COSE keys of other algorithms, wrong parameters, and points off the curve (§6.5.1.1, RFC
// 9053).
Result<Algorithm> check_public_key(std::string_view cose_key);

struct RegistrationResponse {
  std::string client_data{};         // clientDataJSON, raw
  std::string attestation_object{};  // raw
};
// NewCredential is what a proven registration brings.
struct NewCredential {
  std::string id{};
  std::string public_key{};
  uint32_t sign_count = 0;
  bool backup_eligible = false;
  bool backed_up = false;
};
// verify_registration is §7.1 from step 5 on. `challenge` is the raw challenge that was sent.
Result<NewCredential> verify_registration(const Party& party, std::string_view challenge,
                                          const RegistrationResponse& response);

struct AssertionResponse {
  std::string client_data{};
  std::string authenticator_data{};
  std::string signature{};
};
// KnownCredential is what is stored of the credential.
struct KnownCredential {
  std::string public_key{};
  uint32_t sign_count = 0;
  bool backup_eligible = false;
};
struct Assertion {
  uint32_t sign_count = 0;
  bool backed_up = false;
};
// verify_assertion is §7.2 from step 10 on. A signature counter that does not rise is refused (§6.1.1): the key was
// copied.
Result<Assertion> verify_assertion(const Party& party, std::string_view challenge, const KnownCredential& credential,
                                   const AssertionResponse& response);

// challenge_of reads the challenge out of client data, to look it up; nothing is proven by it.
Result<std::string> challenge_of(std::string_view client_data);

}  // namespace inkan::accounts::webauthn
