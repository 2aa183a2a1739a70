#pragma once

#include <string>
#include <vector>

#include "accounts/account.h"
#include "accounts/account_store.h"
#include "accounts/deps.h"
#include "accounts/passkey_store.h"
#include "accounts/session_store.h"
#include "base/secret.h"

namespace inkan::accounts {

// Overview is what the account page shows, opened for its owner.
struct Overview {
  std::string login_id{};
  bool has_totp = false;
  int64_t recovery_codes_left = 0;
  struct Passkey {
    std::string id{};  // base64url
    std::string name{};
    Time added_at{};
  };
  std::vector<Passkey> passkeys{};
};
Task<Overview> load_overview(const Deps& deps, AccountId account);

// offer_totp gives the secret on offer to this session, making one when there is none.
Task<Secret> offer_totp(const Deps& deps, SessionRow session);
// accept_totp adds the offered secret when the code fits it; false when not. The code's step counts as used.
Task<bool> accept_totp(const Deps& deps, SessionRow session, std::string code);
Task<Done> remove_totp_of(const Deps& deps, SessionRow session);
Task<Done> remove_passkey_of(const Deps& deps, SessionRow session, std::string credential_id);

// make_recovery_codes replaces all codes by ten new ones and gives them, this once.
Task<std::vector<std::string>> make_recovery_codes(const Deps& deps, SessionRow session);

// change_password stores the new hash and ends every other session. The password was rated before.
Task<Done> change_password(const Deps& deps, SessionRow session, Secret password);

// end_other_sessions signs out everywhere but here.
Task<Done> end_other_sessions(const Deps& deps, SessionRow session);

// close_account erases what is not legally kept, and tells the folders above by the outbox topic "account.closed" with
// the account id.
Task<Done> close_account(const Deps& deps, SessionRow session);

}  // namespace inkan::accounts
