#pragma once

#include <string>
#include <vector>

#include "catalogue/client.h"
#include "exchange/sources/source.h"

namespace inkan::exchange {

// scopes_in_id_token says which of the scopes an ID token carries: of a login service who the person is and how to
// reach them, of a myinfo service the name only (reference: singpass.md §2.7).
std::vector<std::string> scopes_in_id_token(catalogue::ClientKind kind, const std::vector<std::string>& scopes);
// scopes_in_userinfo leaves out what is no data of userinfo: openid and user.identity.
std::vector<std::string> scopes_in_userinfo(const std::vector<std::string>& scopes);

// sub_attributes shapes the claim of an ID token; what the register or account does not have is left out.
json::object sub_attributes(const std::vector<std::string>& scopes, const Opened& opened);
// person_info shapes the claim of userinfo; what no source serves or has is `unavailable` with its metadata. A leaf of
// a group that nobody serves makes its group unavailable.
json::object person_info(const std::vector<std::string>& scopes, const Opened& opened);

}  // namespace inkan::exchange
