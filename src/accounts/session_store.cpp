#include "accounts/session_store.h"

#include "base/text.h"

namespace inkan::accounts {
namespace {

using store::Bytes;
using store::Expect;
using store::Value;

SessionRow read_session(const store::Row& row) {
  SessionRow session;
  session.session_hash = row.bytes(0);
  session.account = AccountId(row.text(1));
  session.person = PersonId(row.text(2));
  session.level = static_cast<int>(row.integer(3));
  session.methods = split(row.text(4), ' ');
  session.authenticated_at = from_unix_micros(row.integer(5));
  session.started_at = from_unix_micros(row.integer(6));
  session.last_seen = from_unix_micros(row.integer(7));
  session.expires_at = from_unix_micros(row.integer(8));
  session.may_enrol_until = from_unix_micros(row.integer(9));
  return session;
}

}  // namespace

Task<std::optional<SessionRow>> find_session(store::Database& database, std::string session_hash) {
  std::vector<Value> parameters;
  parameters.emplace_back(Bytes{std::move(session_hash)});
  Result<std::optional<store::Row>> row = co_await database.query_one(
      "SELECT s.session_hash, s.account_id, s.person_id, s.level, s.methods, s.authenticated_at, s.started_at, "
      "s.last_seen, "
      "s.expires_at, s.may_enrol_until FROM account_sessions s JOIN accounts a ON a.account_id = s.account_id "
      "WHERE s.session_hash = $1 AND a.status = 'active'",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  co_return read_session(**row);
}

Task<std::vector<SessionRow>> list_sessions(store::Database& database, AccountId account, Time now) {
  std::vector<Value> parameters;
  parameters.emplace_back(account.text());
  parameters.emplace_back(unix_micros(now));
  Result<store::Rows> rows = co_await database.query(
      "SELECT session_hash, account_id, person_id, level, methods, authenticated_at, started_at, last_seen, "
      "expires_at, "
      "may_enrol_until FROM account_sessions WHERE account_id = $1 AND expires_at > $2 ORDER BY last_seen DESC",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<SessionRow> sessions;
  for (const store::Row& row : *rows) sessions.push_back(read_session(row));
  co_return sessions;
}

void add_session(store::Batch& batch, const SessionRow& row) {
  batch.add(
      "INSERT INTO account_sessions (session_hash, account_id, person_id, level, methods, authenticated_at, "
      "started_at, "
      "last_seen, expires_at, may_enrol_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      {Bytes{row.session_hash}, row.account.text(), row.person.text(), int64_t{row.level}, join(row.methods, " "),
       unix_micros(row.authenticated_at), unix_micros(row.started_at), unix_micros(row.last_seen),
       unix_micros(row.expires_at), unix_micros(row.may_enrol_until)},
      Expect::kOne);
}

void touch_session(store::Batch& batch, const std::string& session_hash, Time now) {
  batch.add("UPDATE account_sessions SET last_seen = $2 WHERE session_hash = $1",
            {Bytes{session_hash}, unix_micros(now)});
}

void let_enrol(store::Batch& batch, const std::string& session_hash, Time until) {
  batch.add("UPDATE account_sessions SET may_enrol_until = $2 WHERE session_hash = $1",
            {Bytes{session_hash}, unix_micros(until)}, Expect::kOne);
}

void remove_session(store::Batch& batch, const std::string& session_hash) {
  batch.add("DELETE FROM account_sessions WHERE session_hash = $1", {Bytes{session_hash}});
}

void remove_sessions(store::Batch& batch, const AccountId& account, const std::string& kept) {
  batch.add("DELETE FROM account_sessions WHERE account_id = $1 AND session_hash <> $2", {account.text(), Bytes{kept}});
}

}  // namespace inkan::accounts
