#include "accounts/passkey_store.h"

namespace inkan::accounts {
namespace {

using store::Bytes;
using store::Expect;
using store::Value;

PasskeyRow read_passkey(const store::Row& row) {
  PasskeyRow passkey;
  passkey.credential_id = row.bytes(0);
  passkey.account = AccountId(row.text(1));
  passkey.public_key = row.bytes(2);
  passkey.sign_count = row.integer(3);
  passkey.backup_eligible = row.integer(4) != 0;
  passkey.backed_up = row.integer(5) != 0;
  passkey.transports = row.text(6);
  passkey.sealed_name = row.bytes(7);
  passkey.added_at = from_unix_micros(row.integer(8));
  if (!row.is_null(9)) passkey.used_at = from_unix_micros(row.integer(9));
  return passkey;
}

int64_t flag(bool value) { return value ? 1 : 0; }

}  // namespace

Task<std::vector<PasskeyRow>> list_passkeys(store::Database& database, AccountId account) {
  std::vector<Value> parameters;
  parameters.emplace_back(account.text());
  Result<store::Rows> rows = co_await database.query(
      "SELECT credential_id, account_id, public_key, sign_count, backup_eligible, backed_up, transports, sealed_name, "
      "added_at, "
      "used_at FROM passkeys WHERE account_id = $1 ORDER BY added_at, credential_id",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<PasskeyRow> passkeys;
  for (const store::Row& row : *rows) passkeys.push_back(read_passkey(row));
  co_return passkeys;
}

Task<std::optional<PasskeyRow>> find_passkey(store::Database& database, std::string credential_id) {
  std::vector<Value> parameters;
  parameters.emplace_back(Bytes{std::move(credential_id)});
  Result<std::optional<store::Row>> row = co_await database.query_one(
      "SELECT credential_id, account_id, public_key, sign_count, backup_eligible, backed_up, transports, sealed_name, "
      "added_at, "
      "used_at FROM passkeys WHERE credential_id = $1",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  co_return read_passkey(**row);
}

size_t add_passkey(store::Batch& batch, const PasskeyRow& row) {
  return batch.add(
      "INSERT INTO passkeys (credential_id, account_id, public_key, sign_count, backup_eligible, backed_up, "
      "transports, "
      "sealed_name, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
      {Bytes{row.credential_id}, row.account.text(), Bytes{row.public_key}, row.sign_count, flag(row.backup_eligible),
       flag(row.backed_up), row.transports, Bytes{row.sealed_name}, unix_micros(row.added_at)},
      Expect::kOne);
}

size_t remove_passkey(store::Batch& batch, const AccountId& account, const std::string& credential_id) {
  return batch.add("DELETE FROM passkeys WHERE credential_id = $1 AND account_id = $2",
                   {Bytes{credential_id}, account.text()}, Expect::kOne);
}

size_t use_passkey(store::Batch& batch, const PasskeyUse& use) {
  return batch.add(
      "UPDATE passkeys SET sign_count = $3, backed_up = $4, used_at = $5 WHERE credential_id = $1 AND sign_count = $2",
      {Bytes{use.credential_id}, use.old_count, use.new_count, flag(use.backed_up), unix_micros(use.now)},
      Expect::kOne);
}

void add_challenge(store::Batch& batch, const ChallengeRow& row) {
  batch.add("INSERT INTO passkey_challenges (challenge_hash, kind, bound_to, expires_at) VALUES ($1, $2, $3, $4)",
            {Bytes{row.challenge_hash}, row.kind, Bytes{row.bound_to}, unix_micros(row.expires_at)}, Expect::kOne);
}

size_t take_challenge(store::Batch& batch, const ChallengeRow& row, Time now) {
  return batch.add(
      "DELETE FROM passkey_challenges WHERE challenge_hash = $1 AND kind = $2 AND bound_to = $3 AND expires_at > $4",
      {Bytes{row.challenge_hash}, row.kind, Bytes{row.bound_to}, unix_micros(now)}, Expect::kOne);
}

}  // namespace inkan::accounts
