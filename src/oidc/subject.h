#pragma once

#include <string>

#include "accounts/account.h"
#include "catalogue/client.h"
#include "crypto/hash.h"

namespace inkan::oidc {

// subject_of gives the `sub` a client knows this account by: the account id (public), or for pairwise clients a keyed
// hash of sector and account in the form of a UUID (OpenID Connect Core §8.1; RFC 9562 §5.8 version 8), from which
// neither the account nor another sector's subject follows.
std::string subject_of(const crypto::KeyedHash& keyed, const catalogue::Client& client,
                       const accounts::AccountId& account);

}  // namespace inkan::oidc
