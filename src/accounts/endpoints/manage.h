#pragma once

#include <string>
#include <string_view>

#include "accounts/endpoints/support.h"

namespace inkan::accounts {

// Enrolment says whether a session may add an authenticator now.
enum class Enrolment {
  kAllowed,      // fresh proof by a second factor, or a letter used in this session
  kNeedsProof,   // the account has a second factor: prove again with it
  kNeedsLetter,  // it has none: a password alone must not add one, a new letter must come first
};
Task<Enrolment> enrolment_of(const Deps& deps, SessionRow session);

// need_enrolment_page is need_session plus the redirect that a refused enrolment leads to.
Task<Entry> need_enrolment_page(const Deps& deps, const http::Request& request);

// after_enrolment gives where to go: to the recovery codes when there are none yet, else to the account with a banner.
Task<std::string> after_enrolment(const Deps& deps, AccountId account, std::string_view done);

// add_advice fills ADVICE of a page with the flaws of a refused password.
void add_advice(const Deps& deps, const http::Request& request, View& view, const std::vector<std::string_view>& flaws);

}  // namespace inkan::accounts
