#include "accounts/endpoints/manage.h"

#include "accounts/account_store.h"
#include "accounts/passkey_store.h"

namespace inkan::accounts {

Task<Enrolment> enrolment_of(const Deps& deps, SessionRow session) {
  const Time now = deps.clock.now();
  if (now < session.may_enrol_until) co_return Enrolment::kAllowed;
  const bool recent = now - session.authenticated_at <= deps.settings.fresh_proof_max;
  if (recent && session.level >= 2) co_return Enrolment::kAllowed;
  Result<std::optional<TotpRow>> totp = co_await find_totp(deps.database, session.account);
  if (!totp) co_return pass_on(totp);
  Result<std::vector<PasskeyRow>> passkeys = co_await list_passkeys(deps.database, session.account);
  if (!passkeys) co_return pass_on(passkeys);
  co_return totp->has_value() || !passkeys->empty() ? Enrolment::kNeedsProof : Enrolment::kNeedsLetter;
}

Task<Entry> need_enrolment_page(const Deps& deps, const http::Request& request) {
  Result<Entry> entry = co_await need_session(deps, request);
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry);
  Result<Enrolment> enrolment = co_await enrolment_of(deps, *entry->session);
  if (!enrolment) co_return pass_on(enrolment);
  switch (*enrolment) {
    case Enrolment::kAllowed:
      co_return std::move(*entry);
    case Enrolment::kNeedsProof: {
      const std::string back = request.path;
      Result<Entry> proven = co_await need_fresh_proof(deps, request, back);
      co_return proven;
    }
    case Enrolment::kNeedsLetter:
      break;
  }
  Entry refused;
  refused.redirect = http::redirect("/account/letter");
  co_return refused;
}

Task<std::string> after_enrolment(const Deps& deps, AccountId account, std::string_view done) {
  const std::string banner = "/account?done=" + std::string(done);
  Result<int64_t> codes = co_await count_recovery_codes(deps.database, std::move(account));
  if (!codes) co_return pass_on(codes);
  if (*codes == 0) co_return std::string("/account/recovery-codes");
  co_return banner;
}

void add_advice(const Deps& deps, const http::Request& request, View& view,
                const std::vector<std::string_view>& flaws) {
  const http::Language language = deps.pages.language_of(request);
  http::PageData& advice = view.data.section("ADVICE");
  for (const std::string_view flaw : flaws) {
    advice.section("FLAWS").set("TEXT", deps.pages.word(language, "accounts.advice." + std::string(flaw)));
  }
}

}  // namespace inkan::accounts
