#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts/account.h"
#include "store/database.h"

namespace inkan::accounts {

struct SessionRow {
  std::string session_hash{};
  AccountId account{};
  PersonId person{};
  int level = 1;
  std::vector<std::string> methods{};
  Time authenticated_at{};
  Time started_at{};
  Time last_seen{};
  Time expires_at{};
  Time may_enrol_until{};
};

// find_session gives a row whose account is active; the limits of time are the caller's to check.
Task<std::optional<SessionRow>> find_session(store::Database& database, std::string session_hash);
Task<std::vector<SessionRow>> list_sessions(store::Database& database, AccountId account, Time now);
void add_session(store::Batch& batch, const SessionRow& row);
void touch_session(store::Batch& batch, const std::string& session_hash, Time now);
void let_enrol(store::Batch& batch, const std::string& session_hash, Time until);
void remove_session(store::Batch& batch, const std::string& session_hash);
// remove_sessions ends all sessions of an account; `kept` (may be empty) names one to keep.
void remove_sessions(store::Batch& batch, const AccountId& account, const std::string& kept);

}  // namespace inkan::accounts
