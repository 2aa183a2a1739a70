#include "oidc/checks/pkce.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/hash.h"
#include "oidc/checks/all.h"

namespace inkan::oidc {

namespace {
bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
}  // namespace

bool is_code_challenge(std::string_view text) {
  return text.size() == 43 &&
         std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; });
}

bool verifier_matches(std::string_view verifier, std::string_view challenge) {
  if (verifier.size() < 43 || verifier.size() > 128) return false;
  bool legal = std::ranges::all_of(
      verifier, [](char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~'; });
  return legal && crypto::equal(base64url_encode(crypto::sha256(verifier)), challenge);
}

// FAPI 2.0 SP §5.3.2.2: PKCE with S256 always. That it is required is ours to say, never the request's.
Answer<Done> check_pkce(Call& call, const Deps&) {
  std::string_view method = call.form.get("code_challenge_method");
  std::string_view challenge = call.form.get("code_challenge");
  if (challenge.empty()) return refuse(Code::kInvalidRequest, "code_challenge is missing: PKCE is required.");
  if (method != "S256") return refuse(Code::kInvalidRequest, "code_challenge_method must be 'S256'.");
  if (!is_code_challenge(challenge))
    return refuse(Code::kInvalidRequest,
                  "code_challenge must be the base64url SHA-256 of the verifier: 43 characters, no padding.");
  call.pushed.code_challenge = std::string(challenge);
  return Done{};
}

}  // namespace inkan::oidc
