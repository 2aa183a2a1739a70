#include "accounts/account_store.h"

#include "accounts/housekeeping.h"
#include "base/check.h"

namespace inkan::accounts {
namespace {

using store::Bytes;
using store::Expect;
using store::Value;

Value bytes(const std::string& value) { return Bytes{value}; }

std::string maybe_bytes(const store::Row& row, size_t column) {
  return row.is_null(column) ? std::string() : row.bytes(column);
}

AccountStatus read_status(const std::string& text) {
  if (text == "active") return AccountStatus::kActive;
  if (text == "suspended") return AccountStatus::kSuspended;
  check(text == "closed", "account status is one of the three");
  return AccountStatus::kClosed;
}

std::string status_text(AccountStatus status) {
  switch (status) {
    case AccountStatus::kActive:
      return "active";
    case AccountStatus::kSuspended:
      return "suspended";
    case AccountStatus::kClosed:
      return "closed";
  }
  return "closed";
}

AccountRow read_account(const store::Row& row) {
  return AccountRow{.id = AccountId(row.text(0)),
                    .person = PersonId(row.text(1)),
                    .status = read_status(row.text(2)),
                    .user_handle = maybe_bytes(row, 3),
                    .wrapped_key = maybe_bytes(row, 4),
                    .sealed_email = maybe_bytes(row, 5),
                    .sealed_mobile = maybe_bytes(row, 6),
                    .opened_at = from_unix_micros(row.integer(7))};
}

Value bytes_or_null(const std::string& value) { return value.empty() ? Value() : Value(Bytes{value}); }

Task<std::optional<store::Row>> one(store::Database& database, std::string_view sql, std::vector<Value> parameters) {
  return database.query_one(sql, std::move(parameters));
}

}  // namespace

Task<std::optional<AccountRow>> find_account(store::Database& database, AccountId id) {
  std::vector<Value> parameters;
  parameters.emplace_back(id.text());
  Result<std::optional<store::Row>> row = co_await one(
      database,
      "SELECT account_id, person_id, status, user_handle, wrapped_key, sealed_email, sealed_mobile, opened_at "
      "FROM accounts WHERE account_id = $1",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  co_return read_account(**row);
}

Task<std::optional<AccountRow>> find_account_by_user_handle(store::Database& database, std::string user_handle) {
  std::vector<Value> parameters;
  parameters.push_back(bytes(user_handle));
  Result<std::optional<store::Row>> row = co_await one(
      database,
      "SELECT account_id, person_id, status, user_handle, wrapped_key, sealed_email, sealed_mobile, opened_at "
      "FROM accounts WHERE user_handle = $1",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  co_return read_account(**row);
}

Task<bool> has_account(store::Database& database, PersonId person) {
  std::vector<Value> parameters;
  parameters.emplace_back(person.text());
  Result<std::optional<store::Row>> row =
      co_await one(database, "SELECT account_id FROM accounts WHERE living_person_id = $1", std::move(parameters));
  if (!row) co_return pass_on(row);
  co_return row->has_value();
}

size_t add_account(store::Batch& batch, const AccountRow& row) {
  return batch.add(
      "INSERT INTO accounts (account_id, person_id, living_person_id, status, user_handle, wrapped_key, sealed_email, "
      "sealed_mobile, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
      {row.id.text(), row.person.text(), row.person.text(), status_text(row.status), bytes(row.user_handle),
       bytes(row.wrapped_key), bytes_or_null(row.sealed_email), bytes_or_null(row.sealed_mobile),
       unix_micros(row.opened_at)},
      Expect::kOne);
}

void erase_account(store::Batch& batch, const AccountId& id, Time now) {
  batch.add(
      "UPDATE accounts SET status = 'closed', living_person_id = NULL, user_handle = NULL, wrapped_key = NULL, "
      "sealed_email = NULL, sealed_mobile = NULL, closed_at = $2 WHERE account_id = $1 AND status <> 'closed'",
      {id.text(), unix_micros(now)}, Expect::kOne);
  batch.add("DELETE FROM account_logins WHERE account_id = $1", {id.text()});
  batch.add("DELETE FROM totp_secrets WHERE account_id = $1", {id.text()});
  batch.add("DELETE FROM recovery_codes WHERE account_id = $1", {id.text()});
  batch.add("DELETE FROM passkeys WHERE account_id = $1", {id.text()});
  batch.add("DELETE FROM account_sessions WHERE account_id = $1", {id.text()});
  batch.add("DELETE FROM known_devices WHERE account_id = $1", {id.text()});
  batch.add("DELETE FROM sign_in_requests WHERE account_id = $1", {id.text()});
}

Task<std::optional<LoginRow>> find_login(store::Database& database, std::string login_hash) {
  std::vector<Value> parameters;
  parameters.push_back(bytes(login_hash));
  Result<std::optional<store::Row>> row =
      co_await one(database,
                   "SELECT l.account_id, a.person_id, a.status, l.password_hash FROM account_logins l "
                   "JOIN accounts a ON a.account_id = l.account_id WHERE l.login_hash = $1",
                   std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  const store::Row& found = **row;
  co_return LoginRow{AccountId(found.text(0)), PersonId(found.text(1)), read_status(found.text(2)), found.text(3)};
}

Task<std::optional<LoginOfAccount>> find_login_of(store::Database& database, AccountId account) {
  std::vector<Value> parameters;
  parameters.emplace_back(account.text());
  Result<std::optional<store::Row>> row =
      co_await one(database, "SELECT login_hash, sealed_login, password_hash FROM account_logins WHERE account_id = $1",
                   std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  co_return LoginOfAccount{(*row)->bytes(0), (*row)->bytes(1), (*row)->text(2)};
}

size_t add_login(store::Batch& batch, const NewLogin& login) {
  return batch.add(
      "INSERT INTO account_logins (login_hash, account_id, sealed_login, password_hash, changed_at) "
      "VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
      {bytes(login.login_hash), login.account.text(), bytes(login.sealed_login), login.password_hash,
       unix_micros(login.now)},
      Expect::kOne);
}

void change_password_hash(store::Batch& batch, const AccountId& account, std::string password_hash, Time now) {
  batch.add("UPDATE account_logins SET password_hash = $2, changed_at = $3 WHERE account_id = $1",
            {account.text(), std::move(password_hash), unix_micros(now)}, Expect::kOne);
}

Task<std::optional<TotpRow>> find_totp(store::Database& database, AccountId account) {
  std::vector<Value> parameters;
  parameters.emplace_back(account.text());
  Result<std::optional<store::Row>> row =
      co_await one(database, "SELECT sealed_secret, last_step, added_at FROM totp_secrets WHERE account_id = $1",
                   std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  co_return TotpRow{(*row)->bytes(0), (*row)->integer(1), from_unix_micros((*row)->integer(2))};
}

void put_totp(store::Batch& batch, const NewTotp& totp) {
  batch.add(
      "INSERT INTO totp_secrets (account_id, sealed_secret, last_step, added_at) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (account_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, last_step = excluded.last_step, "
      "added_at = excluded.added_at",
      {totp.account.text(), bytes(totp.sealed_secret), totp.last_step, unix_micros(totp.now)}, Expect::kOne);
}

size_t remove_totp(store::Batch& batch, const AccountId& account) {
  return batch.add("DELETE FROM totp_secrets WHERE account_id = $1", {account.text()}, Expect::kOne);
}

size_t use_totp_step(store::Batch& batch, const AccountId& account, int64_t step) {
  return batch.add("UPDATE totp_secrets SET last_step = $2 WHERE account_id = $1 AND last_step < $2",
                   {account.text(), step}, Expect::kOne);
}

Task<std::optional<TotpOffer>> find_totp_offer(store::Database& database, std::string session_hash, Time now) {
  std::vector<Value> parameters;
  parameters.push_back(bytes(session_hash));
  parameters.emplace_back(unix_micros(now));
  Result<std::optional<store::Row>> row = co_await one(
      database, "SELECT sealed_secret, expires_at FROM totp_offers WHERE session_hash = $1 AND expires_at > $2",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  co_return TotpOffer{session_hash, (*row)->bytes(0), from_unix_micros((*row)->integer(1))};
}

void put_totp_offer(store::Batch& batch, const TotpOffer& offer) {
  batch.add(
      "INSERT INTO totp_offers (session_hash, sealed_secret, expires_at) VALUES ($1, $2, $3) "
      "ON CONFLICT (session_hash) DO UPDATE SET sealed_secret = excluded.sealed_secret, expires_at = "
      "excluded.expires_at",
      {bytes(offer.session_hash), bytes(offer.sealed_secret), unix_micros(offer.expires_at)});
}

size_t take_totp_offer(store::Batch& batch, const std::string& session_hash) {
  return batch.add("DELETE FROM totp_offers WHERE session_hash = $1", {bytes(session_hash)}, Expect::kOne);
}

Task<int64_t> count_recovery_codes(store::Database& database, AccountId account) {
  std::vector<Value> parameters;
  parameters.emplace_back(account.text());
  Result<std::optional<store::Row>> row =
      co_await one(database, "SELECT COUNT(*) FROM recovery_codes WHERE account_id = $1", std::move(parameters));
  if (!row) co_return pass_on(row);
  co_return (*row)->integer(0);
}

void replace_recovery_codes(store::Batch& batch, const AccountId& account, const std::vector<std::string>& hashes) {
  batch.add("DELETE FROM recovery_codes WHERE account_id = $1", {account.text()});
  for (const std::string& hash : hashes) {
    batch.add("INSERT INTO recovery_codes (account_id, code_hash) VALUES ($1, $2)", {account.text(), bytes(hash)});
  }
}

size_t take_recovery_code(store::Batch& batch, const AccountId& account, const std::string& code_hash) {
  return batch.add("DELETE FROM recovery_codes WHERE account_id = $1 AND code_hash = $2",
                   {account.text(), bytes(code_hash)}, Expect::kOne);
}

Task<bool> is_known_device(store::Database& database, std::string device_hash, AccountId account, Time now) {
  std::vector<Value> parameters;
  parameters.push_back(bytes(device_hash));
  parameters.emplace_back(account.text());
  parameters.emplace_back(unix_micros(now));
  Result<std::optional<store::Row>> row = co_await one(
      database, "SELECT expires_at FROM known_devices WHERE device_hash = $1 AND account_id = $2 AND expires_at > $3",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  co_return row->has_value();
}

void put_known_device(store::Batch& batch, const std::string& device_hash, const AccountId& account, Time expires_at) {
  batch.add(
      "INSERT INTO known_devices (device_hash, account_id, expires_at) VALUES ($1, $2, $3) "
      "ON CONFLICT (device_hash, account_id) DO UPDATE SET expires_at = excluded.expires_at",
      {bytes(device_hash), account.text(), unix_micros(expires_at)});
}

void put_activation(store::Batch& batch, const ActivationRow& row) {
  batch.add(
      "INSERT INTO activations (person_id, code_hash, expires_at) VALUES ($1, $2, $3) "
      "ON CONFLICT (person_id) DO UPDATE SET code_hash = excluded.code_hash, expires_at = excluded.expires_at",
      {row.person.text(), bytes(row.code_hash), unix_micros(row.expires_at)});
}

Task<bool> activation_matches(store::Database& database, PersonId person, std::string code_hash, Time now) {
  std::vector<Value> parameters;
  parameters.emplace_back(person.text());
  parameters.push_back(bytes(code_hash));
  parameters.emplace_back(unix_micros(now));
  Result<std::optional<store::Row>> row = co_await one(
      database, "SELECT person_id FROM activations WHERE person_id = $1 AND code_hash = $2 AND expires_at > $3",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  co_return row->has_value();
}

size_t take_activation(store::Batch& batch, const ActivationRow& row, Time now) {
  return batch.add("DELETE FROM activations WHERE person_id = $1 AND code_hash = $2 AND expires_at > $3",
                   {row.person.text(), bytes(row.code_hash), unix_micros(now)}, Expect::kOne);
}

void put_sign_up(store::Batch& batch, const SignUpRow& row) {
  batch.add(
      "INSERT INTO sign_ups (sign_up_hash, browser_hash, person_id, code_hash, expires_at) VALUES ($1, $2, $3, $4, $5)",
      {bytes(row.sign_up_hash), bytes(row.browser_hash), row.person.text(), bytes(row.code_hash),
       unix_micros(row.expires_at)},
      Expect::kOne);
}

Task<std::optional<SignUpRow>> find_sign_up(store::Database& database, std::string sign_up_hash, Time now) {
  std::vector<Value> parameters;
  parameters.push_back(bytes(sign_up_hash));
  parameters.emplace_back(unix_micros(now));
  Result<std::optional<store::Row>> row = co_await one(
      database,
      "SELECT browser_hash, person_id, code_hash, expires_at FROM sign_ups WHERE sign_up_hash = $1 AND expires_at > $2",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  const store::Row& found = **row;
  co_return SignUpRow{sign_up_hash, found.bytes(0), PersonId(found.text(1)), found.bytes(2),
                      from_unix_micros(found.integer(3))};
}

size_t take_sign_up(store::Batch& batch, const std::string& sign_up_hash) {
  return batch.add("DELETE FROM sign_ups WHERE sign_up_hash = $1", {bytes(sign_up_hash)}, Expect::kOne);
}

void remove_expired(store::Batch& batch, Time now) {
  const int64_t at = unix_micros(now);
  batch.add("DELETE FROM account_sessions WHERE expires_at < $1", {at});
  batch.add("DELETE FROM sign_in_requests WHERE expires_at < $1", {at});
  batch.add("DELETE FROM sign_ups WHERE expires_at < $1", {at});
  batch.add("DELETE FROM activations WHERE expires_at < $1", {at});
  batch.add("DELETE FROM passkey_challenges WHERE expires_at < $1", {at});
  batch.add("DELETE FROM totp_offers WHERE expires_at < $1", {at});
  batch.add("DELETE FROM known_devices WHERE expires_at < $1", {at});
}

}  // namespace inkan::accounts
