#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts/account.h"
#include "accounts/account_store.h"
#include "accounts/deps.h"
#include "accounts/login_id.h"
#include "accounts/sign_in.h"
#include "base/personal_number.h"
#include "base/secret.h"

namespace inkan::accounts {

// create_activation makes the code for a person's letter and gives it once; an earlier letter loses its force.
Task<Secret> create_activation(const Deps& deps, PersonId person);

// Admission is the outcome of trying a letter.
struct Admission {
  enum class Next { kGoOn, kWrong, kLocked };
  Next next = Next::kWrong;
  Duration retry_after{};
  std::string sign_up{};  // random handle for the next page; stored as keyed hash, bound to the browser
};
// check_letter compares number and code. A wrong number, a wrong code, an expired one and a person who has an account
// already all answer kWrong (REQ-NUM-4: the number alone tells and opens nothing). The code is not used up yet.
Task<Admission> check_letter(const Deps& deps, PersonalNumber number, std::string code, Visitor visitor);
// load_sign_up finds the sign-up of this browser; kExpired otherwise.
Task<SignUpRow> load_sign_up(const Deps& deps, std::string sign_up, std::string browser);

// Chosen is what the resident wants to sign in with.
struct Chosen {
  LoginId login_id;
  Secret password{};
  std::string email{};
  std::string mobile{};
};
// Opening is the statements that open an account, and the cookie value of its first session.
struct Opening {
  AccountId account{};
  PersonId person{};
  store::Batch batch{};
  size_t login_index = 0;    // broken: the login id is taken
  size_t account_index = 0;  // broken: the person has an account
};
// prepare_account hashes the password and puts the rows and the journal entry together; everybody's one way in.
Task<Opening> prepare_account(const Deps& deps, PersonId person, Chosen chosen);

struct Opened {
  enum class Next { kOpened, kLoginTaken, kGone };  // kGone: letter used, replaced or expired meanwhile
  Next next = Next::kGone;
  AccountId account{};
  std::string session_cookie{};
};
// open_account uses the letter up and opens account and session in one transaction. The password was rated before.
Task<Opened> open_account(const Deps& deps, SignUpRow sign_up, Chosen chosen, Visitor visitor);

// use_letter lets a signed-in resident without second factor add one: a new letter proves them again. kWrong as above.
Task<Admission> use_letter(const Deps& deps, SessionRow session, std::string code, Visitor visitor);

// create_account_for_demo opens an account for a person of the simulated nation as a sign-up would, with a given TOTP
// secret (20 bytes; empty: none). kConflict when the person has an account or the login id is taken.
struct DemoAccount {
  PersonId person{};
  std::string login_id{};
  std::string password{};
  std::string totp_secret{};
  std::string email{};
  std::string mobile{};
};
Task<AccountId> create_account_for_demo(const Deps& deps, DemoAccount demo);

}  // namespace inkan::accounts
