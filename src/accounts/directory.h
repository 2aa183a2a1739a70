#pragma once

#include <string>

#include "accounts/account.h"
#include "accounts/account_store.h"
#include "accounts/deps.h"

namespace inkan::accounts {

// StoredAccounts is AccountDirectory over the store. Thread-safe; `deps` must outlive it.
class StoredAccounts final : public AccountDirectory {
 public:
  explicit StoredAccounts(const Deps& deps) : deps_(deps) {}
  Task<std::optional<Account>> find(AccountId id, bool with_contacts) override;

 private:
  const Deps& deps_;
};

// Sealed fields of an account: the context names table, column and row, so that no value can be moved.
Result<crypto::DataKey> open_account_key(const Deps& deps, const AccountRow& account);
std::string wrap_account_key(const Deps& deps, const crypto::DataKey& key, const AccountId& account);
std::string seal_field(const Deps& deps, const crypto::DataKey& key, std::string_view field, const AccountId& account,
                       std::string_view plaintext);
Result<std::string> open_field(const crypto::DataKey& key, std::string_view field, const AccountId& account,
                               std::string_view sealed);

}  // namespace inkan::accounts
