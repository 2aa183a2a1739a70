#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "officers/officer.h"
#include "store/database.h"

// SQL of officers, their passkeys, challenges and sessions (migrations/0013_officers.sql). Nothing here decides.
namespace inkan::officers {

struct OfficerRow {
  OfficerId id{};
  Role role = Role::kRegistrar;
  std::string jurisdiction{};
  OfficerStatus status = OfficerStatus::kInvited;
  std::string user_handle{};
  std::string wrapped_key{};
  std::string sealed_name{};
  Time added_at{};
};
void add_officer_row(store::Batch& batch, const OfficerRow& row);
Task<std::optional<OfficerRow>> find_officer_row(store::Database& database, OfficerId id);
Task<std::vector<OfficerRow>> list_officer_rows(store::Database& database);
// remove_officer_row ends the officer with sessions, passkeys and invitation; Expect::kOne breaks when there is none.
size_t remove_officer_row(store::Batch& batch, const OfficerId& id, Time now);
// add_duty_check makes the batch fail at the returned index when the officer is no longer active in this role and
// jurisdiction at the moment of the commit. It writes, so that a removal at the same time waits or wins.
size_t add_duty_check(store::Batch& batch, const Officer& officer, Time now);

void put_enrolment(store::Batch& batch, const OfficerId& id, const std::string& code_hash, Time expires_at);
Task<std::optional<OfficerRow>> find_enrolling(store::Database& database, std::string code_hash, Time now);
// take_enrolment's Expect::kOne breaks when the code was used, replaced or has expired.
size_t take_enrolment(store::Batch& batch, const OfficerId& id, const std::string& code_hash, Time now);
size_t activate_officer(store::Batch& batch, const OfficerId& id);

struct PasskeyRow {
  std::string credential_id{};
  OfficerId officer{};
  std::string public_key{};
  int64_t sign_count = 0;
  bool backup_eligible = false;
  Time added_at{};
};
size_t add_officer_passkey(store::Batch& batch, const PasskeyRow& row);
// find_officer_passkey also gives the owner's user handle (WebAuthn §7.2 step 6) and only of active officers.
struct OwnedPasskey {
  PasskeyRow passkey{};
  std::string user_handle{};
};
Task<std::optional<OwnedPasskey>> find_officer_passkey(store::Database& database, std::string credential_id);
// use_officer_passkey's Expect::kOne breaks when the counter moved meanwhile (copied key).
size_t use_officer_passkey(store::Batch& batch, const PasskeyRow& row, int64_t new_count, Time now);

void add_officer_challenge(store::Batch& batch, const std::string& challenge_hash, const std::string& bound_to,
                           Time expires_at);
// take_officer_challenge's Expect::kOne breaks when it is unknown, used, expired or bound to something else.
size_t take_officer_challenge(store::Batch& batch, const std::string& challenge_hash, const std::string& bound_to,
                              Time now);

struct SessionRow {
  std::string session_hash{};
  Time started_at{};
  Time last_seen{};
  Time expires_at{};
  OfficerRow officer{};
};
void add_officer_session(store::Batch& batch, const std::string& session_hash, const OfficerId& id, Time now,
                         Time expires_at);
// find_officer_session gives the row of an active officer; the limits of time are the caller's to check.
Task<std::optional<SessionRow>> find_officer_session(store::Database& database, std::string session_hash);
void touch_officer_session(store::Batch& batch, const std::string& session_hash, Time now);
void remove_officer_session(store::Batch& batch, const std::string& session_hash);
void remove_expired_officer_rows(store::Batch& batch, Time now);

}  // namespace inkan::officers
