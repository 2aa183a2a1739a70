#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts/account.h"
#include "store/database.h"

namespace inkan::accounts {

// Rows of migrations/0006_accounts.sql and every statement about them. Nothing here decides.

struct AccountRow {
  AccountId id{};
  PersonId person{};
  AccountStatus status = AccountStatus::kActive;
  std::string user_handle{};
  std::string wrapped_key{};
  std::string sealed_email{};
  std::string sealed_mobile{};
  Time opened_at{};
};
Task<std::optional<AccountRow>> find_account(store::Database& database, AccountId id);
Task<std::optional<AccountRow>> find_account_by_user_handle(store::Database& database, std::string user_handle);
// has_account tells whether this person has a living account.
Task<bool> has_account(store::Database& database, PersonId person);
// add_account adds the row; its Expect::kOne breaks when the person has a living account. Gives the statement's index.
size_t add_account(store::Batch& batch, const AccountRow& row);
// erase_account marks the row closed and forgets key, contacts, login id, authenticators, sessions, devices.
void erase_account(store::Batch& batch, const AccountId& id, Time now);

struct LoginRow {
  AccountId account{};
  PersonId person{};
  AccountStatus status = AccountStatus::kActive;
  std::string password_hash{};
};
Task<std::optional<LoginRow>> find_login(store::Database& database, std::string login_hash);
struct LoginOfAccount {
  std::string login_hash{};
  std::string sealed_login{};
  std::string password_hash{};
};
Task<std::optional<LoginOfAccount>> find_login_of(store::Database& database, AccountId account);
struct NewLogin {
  std::string login_hash{};
  AccountId account{};
  std::string sealed_login{};
  std::string password_hash{};
  Time now{};
};
// add_login's Expect::kOne breaks when the login id is taken.
size_t add_login(store::Batch& batch, const NewLogin& login);
void change_password_hash(store::Batch& batch, const AccountId& account, std::string password_hash, Time now);

struct TotpRow {
  std::string sealed_secret{};
  int64_t last_step = 0;
  Time added_at{};
};
Task<std::optional<TotpRow>> find_totp(store::Database& database, AccountId account);
struct NewTotp {
  AccountId account{};
  std::string sealed_secret{};
  int64_t last_step = 0;
  Time now{};
};
// put_totp adds or replaces.
void put_totp(store::Batch& batch, const NewTotp& totp);
size_t remove_totp(store::Batch& batch, const AccountId& account);
// use_totp_step's Expect::kOne breaks when this or a later step was used before.
size_t use_totp_step(store::Batch& batch, const AccountId& account, int64_t step);

struct TotpOffer {
  std::string session_hash{};
  std::string sealed_secret{};
  Time expires_at{};
};
Task<std::optional<TotpOffer>> find_totp_offer(store::Database& database, std::string session_hash, Time now);
void put_totp_offer(store::Batch& batch, const TotpOffer& offer);
size_t take_totp_offer(store::Batch& batch, const std::string& session_hash);

Task<int64_t> count_recovery_codes(store::Database& database, AccountId account);
void replace_recovery_codes(store::Batch& batch, const AccountId& account, const std::vector<std::string>& hashes);
// take_recovery_code's Expect::kOne breaks for a code that is wrong or was used.
size_t take_recovery_code(store::Batch& batch, const AccountId& account, const std::string& code_hash);

Task<bool> is_known_device(store::Database& database, std::string device_hash, AccountId account, Time now);
void put_known_device(store::Batch& batch, const std::string& device_hash, const AccountId& account, Time expires_at);

struct ActivationRow {
  PersonId person{};
  std::string code_hash{};
  Time expires_at{};
};
void put_activation(store::Batch& batch, const ActivationRow& row);
Task<bool> activation_matches(store::Database& database, PersonId person, std::string code_hash, Time now);
// take_activation's Expect::kOne breaks when the code was used, replaced or has expired.
size_t take_activation(store::Batch& batch, const ActivationRow& row, Time now);

struct SignUpRow {
  std::string sign_up_hash{};
  std::string browser_hash{};
  PersonId person{};
  std::string code_hash{};
  Time expires_at{};
};
void put_sign_up(store::Batch& batch, const SignUpRow& row);
Task<std::optional<SignUpRow>> find_sign_up(store::Database& database, std::string sign_up_hash, Time now);
size_t take_sign_up(store::Batch& batch, const std::string& sign_up_hash);

}  // namespace inkan::accounts
