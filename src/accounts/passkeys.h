#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/deps.h"
#include "accounts/passkey_store.h"
#include "accounts/session_store.h"
#include "accounts/sign_in.h"
#include "accounts/webauthn.h"
#include "base/json.h"

namespace inkan::accounts {

inline constexpr size_t kPasskeysMax = 20;  // per account

// begin_registration gives the options for navigator.credentials.create (JSON as @simplewebauthn/browser takes it). The
// challenge is bound to this session, good once and for Settings::challenge_lifetime.
Task<json::object> begin_registration(const Deps& deps, SessionRow session);

// RegistrationTry is what the browser posts back.
struct RegistrationTry {
  webauthn::RegistrationResponse response{};
  std::string transports{};  // separated by spaces
  std::string name{};        // chosen by the resident
};
// finish_registration uses the challenge up, verifies, and adds the passkey; kInvalidInput for anything that is not
// right, kConflict for a credential that somebody has registered already.
Task<Done> finish_registration(const Deps& deps, SessionRow session, RegistrationTry tried);

// begin_passkey_sign_in gives the options for navigator.credentials.get: no list of credentials, so that nothing can be
// learned about who has which. Bound to browser and flow.
Task<json::object> begin_passkey_sign_in(const Deps& deps, FlowRow flow);

struct AssertionTry {
  std::string credential_id{};
  std::string user_handle{};
  webauthn::AssertionResponse response{};
};
// sign_in_with_passkey is a whole level 2 sign-in (possession and user verification in one): amr is hwk or swk by
// backup eligibility, and user. kWrong for anything not right; a flow that steps up or proved a password takes only
// passkeys of that account.
Task<Step> sign_in_with_passkey(const Deps& deps, FlowRow flow, AssertionTry tried, Visitor visitor);

// parse_registration and parse_assertion read the JSON of @simplewebauthn/browser.
Result<RegistrationTry> parse_registration(const json::object& body);
Result<AssertionTry> parse_assertion(const json::object& body);

}  // namespace inkan::accounts
