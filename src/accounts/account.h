#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/strong_id.h"
#include "base/task.h"
#include "http/csrf.h"
#include "http/message.h"
#include "population/person.h"
#include "store/database.h"

namespace inkan::accounts {

using AccountId = StrongId<struct AccountTag>;  // UUID; also the public `sub`
using population::PersonId;

enum class AccountStatus { kActive, kSuspended, kClosed };

// SignedIn is the proof that a living session exists: who, when, how sure. Made only by Sessions.
struct SignedIn {
  AccountId account{};
  PersonId person{};
  Time authenticated_at{};             // of the strongest sign-in in this session
  int level = 1;                       // loa:1 password; loa:2 two factors or passkey
  std::vector<std::string> methods{};  // amr: pwd, otp, swk, hwk, user (RFC 8176 and Singpass)
  std::string session_hash{};          // keyed hash of the cookie; names the session in tables
};

// Sessions reads and ends sign-in sessions. The cookie (__Host-session) holds 32 random bytes; tables hold its keyed
// hash. Idle and absolute limits are decided on read; the account's status is part of the same read.
class Sessions {
 public:
  virtual ~Sessions() = default;
  // find: nullopt when there is no living session or its account is not active.
  virtual Task<std::optional<SignedIn>> find(const http::Request& request) = 0;
};

// SignInRequest asks the resident to prove who they are and then come back to `return_to`. The layer above (oidc,
// portal) creates it; the pages under /login read it. `flow` is the random handle in the URL.
struct SignInRequest {
  std::string flow{};     // 22 characters base64url; stored as keyed hash
  std::string browser{};  // value of the browser cookie it is bound to; stored as keyed hash
  int level_needed = 1;
  bool fresh = false;             // prove again even when a session is there (prompt=login, max_age)
  std::string client_id{};        // empty: the portal itself
  std::string client_names{};     // JSON object language → name, shown on the page
  std::string context_type{};     // authentication_context_type, checked: accounts.context.* words it
  std::string context_message{};  // shown escaped
  std::string return_to{};        // local path, made by us
  Time expires_at{};
  // Where the redirects after return_to may end: the service's redirect URI, empty for our own pages. Browsers apply
  // form-action to them, so the pages name its origin in their policy.
  std::string leads_to{};
};
// add adds the row; the page for it is location(flow). begin does both for a page of our own, filling `flow`, `browser`
// and `expires_at`; kTooMany when the network of `peer_address` has begun too many (guard/lockout.h).
struct SignInRequests {
  virtual ~SignInRequests() = default;
  virtual void add(store::Batch& batch, const SignInRequest& request) const = 0;
  virtual std::string location(std::string_view flow) const = 0;
  virtual Task<std::string> begin(SignInRequest wanted, std::string browser, std::string peer_address) const = 0;
};

// AccountDirectory answers the status of an account, for checks at each issue of a token.
class AccountDirectory {
 public:
  virtual ~AccountDirectory() = default;
  struct Account {
    AccountId id{};
    PersonId person{};
    AccountStatus status = AccountStatus::kActive;
    std::string email{};   // as the resident gave and confirmed it; may be empty
    std::string mobile{};  // digits with country code; may be empty
  };
  // find without contact details is cheap (no unsealing).
  virtual Task<std::optional<Account>> find(AccountId id, bool with_contacts) = 0;
};

}  // namespace inkan::accounts
