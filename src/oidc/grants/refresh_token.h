#pragma once

#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "oidc/call.h"
#include "oidc/deps.h"

namespace inkan::oidc {

// RefreshTokenGrant (RFC 6749 §6): no rotation (FAPI 2.0 SP §5.3.2.1), bound to the client and not to the DPoP key, so
// that a client may change it; narrower scopes allowed. Account, person, consent and client are looked at anew.
struct RefreshTokenGrant {
  static constexpr std::string_view kName = "refresh_token";
  static boost::asio::awaitable<Answer<json::object>> handle(Call& call, Deps& deps);
};

}  // namespace inkan::oidc
