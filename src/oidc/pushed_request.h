#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace inkan::oidc {

// PushedRequest is a checked authorization request: what the rules at PAR let through, as it is stored until the code
// is used.
struct PushedRequest {
  std::string redirect_uri{};
  std::vector<std::string> scopes{};  // as asked, in order
  std::string state{};                // empty: none was sent, none goes back
  std::string nonce{};
  std::string code_challenge{};
  std::string dpop_key{};  // thumbprint the code is bound to; empty for mTLS clients
  int level = 1;
  bool sign_in_again = false;        // prompt=login
  bool consent_again = false;        // prompt=consent
  bool no_pages = false;             // prompt=none
  std::optional<int64_t> max_age{};  // seconds
  std::string context_type{};
  std::string context_message{};

  std::string to_text() const;
  static Result<PushedRequest> from_text(std::string_view text);
};

}  // namespace inkan::oidc
