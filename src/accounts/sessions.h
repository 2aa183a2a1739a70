#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts/account.h"
#include "accounts/deps.h"
#include "accounts/session_store.h"

namespace inkan::accounts {

inline constexpr std::string_view kSessionCookie = "session";  // http adds __Host-
inline constexpr std::string_view kDeviceCookie = "device";

// StoredSessions is Sessions over the store. Thread-safe; `deps` must outlive it.
class StoredSessions final : public Sessions {
 public:
  explicit StoredSessions(const Deps& deps) : deps_(deps) {}
  Task<std::optional<SignedIn>> find(const http::Request& request) override;

  // find_row is find with all that is stored, for the account's own pages.
  Task<std::optional<SessionRow>> find_row(const http::Request& request);

 private:
  const Deps& deps_;
};

// SessionStart says what a new session is to hold.
struct SessionStart {
  AccountId account{};
  PersonId person{};
  int level = 1;
  std::vector<std::string> methods{};
  Time may_enrol_until{};
};
// start_session adds a session with a new random cookie value to the batch, ends the one whose cookie this browser had
// (a session never changes level under the same name: fixation), and gives the cookie value.
std::string start_session(const Deps& deps, store::Batch& batch, const SessionStart& start,
                          const std::optional<std::string>& replaced_cookie);

}  // namespace inkan::accounts
