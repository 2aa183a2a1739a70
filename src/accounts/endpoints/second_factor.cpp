#include "accounts/endpoints/endpoints.h"
#include "accounts/endpoints/login_view.h"

namespace inkan::accounts {
namespace {

struct Place {
  std::string_view page;
  std::string_view path;
  std::string_view field;
};
constexpr Place kOtp = {"accounts/otp", "/login/otp", "otp"};
constexpr Place kRecovery = {"accounts/recovery", "/login/recovery", "recovery-code"};
constexpr Place kNone = {"accounts/need_second_factor", "/login/need-second-factor", ""};

// A flow without proven first factor goes back to its first page.
Task<http::Response> get_place(const Deps& deps, const http::Request& request, Place place) {
  Result<http::Parameters> query = request.query();
  if (!query) co_return pass_on(query);
  const std::string handle(query->get("flow"));
  const Caller caller = caller_of(deps, request);
  Result<FlowRow> flow = co_await load_flow(deps, handle, caller.browser.value());
  if (!flow) co_return pass_on(flow);
  if (flow->account.empty()) co_return http::redirect(with_flow("/login", handle));
  co_return show(deps, request, caller, flow_view(deps, request, place.page, place.path, *flow, handle));
}

using Attempt = Task<Step> (*)(const Deps&, FlowRow, std::string, Visitor);

Task<http::Response> post_place(const Deps& deps, const http::Request& request, Place place, Attempt attempt) {
  Result<Form> form = read_form(deps, request);
  if (!form) co_return pass_on(form);
  const std::string handle(form->fields.get("flow"));
  Result<FlowRow> flow = co_await load_flow(deps, handle, form->caller.browser.value());
  if (!flow) co_return pass_on(flow);
  if (flow->account.empty()) co_return http::redirect(with_flow("/login", handle));
  const std::string code(form->fields.get(place.field));
  Result<Step> step = co_await attempt(deps, *flow, code, form->caller.visitor);
  if (!step) co_return pass_on(step);
  if (step->next != Step::Next::kWrong) co_return after_step(deps, request, form->caller, *flow, handle, *step);
  View view = flow_view(deps, request, place.page, place.path, *flow, handle);
  view.status = 422;
  view.errors.add(std::string(place.field), "accounts." + std::string(place.page.substr(9)) + ".wrong");
  co_return show(deps, request, form->caller, std::move(view));
}

// People type codes with spaces.
Task<Step> try_otp(const Deps& deps, FlowRow flow, std::string code, Visitor visitor) {
  std::erase(code, ' ');
  return sign_in_with_otp(deps, std::move(flow), std::move(code), std::move(visitor));
}

}  // namespace

Task<http::Response> get_otp(const Deps& deps, const http::Request& request) { return get_place(deps, request, kOtp); }

Task<http::Response> post_otp(const Deps& deps, const http::Request& request) {
  return post_place(deps, request, kOtp, try_otp);
}

Task<http::Response> get_recovery(const Deps& deps, const http::Request& request) {
  return get_place(deps, request, kRecovery);
}

Task<http::Response> post_recovery(const Deps& deps, const http::Request& request) {
  return post_place(deps, request, kRecovery, sign_in_with_recovery_code);
}

Task<http::Response> get_need_second_factor(const Deps& deps, const http::Request& request) {
  return get_place(deps, request, kNone);
}

}  // namespace inkan::accounts
