#pragma once

#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "oidc/call.h"
#include "oidc/deps.h"

namespace inkan::oidc {

// AuthorizationCodeGrant (RFC 6749 §4.1.3, RFC 7636 §4.5, RFC 9449 §10): the code is taken in the same batch that
// stores the tokens and the resident's record of the sign-in. A code that comes with a wrong verifier, redirect URI,
// client or key is used up, because somebody has it who should not; a second use ends what the first gave.
struct AuthorizationCodeGrant {
  static constexpr std::string_view kName = "authorization_code";
  static boost::asio::awaitable<Answer<json::object>> handle(Call& call, Deps& deps);
};

}  // namespace inkan::oidc
