#pragma once

#include <string>

#include "base/task.h"
#include "store/database.h"

namespace inkan::guard {

// Lockout counts failed attempts per (account, source network) and per source, *before* the check is made, so that
// parallel guesses all count. A stranger's failures slow only the stranger's network and unknown devices, never the
// owner's known device: `known_device` attempts are counted apart (docs/threats.md, lockout).
struct Attempt {
  std::string kind{};          // "password", "otp", "activation", "recovery"
  std::string subject_hash{};  // keyed hash of the login id or account id
  std::string source{};        // keyed hash of the client network (/24 or /56)
  bool known_device = false;   // the browser holds a device cookie of this account
};
struct Verdict {
  bool allowed = false;
  Duration retry_after{};  // when not allowed
};
// begin_attempt counts the attempt durably and says whether it may be checked. clear_attempts follows a success.
Task<Verdict> begin_attempt(store::Database& database, Attempt attempt, Time now);
// begin_opening counts, for a network, what anybody may begin without proving anything and what then takes a row until
// it expires: a sign-in of our own pages. Generous, because a whole town may stand behind one address.
Task<Verdict> begin_opening(store::Database& database, std::string source, Time now);
Task<Done> clear_attempts(store::Database& database, Attempt attempt);
void remove_expired_attempts(store::Batch& batch, Time now);

}  // namespace inkan::guard
