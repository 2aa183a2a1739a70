#include "officers/officer_store.h"

namespace inkan::officers {

namespace {

using store::Bytes;
using store::Expect;
using store::Value;

// An officer's columns, in the order of read_officer.
#define INKAN_OFFICER_COLUMNS \
  "o.officer_id, o.role, o.jurisdiction, o.status, o.user_handle, o.wrapped_key, o.sealed_name, o.added_at"

Result<OfficerRow> read_officer(const store::Row& row) {
  const auto role = parse_role(row.text(1));
  const auto status = parse_officer_status(row.text(3));
  if (!role || !status) return fail(ErrorCode::kCorrupt, "An officer could not be read.", "role or status of officers");
  OfficerRow officer;
  officer.id = OfficerId(row.text(0));
  officer.role = *role;
  officer.jurisdiction = row.text(2);
  officer.status = *status;
  officer.user_handle = row.bytes(4);
  officer.wrapped_key = row.bytes(5);
  officer.sealed_name = row.bytes(6);
  officer.added_at = from_unix_micros(row.integer(7));
  return officer;
}

Result<std::optional<OfficerRow>> read_maybe(Result<std::optional<store::Row>> row) {
  if (!row) return pass_on(row);
  if (!*row) return std::nullopt;
  auto officer = read_officer(**row);
  if (!officer) return pass_on(officer);
  return std::move(*officer);
}

}  // namespace

void add_officer_row(store::Batch& batch, const OfficerRow& row) {
  batch.add(
      "INSERT INTO officers (officer_id, role, jurisdiction, status, user_handle, wrapped_key, sealed_name, added_at, "
      "acted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
      {row.id.text(), std::string(to_text(row.role)), row.jurisdiction, std::string(to_text(row.status)),
       Bytes{row.user_handle}, Bytes{row.wrapped_key}, Bytes{row.sealed_name}, unix_micros(row.added_at)},
      Expect::kOne);
}

Task<std::optional<OfficerRow>> find_officer_row(store::Database& database, OfficerId id) {
  std::vector<Value> parameters{id.text()};
  auto row = co_await database.query_one("SELECT " INKAN_OFFICER_COLUMNS " FROM officers o WHERE o.officer_id = $1",
                                         std::move(parameters));
  co_return read_maybe(std::move(row));
}

Task<std::vector<OfficerRow>> list_officer_rows(store::Database& database) {
  std::vector<Value> nothing;
  auto rows = co_await database.query(
      "SELECT " INKAN_OFFICER_COLUMNS " FROM officers o ORDER BY o.added_at, o.officer_id", std::move(nothing));
  if (!rows) co_return pass_on(rows);
  std::vector<OfficerRow> officers;
  for (const store::Row& row : *rows) {
    auto officer = read_officer(row);
    if (!officer) co_return pass_on(officer);
    officers.push_back(std::move(*officer));
  }
  co_return officers;
}

size_t remove_officer_row(store::Batch& batch, const OfficerId& id, Time now) {
  const size_t index =
      batch.add("UPDATE officers SET status = 'removed', removed_at = $2 WHERE officer_id = $1 AND status <> 'removed'",
                {id.text(), unix_micros(now)}, Expect::kOne);
  batch.add("DELETE FROM officer_sessions WHERE officer_id = $1", {id.text()});
  batch.add("DELETE FROM officer_passkeys WHERE officer_id = $1", {id.text()});
  batch.add("DELETE FROM officer_enrolments WHERE officer_id = $1", {id.text()});
  batch.add("DELETE FROM presences WHERE officer_id = $1", {id.text()});
  return index;
}

size_t add_duty_check(store::Batch& batch, const Officer& officer, Time now) {
  return batch.add(
      "UPDATE officers SET acted_at = $4 WHERE officer_id = $1 AND status = 'active' AND role = $2 AND jurisdiction = "
      "$3",
      {officer.id.text(), std::string(to_text(officer.role)), officer.jurisdiction.text(), unix_micros(now)},
      Expect::kOne);
}

void put_enrolment(store::Batch& batch, const OfficerId& id, const std::string& code_hash, Time expires_at) {
  batch.add(
      "INSERT INTO officer_enrolments (officer_id, code_hash, expires_at) VALUES ($1, $2, $3) "
      "ON CONFLICT (officer_id) DO UPDATE SET code_hash = $2, expires_at = $3",
      {id.text(), Bytes{code_hash}, unix_micros(expires_at)}, Expect::kOne);
}

Task<std::optional<OfficerRow>> find_enrolling(store::Database& database, std::string code_hash, Time now) {
  std::vector<Value> parameters{Bytes{std::move(code_hash)}, unix_micros(now)};
  auto row = co_await database.query_one("SELECT " INKAN_OFFICER_COLUMNS
                                         " FROM officer_enrolments e JOIN officers o ON o.officer_id = e.officer_id "
                                         "WHERE e.code_hash = $1 AND e.expires_at > $2 AND o.status <> 'removed'",
                                         std::move(parameters));
  co_return read_maybe(std::move(row));
}

size_t take_enrolment(store::Batch& batch, const OfficerId& id, const std::string& code_hash, Time now) {
  return batch.add("DELETE FROM officer_enrolments WHERE officer_id = $1 AND code_hash = $2 AND expires_at > $3",
                   {id.text(), Bytes{code_hash}, unix_micros(now)}, Expect::kOne);
}

size_t activate_officer(store::Batch& batch, const OfficerId& id) {
  return batch.add("UPDATE officers SET status = 'active' WHERE officer_id = $1 AND status <> 'removed'", {id.text()},
                   Expect::kOne);
}

size_t add_officer_passkey(store::Batch& batch, const PasskeyRow& row) {
  return batch.add(
      "INSERT INTO officer_passkeys (credential_id, officer_id, public_key, sign_count, backup_eligible, added_at) "
      "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
      {Bytes{row.credential_id}, row.officer.text(), Bytes{row.public_key}, row.sign_count,
       int64_t{row.backup_eligible ? 1 : 0}, unix_micros(row.added_at)},
      Expect::kOne);
}

Task<std::optional<OwnedPasskey>> find_officer_passkey(store::Database& database, std::string credential_id) {
  std::vector<Value> parameters{Bytes{std::move(credential_id)}};
  auto row = co_await database.query_one(
      "SELECT p.credential_id, p.officer_id, p.public_key, p.sign_count, p.backup_eligible, p.added_at, o.user_handle "
      "FROM officer_passkeys p JOIN officers o ON o.officer_id = p.officer_id "
      "WHERE p.credential_id = $1 AND o.status = 'active'",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  OwnedPasskey found;
  found.passkey.credential_id = (*row)->bytes(0);
  found.passkey.officer = OfficerId((*row)->text(1));
  found.passkey.public_key = (*row)->bytes(2);
  found.passkey.sign_count = (*row)->integer(3);
  found.passkey.backup_eligible = (*row)->integer(4) != 0;
  found.passkey.added_at = from_unix_micros((*row)->integer(5));
  found.user_handle = (*row)->bytes(6);
  co_return found;
}

size_t use_officer_passkey(store::Batch& batch, const PasskeyRow& row, int64_t new_count, Time now) {
  return batch.add(
      "UPDATE officer_passkeys SET sign_count = $3, used_at = $4 WHERE credential_id = $1 AND sign_count = $2",
      {Bytes{row.credential_id}, row.sign_count, new_count, unix_micros(now)}, Expect::kOne);
}

void add_officer_challenge(store::Batch& batch, const std::string& challenge_hash, const std::string& bound_to,
                           Time expires_at) {
  batch.add("INSERT INTO officer_challenges (challenge_hash, bound_to, expires_at) VALUES ($1, $2, $3)",
            {Bytes{challenge_hash}, Bytes{bound_to}, unix_micros(expires_at)}, Expect::kOne);
}

size_t take_officer_challenge(store::Batch& batch, const std::string& challenge_hash, const std::string& bound_to,
                              Time now) {
  return batch.add("DELETE FROM officer_challenges WHERE challenge_hash = $1 AND bound_to = $2 AND expires_at > $3",
                   {Bytes{challenge_hash}, Bytes{bound_to}, unix_micros(now)}, Expect::kOne);
}

void add_officer_session(store::Batch& batch, const std::string& session_hash, const OfficerId& id, Time now,
                         Time expires_at) {
  batch.add(
      "INSERT INTO officer_sessions (session_hash, officer_id, started_at, last_seen, expires_at) "
      "VALUES ($1, $2, $3, $3, $4)",
      {Bytes{session_hash}, id.text(), unix_micros(now), unix_micros(expires_at)}, Expect::kOne);
}

Task<std::optional<SessionRow>> find_officer_session(store::Database& database, std::string session_hash) {
  std::vector<Value> parameters{Bytes{session_hash}};
  auto row = co_await database.query_one("SELECT " INKAN_OFFICER_COLUMNS
                                         ", s.started_at, s.last_seen, s.expires_at FROM officer_sessions s "
                                         "JOIN officers o ON o.officer_id = s.officer_id "
                                         "WHERE s.session_hash = $1 AND o.status = 'active'",
                                         std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  auto officer = read_officer(**row);
  if (!officer) co_return pass_on(officer);
  SessionRow session;
  session.session_hash = std::move(session_hash);
  session.officer = std::move(*officer);
  session.started_at = from_unix_micros((*row)->integer(8));
  session.last_seen = from_unix_micros((*row)->integer(9));
  session.expires_at = from_unix_micros((*row)->integer(10));
  co_return session;
}

void touch_officer_session(store::Batch& batch, const std::string& session_hash, Time now) {
  batch.add("UPDATE officer_sessions SET last_seen = $2 WHERE session_hash = $1",
            {Bytes{session_hash}, unix_micros(now)});
}

void remove_officer_session(store::Batch& batch, const std::string& session_hash) {
  batch.add("DELETE FROM officer_sessions WHERE session_hash = $1", {Bytes{session_hash}});
}

void remove_expired_officer_rows(store::Batch& batch, Time now) {
  const int64_t at = unix_micros(now);
  batch.add("DELETE FROM officer_sessions WHERE expires_at <= $1", {at});
  batch.add("DELETE FROM officer_challenges WHERE expires_at <= $1", {at});
  batch.add("DELETE FROM officer_enrolments WHERE expires_at <= $1", {at});
  batch.add("DELETE FROM presences WHERE expires_at <= $1", {at});
  const int64_t two_days_ago = unix_micros(now - std::chrono::days(2));
  batch.add("DELETE FROM officer_usage WHERE window_at <= $1", {two_days_ago});
  batch.add("DELETE FROM officer_proposals WHERE status = 'draft' AND entered_at <= $1", {two_days_ago});
}

}  // namespace inkan::officers
