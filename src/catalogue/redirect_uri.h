#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace inkan::catalogue {

// check_redirect_uri says whether an address may be registered: absolute https, or http for localhost and loopback
// addresses only (RFC 8252 §7.3), no fragment (RFC 6749 §3.1.2), no user name, no pattern, at most 512 characters.
// The error names what was found and what would be right. Comparison at run time is byte for byte, never here.
Result<Done> check_redirect_uri(std::string_view uri);

// https_host gives the lower-case host of an https address, empty when it is not one.
std::string https_host(std::string_view uri);
// uri_host gives the lower-case host of any absolute http or https address, empty when it is not one.
std::string uri_host(std::string_view uri);

}  // namespace inkan::catalogue
