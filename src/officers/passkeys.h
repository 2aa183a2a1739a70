#pragma once

#include <optional>
#include <string>

#include "accounts/passkeys.h"
#include "base/json.h"
#include "officers/deps.h"
#include "officers/officer_store.h"

namespace inkan::officers {

// Officers prove who they are by passkey only, with user verification, at sign-in and again at every commit. The checks
// are those of accounts/webauthn.h; challenges and credentials are the officers' own.

// begin_enrolment gives the options for navigator.credentials.create to whoever holds the code of an invitation;
// kForbidden for a code that is wrong, used or over.
Task<json::object> begin_enrolment(const Deps& deps, std::string code);
// finish_enrolment uses up challenge and code, verifies, adds the passkey and makes the officer active.
Task<Done> finish_enrolment(const Deps& deps, std::string code, accounts::RegistrationTry tried);

// begin_sign_in and finish_sign_in are a whole sign-in, bound to the browser. kForbidden for anything not right.
Task<json::object> begin_sign_in(const Deps& deps, std::string browser);
struct SignInTry {
  std::string browser{};
  std::optional<std::string> replaced_cookie{};
  accounts::AssertionTry passkey{};
};
struct SignedIn {
  OfficerId officer{};
  std::string session_cookie{};
};
Task<SignedIn> finish_sign_in(const Deps& deps, SignInTry tried);

// Act is what a proof at a commit is for: the same passkey answer is worth nothing for another act or subject.
struct Act {
  std::string name{};     // "propose", "approve", "reject", "settle"
  std::string subject{};  // id of what is committed
};
// begin_proof gives the options for a fresh proof of this act. The challenge is made now, so whoever asks for it only
// once everything was entered gets a proof that is younger than what it seals (REQ-SES-1).
Task<json::object> begin_proof(const Deps& deps, OnDuty duty, Act act);
// Proof is a fresh proof by the officer whose session it is. seal() adds to the batch of the effect what makes the
// proof count once and only while the officer may act.
struct Proof {
  Officer officer{};
  PasskeyRow passkey{};
  int64_t new_count = 0;
  void seal(store::Batch& batch, Time now) const;
};
// prove checks the answer to begin_proof. A proof by anybody else ends the session, throws away what was entered in it
// and raises an alarm; kForbidden for anything not right.
Task<Proof> prove(const Deps& deps, OnDuty duty, Act act, accounts::AssertionTry tried);

}  // namespace inkan::officers
