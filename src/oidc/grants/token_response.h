#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "catalogue/client.h"
#include "oidc/settings.h"

namespace inkan::oidc {

// token_response makes the members every grant answers (RFC 6749 §5.1). Nothing is ever null.
inline json::object token_response(const std::string& access_token, const catalogue::Client& client,
                                   const std::vector<std::string>& scopes) {
  json::object body;
  body["access_token"] = access_token;
  // RFC 9449 §5: DPoP; certificate-bound tokens stay Bearer (RFC 8705 §3).
  body["token_type"] = client.sender_constraint == catalogue::SenderConstraint::kDpop ? "DPoP" : "Bearer";
  body["expires_in"] = std::chrono::duration_cast<std::chrono::seconds>(kAccessTokenLifetime).count();
  body["scope"] = join(scopes, " ");
  return body;
}

}  // namespace inkan::oidc
