#include <array>

#include "accounts/endpoints/endpoints.h"
#include "accounts/endpoints/manage.h"
#include "accounts/manage.h"
#include "accounts/password_rules.h"
#include "accounts/sessions.h"
#include "accounts/sign_up.h"
#include "http/date_words.h"

namespace inkan::accounts {
namespace {

// Banners that ?done= may name; anything else shows none.
constexpr std::array<std::string_view, 7> kDone = {"totp_added",      "totp_removed",     "passkey_added_now",
                                                   "passkey_removed", "password_changed", "signed_out_everywhere",
                                                   "letter_used"};

void fill_overview(const Deps& deps, const http::Language& language, const Overview& overview, http::PageData& data) {
  data.set("LOGIN_ID", overview.login_id);
  data.set("CODES_LEFT", std::to_string(overview.recovery_codes_left));
  data.show(overview.has_totp ? "TOTP" : "NO_TOTP");
  if (overview.passkeys.empty()) data.show("NO_PASSKEYS");
  for (const Overview::Passkey& passkey : overview.passkeys) {
    http::PageData& row = data.section("PASSKEYS");
    row.set("ID", passkey.id);
    row.set("NAME",
            passkey.name.empty() ? deps.pages.word(language, "accounts.passkey_add.default_name") : passkey.name);
    row.set("ADDED", http::format_moment(http::Reader{deps.pages, language}, passkey.added_at));
  }
}

void check_new_password(const Deps& deps, const http::Request& request, View& view, const Form& form,
                        const std::string& login_id) {
  const Secret password{std::string(form.fields.get("new-password"))};
  const std::vector<std::string> own_words = {login_id, deps.settings.name};
  const Strength strength = rate_password(password, own_words);
  if (strength.good()) return;
  view.errors.add("new-password", "accounts.sign_up_login.password_bad");
  std::vector<std::string_view> flaws;
  for (const PasswordFlaw flaw : strength.flaws) flaws.push_back(to_text(flaw));
  add_advice(deps, request, view, flaws);
}

}  // namespace

Task<http::Response> get_account(const Deps& deps, const http::Request& request) {
  Result<Entry> entry = co_await need_session(deps, request);
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  Result<http::Parameters> query = request.query();
  if (!query) co_return pass_on(query);
  Result<Overview> overview = co_await load_overview(deps, entry->session->account);
  if (!overview) co_return pass_on(overview);
  const http::Language language = deps.pages.language_of(request);
  View view = own_view("accounts/account");
  fill_overview(deps, language, *overview, view.data);
  const std::string done(query->get("done"));
  if (std::ranges::find(kDone, done) != kDone.end()) {
    view.data.section("DONE").set("TEXT", deps.pages.word(language, "accounts.account." + done));
  }
  co_return show(deps, request, caller_of(deps, request), std::move(view));
}

Task<http::Response> get_password(const Deps& deps, const http::Request& request) {
  Result<Entry> entry = co_await need_fresh_proof(deps, request, "/account/password");
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  Result<Overview> overview = co_await load_overview(deps, entry->session->account);
  if (!overview) co_return pass_on(overview);
  View view = own_view("accounts/password");
  view.data.set("LOGIN_ID", overview->login_id);
  co_return show(deps, request, caller_of(deps, request), std::move(view));
}

Task<http::Response> post_password(const Deps& deps, const http::Request& request) {
  Result<Form> form = read_form(deps, request);
  if (!form) co_return pass_on(form);
  Result<Entry> entry = co_await need_fresh_proof(deps, request, "/account/password");
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  Result<Overview> overview = co_await load_overview(deps, entry->session->account);
  if (!overview) co_return pass_on(overview);
  View view = own_view("accounts/password");
  view.status = 422;
  view.data.set("LOGIN_ID", overview->login_id);
  check_new_password(deps, request, view, *form, overview->login_id);
  if (!view.errors.empty()) co_return show(deps, request, form->caller, std::move(view));
  Secret password{std::string(form->fields.get("new-password"))};
  Result<Done> changed = co_await change_password(deps, std::move(*entry->session), std::move(password));
  if (!changed) co_return pass_on(changed);
  co_return http::redirect("/account?done=password_changed");
}

Task<http::Response> get_sessions(const Deps& deps, const http::Request& request) {
  Result<Entry> entry = co_await need_session(deps, request);
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  const Time now = deps.clock.now();
  Result<std::vector<SessionRow>> sessions = co_await list_sessions(deps.database, entry->session->account, now);
  if (!sessions) co_return pass_on(sessions);
  View view = own_view("accounts/sessions");
  const http::Language language = deps.pages.language_of(request);
  const http::Reader reader{deps.pages, language};
  for (const SessionRow& session : *sessions) {
    if (now >= session.last_seen + deps.settings.session_idle_max) continue;
    http::PageData& row = view.data.section("SESSIONS");
    row.set("STARTED", http::format_moment(reader, session.started_at));
    row.set("LAST_SEEN", http::format_moment(reader, session.last_seen));
    if (crypto::equal(session.session_hash, entry->session->session_hash)) row.show("THIS");
  }
  co_return show(deps, request, caller_of(deps, request), std::move(view));
}

Task<http::Response> post_sessions(const Deps& deps, const http::Request& request) {
  Result<Form> form = read_form(deps, request);
  if (!form) co_return pass_on(form);
  Result<Entry> entry = co_await need_session(deps, request);
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  Result<Done> ended = co_await end_other_sessions(deps, std::move(*entry->session));
  if (!ended) co_return pass_on(ended);
  co_return http::redirect("/account?done=signed_out_everywhere");
}

Task<http::Response> get_close(const Deps& deps, const http::Request& request) {
  Result<Entry> entry = co_await need_fresh_proof(deps, request, "/account/close");
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  View view = own_view("accounts/close");
  co_return show(deps, request, caller_of(deps, request), std::move(view));
}

Task<http::Response> post_close(const Deps& deps, const http::Request& request) {
  Result<Form> form = read_form(deps, request);
  if (!form) co_return pass_on(form);
  Result<Entry> entry = co_await need_fresh_proof(deps, request, "/account/close");
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  if (form->fields.get("confirm") != "yes") {
    View view = own_view("accounts/close");
    view.status = 422;
    view.errors.add("confirm", "accounts.close.confirm_missing");
    co_return show(deps, request, form->caller, std::move(view));
  }
  Result<Done> closed = co_await close_account(deps, std::move(*entry->session));
  if (!closed) co_return pass_on(closed);
  http::Response response = http::redirect("/account/closed");
  response.clear_cookie(kSessionCookie);
  response.clear_cookie(kDeviceCookie);
  replace_browser(deps, response);
  co_return response;
}

Task<http::Response> get_closed(const Deps& deps, const http::Request& request) {
  View view;
  view.page = "accounts/closed";
  co_return show(deps, request, caller_of(deps, request), std::move(view));
}

Task<http::Response> get_letter(const Deps& deps, const http::Request& request) {
  Result<Entry> entry = co_await need_session(deps, request);
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  View view = own_view("accounts/letter");
  co_return show(deps, request, caller_of(deps, request), std::move(view));
}

Task<http::Response> post_letter(const Deps& deps, const http::Request& request) {
  Result<Form> form = read_form(deps, request);
  if (!form) co_return pass_on(form);
  Result<Entry> entry = co_await need_session(deps, request);
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  const std::string code(form->fields.get("activation-code"));
  Result<Admission> admission = co_await use_letter(deps, std::move(*entry->session), code, form->caller.visitor);
  if (!admission) co_return pass_on(admission);
  switch (admission->next) {
    case Admission::Next::kGoOn:
      co_return http::redirect("/account?done=letter_used");
    case Admission::Next::kLocked:
      co_return locked_page(deps, request, form->caller, admission->retry_after);
    case Admission::Next::kWrong:
      break;
  }
  View view = own_view("accounts/letter");
  view.status = 422;
  view.errors.add("activation-code", "accounts.letter.wrong");
  co_return show(deps, request, form->caller, std::move(view));
}

}  // namespace inkan::accounts
