#include "accounts/endpoints/endpoints.h"
#include "accounts/endpoints/login_view.h"
#include "accounts/sessions.h"

namespace inkan::accounts {
namespace {

// Where a flow goes on when there already is a session; nothing when the password must be asked.
Task<std::optional<http::Response>> go_on_with_session(const Deps& deps, const http::Request& request, FlowRow flow,
                                                       std::string handle) {
  StoredSessions sessions(deps);
  Result<std::optional<SessionRow>> session = co_await sessions.find_row(request);
  if (!session) co_return pass_on(session);
  if (!*session) co_return std::nullopt;
  if (satisfied(flow, **session)) co_return http::redirect(flow.request.return_to);
  // Step-up: the session proves the first factor, unless a fresh proof of everything is wanted.
  if (flow.request.fresh || (*session)->level >= flow.request.level_needed) co_return std::nullopt;
  Result<Step> step = co_await step_up(deps, std::move(flow), std::move(**session));
  if (!step) co_return pass_on(step);
  const bool otp = step->next == Step::Next::kOtp;
  co_return http::redirect(with_flow(otp ? "/login/otp" : "/login/need-second-factor", handle));
}

Task<http::Response> start_portal_sign_in(const Deps& deps, const http::Request& request) {
  StoredSessions sessions(deps);
  Result<std::optional<SessionRow>> session = co_await sessions.find_row(request);
  if (!session) co_return pass_on(session);
  if (*session) co_return http::redirect(deps.settings.portal_path);
  SignInRequest wanted;
  wanted.return_to = deps.settings.portal_path;
  co_return co_await ask_sign_in(deps, request, std::move(wanted));
}

}  // namespace

Task<http::Response> get_login(const Deps& deps, const http::Request& request) {
  Result<http::Parameters> query = request.query();
  if (!query) co_return pass_on(query);
  if (!query->has("flow")) co_return co_await start_portal_sign_in(deps, request);
  const std::string handle(query->get("flow"));
  const Caller caller = caller_of(deps, request);
  Result<FlowRow> flow = co_await load_flow(deps, handle, caller.browser.value());
  if (!flow) co_return pass_on(flow);
  Result<std::optional<http::Response>> elsewhere = co_await go_on_with_session(deps, request, *flow, handle);
  if (!elsewhere) co_return pass_on(elsewhere);
  if (*elsewhere) co_return std::move(**elsewhere);
  co_return show(deps, request, caller, flow_view(deps, request, "accounts/login", "/login", *flow, handle));
}

Task<http::Response> post_login(const Deps& deps, const http::Request& request) {
  Result<Form> form = read_form(deps, request);
  if (!form) co_return pass_on(form);
  const std::string handle(form->fields.get("flow"));
  Result<FlowRow> flow = co_await load_flow(deps, handle, form->caller.browser.value());
  if (!flow) co_return pass_on(flow);
  const std::string login_id(form->fields.get("login-id"));
  Secret password{std::string(form->fields.get("login-password"))};
  View view = flow_view(deps, request, "accounts/login", "/login", *flow, handle);
  view.status = 422;
  if (login_id.empty()) view.errors.add("login-id", "accounts.login.login_id_empty");
  if (password.empty()) view.errors.add("login-password", "accounts.login.password_empty");
  if (!view.errors.empty()) {
    view.data.set("LOGIN_ID", login_id);
    co_return show(deps, request, form->caller, std::move(view));
  }
  Result<Step> step = co_await sign_in_with_password(deps, *flow, login_id, std::move(password), form->caller.visitor);
  if (!step) co_return pass_on(step);
  if (step->next == Step::Next::kWrong) {
    view.errors.add("login-id", "accounts.login.wrong");
    view.data.set("LOGIN_ID", login_id);
    co_return show(deps, request, form->caller, std::move(view));
  }
  co_return after_step(deps, request, form->caller, *flow, handle, *step);
}

Task<http::Response> get_login_help(const Deps& deps, const http::Request& request) {
  View view;
  view.page = "accounts/help";
  co_return show(deps, request, caller_of(deps, request), std::move(view));
}

}  // namespace inkan::accounts
