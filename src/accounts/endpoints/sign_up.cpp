#include "accounts/sign_up.h"

#include "accounts/endpoints/endpoints.h"
#include "accounts/endpoints/manage.h"
#include "accounts/password_rules.h"
#include "accounts/sessions.h"
#include "base/text.h"

namespace inkan::accounts {
namespace {

View sign_up_view() {
  View view;
  view.page = "accounts/sign_up";
  view.to = "/sign-up";
  return view;
}

View choose_view(std::string_view handle, std::string_view login_id) {
  View view;
  view.page = "accounts/sign_up_login";
  view.to = with_flow("/sign-up/login", handle);
  view.data.set("FLOW", std::string(handle));
  view.data.set("LOGIN_ID", std::string(login_id));
  return view;
}

// People type numbers in groups.
std::string digits_of(std::string_view typed) {
  std::string digits(typed);
  std::erase_if(digits, [](char c) { return c == ' ' || c == '-'; });
  return digits;
}

void check_password(const Deps& deps, const http::Request& request, View& view, const Form& form) {
  const Secret password{std::string(form.fields.get("new-password"))};
  const std::vector<std::string> own_words = {std::string(form.fields.get("login-id")), deps.settings.name, "passkey"};
  const Strength strength = rate_password(password, own_words);
  if (!strength.good()) {
    view.errors.add("new-password", "accounts.sign_up_login.password_bad");
    std::vector<std::string_view> flaws;
    for (const PasswordFlaw flaw : strength.flaws) flaws.push_back(to_text(flaw));
    add_advice(deps, request, view, flaws);
  } else if (form.fields.get("new-password-again") != form.fields.get("new-password")) {
    view.errors.add("new-password-again", "accounts.sign_up_login.password_differs");
  }
}

}  // namespace

Task<http::Response> get_sign_up(const Deps& deps, const http::Request& request) {
  co_return show(deps, request, caller_of(deps, request), sign_up_view());
}

Task<http::Response> post_sign_up(const Deps& deps, const http::Request& request) {
  Result<Form> form = read_form(deps, request);
  if (!form) co_return pass_on(form);
  View view = sign_up_view();
  view.status = 422;
  Result<PersonalNumber> number = PersonalNumber::parse(digits_of(form->fields.get("personal-number")));
  const std::string code(form->fields.get("activation-code"));
  if (!number) view.errors.add("personal-number", "accounts.sign_up.number_wrong");
  if (code.empty()) view.errors.add("activation-code", "accounts.sign_up.code_empty");
  if (!view.errors.empty()) co_return show(deps, request, form->caller, std::move(view));
  Result<Admission> admission = co_await check_letter(deps, std::move(*number), code, form->caller.visitor);
  if (!admission) co_return pass_on(admission);
  switch (admission->next) {
    case Admission::Next::kGoOn:
      co_return http::redirect(with_flow("/sign-up/login", admission->sign_up));
    case Admission::Next::kLocked:
      co_return locked_page(deps, request, form->caller, admission->retry_after);
    case Admission::Next::kWrong:
      break;
  }
  view.errors.add("activation-code", "accounts.sign_up.wrong");
  co_return show(deps, request, form->caller, std::move(view));
}

Task<http::Response> get_sign_up_login(const Deps& deps, const http::Request& request) {
  Result<http::Parameters> query = request.query();
  if (!query) co_return pass_on(query);
  const std::string handle(query->get("flow"));
  const Caller caller = caller_of(deps, request);
  Result<SignUpRow> sign_up = co_await load_sign_up(deps, handle, caller.browser.value());
  if (!sign_up) co_return pass_on(sign_up);
  co_return show(deps, request, caller, choose_view(handle, ""));
}

Task<http::Response> post_sign_up_login(const Deps& deps, const http::Request& request) {
  Result<Form> form = read_form(deps, request);
  if (!form) co_return pass_on(form);
  const std::string handle(form->fields.get("flow"));
  Result<SignUpRow> sign_up = co_await load_sign_up(deps, handle, form->caller.browser.value());
  if (!sign_up) co_return pass_on(sign_up);
  View view = choose_view(handle, form->fields.get("login-id"));
  view.status = 422;
  Result<LoginId> login_id = LoginId::parse(form->fields.get("login-id"));
  if (!login_id) view.errors.add("login-id", "accounts.sign_up_login.login_id_bad");
  check_password(deps, request, view, *form);
  if (!view.errors.empty()) co_return show(deps, request, form->caller, std::move(view));
  Chosen chosen{.login_id = std::move(*login_id), .password = Secret(std::string(form->fields.get("new-password")))};
  Result<Opened> opened = co_await open_account(deps, std::move(*sign_up), std::move(chosen), form->caller.visitor);
  if (!opened) co_return pass_on(opened);
  switch (opened->next) {
    case Opened::Next::kOpened:
      break;
    case Opened::Next::kGone:
      co_return fail(ErrorCode::kExpired, "This letter was used or has expired");
    case Opened::Next::kLoginTaken:
      view.errors.add("login-id", "accounts.sign_up_login.login_id_taken");
      co_return show(deps, request, form->caller, std::move(view));
  }
  http::Response response = http::redirect("/sign-up/second-factor");
  response.set_cookie(kSessionCookie, opened->session_cookie, http::CookieOptions());
  replace_browser(deps, response);
  co_return response;
}

Task<http::Response> get_sign_up_second_factor(const Deps& deps, const http::Request& request) {
  Result<Entry> entry = co_await need_session(deps, request);
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry->redirect);
  View view = own_view("accounts/sign_up_second_factor");
  co_return show(deps, request, caller_of(deps, request), std::move(view));
}

}  // namespace inkan::accounts
