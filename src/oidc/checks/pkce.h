#pragma once

#include <string_view>

namespace inkan::oidc {

// is_code_challenge tells an S256 challenge: 43 base64url characters (RFC 7636 §4.2).
bool is_code_challenge(std::string_view text);
// verifier_matches: 43 to 128 unreserved characters whose SHA-256 is the challenge (RFC 7636 §4.1 and §4.6).
bool verifier_matches(std::string_view verifier, std::string_view challenge);

}  // namespace inkan::oidc
