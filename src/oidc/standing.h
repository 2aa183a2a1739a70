#pragma once

#include <string>
#include <vector>

#include "oidc/deps.h"
#include "oidc/protocol_error.h"

namespace inkan::oidc {

// data_scopes are the scopes that stand for data: all but openid.
std::vector<std::string> data_scopes(const std::vector<std::string>& scopes);

// person_is_alive and account_is_active are read anew at each issue: whoever died, left or was suspended gets nothing
// more.
Task<bool> person_is_alive(Deps& deps, accounts::PersonId person);
Task<bool> account_is_active(Deps& deps, accounts::AccountId account);
// has_consent: nothing to consent to, or an active consent that covers all of it and none withdrawn after `since`, when
// the code or token was issued.
Task<bool> has_consent(Deps& deps, accounts::AccountId account, catalogue::ClientId client,
                       std::vector<std::string> scopes, Time since);

}  // namespace inkan::oidc
