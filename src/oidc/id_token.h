#pragma once

#include <string>

#include "base/json.h"
#include "catalogue/client.h"
#include "oidc/oidc_store.h"

namespace inkan::oidc {

// id_token_claims makes the claims of wire contract §2.7 (OpenID Connect Core §2). sub_attributes is what was released;
// it is left out when empty, and so is nonce when none was sent.
json::object id_token_claims(const std::string& issuer, const catalogue::Client& client, const std::string& subject,
                             const SignIn& sign_in, json::object sub_attributes, Time now);

}  // namespace inkan::oidc
