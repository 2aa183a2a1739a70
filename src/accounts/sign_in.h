#pragma once

#include <optional>
#include <string>

#include "accounts/account.h"
#include "accounts/deps.h"
#include "accounts/session_store.h"
#include "accounts/sign_in_store.h"
#include "base/secret.h"

namespace inkan::accounts {

// StoredSignInRequests is SignInRequests over the store.
class StoredSignInRequests final : public SignInRequests {
 public:
  explicit StoredSignInRequests(const Deps& deps) : deps_(deps) {}
  void add(store::Batch& batch, const SignInRequest& request) const override;
  std::string location(std::string_view flow) const override;
  Task<std::string> begin(SignInRequest wanted, std::string browser, std::string peer_address) const override;

 private:
  const Deps& deps_;
};

// Visitor is what a request says about who sends it, before anything is proven.
struct Visitor {
  std::string browser{};                        // value of the browser cookie
  std::string source{};                         // keyed hash of the network
  std::optional<std::string> session_cookie{};  // to be replaced at sign-in
  std::optional<std::string> device_cookie{};   // kept when there is one
};

// load_flow finds a living flow of this browser; kExpired for none, another browser's, or one out of time: all the
// same.
Task<FlowRow> load_flow(const Deps& deps, std::string flow, std::string browser);

// Step is where a sign-in stands after something was tried.
struct Step {
  enum class Next {
    kSignedIn,        // session_cookie and device_cookie are to be set, then on to return_to
    kOtp,             // password right, second factor wanted
    kNoSecondFactor,  // password right, second factor wanted, the account has none
    kWrong,           // not proven; nothing said about what was wrong
    kLocked,          // too many attempts: retry_after
  };
  Next next = Next::kWrong;
  Duration retry_after{};
  std::string session_cookie{};
  std::string device_cookie{};
  AccountId account{};
};

// sign_in_with_password counts the attempt, does the same work for known and unknown login ids, and goes on.
Task<Step> sign_in_with_password(const Deps& deps, FlowRow flow, std::string login_id, Secret password,
                                 Visitor visitor);
// sign_in_with_otp wants a flow with a proven password (or session); each time step counts once.
Task<Step> sign_in_with_otp(const Deps& deps, FlowRow flow, std::string code, Visitor visitor);
// sign_in_with_recovery_code uses one code up in place of the TOTP.
Task<Step> sign_in_with_recovery_code(const Deps& deps, FlowRow flow, std::string code, Visitor visitor);

// step_up lets a flow go on from a living session of level 1, whose owner must only add the second factor.
Task<Step> step_up(const Deps& deps, FlowRow flow, SessionRow session);
// satisfied tells whether a living session already is what the flow asks for.
bool satisfied(const FlowRow& flow, const SessionRow& session);

// finish_sign_in ends the flow and opens the session in one batch, to which `batch` may bring what else must hold
// (a used TOTP step, a recovery code); a broken expectation gives kWrong. Also used by passkeys.
struct Proof {
  AccountId account{};
  PersonId person{};
  int level = 1;
  std::vector<std::string> methods{};
};
Task<Step> finish_sign_in(const Deps& deps, FlowRow flow, Proof proof, store::Batch batch, Visitor visitor);

// record_refusal writes the refused attempt into the journal; account and person may be empty (unknown login id).
Task<Done> record_refusal(const Deps& deps, AccountId account, PersonId person, std::string client_id);

}  // namespace inkan::accounts
