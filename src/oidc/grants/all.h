#pragma once

#include <concepts>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "oidc/grants/authorization_code.h"
#include "oidc/grants/refresh_token.h"

namespace inkan::oidc {

// A grant says its name and answers an authenticated token request with the members of the token response.
template <typename G>
concept IsGrant = requires(Call& call, Deps& deps) {
  { G::kName } -> std::convertible_to<std::string_view>;
  { G::handle(call, deps) } -> std::same_as<boost::asio::awaitable<Answer<json::object>>>;
};

struct GrantRow {
  std::string_view name;
  boost::asio::awaitable<Answer<json::object>> (*handle)(Call&, Deps&);
};
template <IsGrant G>
constexpr GrantRow row_of_grant() {
  return {G::kName, &G::handle};
}

// kGrants is every grant this server knows. A new one is a new file and a line here.
inline constexpr GrantRow kGrants[] = {
    row_of_grant<AuthorizationCodeGrant>(),
    row_of_grant<RefreshTokenGrant>(),
};

}  // namespace inkan::oidc
