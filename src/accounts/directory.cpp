#include "accounts/directory.h"

namespace inkan::accounts {
namespace {

std::string context_of(std::string_view field, const AccountId& account) {
  return "accounts/" + std::string(field) + "/" + account.text();
}

}  // namespace

Result<crypto::DataKey> open_account_key(const Deps& deps, const AccountRow& account) {
  return deps.master_key.unwrap(account.wrapped_key, context_of("key", account.id));
}

std::string wrap_account_key(const Deps& deps, const crypto::DataKey& key, const AccountId& account) {
  return deps.master_key.wrap(key, context_of("key", account));
}

std::string seal_field(const Deps& deps, const crypto::DataKey& key, std::string_view field, const AccountId& account,
                       std::string_view plaintext) {
  return key.seal(plaintext, context_of(field, account), deps.random);
}

Result<std::string> open_field(const crypto::DataKey& key, std::string_view field, const AccountId& account,
                               std::string_view sealed) {
  return key.open(sealed, context_of(field, account));
}

Task<std::optional<AccountDirectory::Account>> StoredAccounts::find(AccountId id, bool with_contacts) {
  Result<std::optional<AccountRow>> row = co_await find_account(deps_.database, id);
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  Account account;
  account.id = (*row)->id;
  account.person = (*row)->person;
  account.status = (*row)->status;
  const bool has_contacts = !(*row)->sealed_email.empty() || !(*row)->sealed_mobile.empty();
  if (!with_contacts || !has_contacts) co_return account;
  Result<crypto::DataKey> key = open_account_key(deps_, **row);
  if (!key) co_return pass_on(key);
  if (!(*row)->sealed_email.empty()) {
    Result<std::string> email = open_field(*key, "email", id, (*row)->sealed_email);
    if (!email) co_return pass_on(email);
    account.email = std::move(*email);
  }
  if (!(*row)->sealed_mobile.empty()) {
    Result<std::string> mobile = open_field(*key, "mobile", id, (*row)->sealed_mobile);
    if (!mobile) co_return pass_on(mobile);
    account.mobile = std::move(*mobile);
  }
  co_return account;
}

}  // namespace inkan::accounts
