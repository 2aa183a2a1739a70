#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace inkan::oidc {

// normal_proof_url brings an htu into the form in which two are compared (RFC 9449 §4.3, RFC 3986 §6.2): scheme and
// host in lower case, default port dropped, query and fragment dropped. nullopt when it is no absolute http(s) address.
std::optional<std::string> normal_proof_url(std::string_view url);

}  // namespace inkan::oidc
