#include "accounts/endpoints/login_view.h"

#include "base/check.h"
#include "base/json.h"

namespace inkan::accounts {
namespace {

// The client's name in the page's language, else English, else any, else its id.
std::string client_name(const SignInRequest& asked, const http::Language& language) {
  Result<json::object> names = parse_json_object(asked.client_names, "client names");
  if (!names) return asked.client_id;
  if (const auto own = find_string(*names, language.tag)) return std::string(*own);
  if (const auto english = find_string(*names, "en")) return std::string(*english);
  for (const auto& [tag, name] : *names) {
    if (name.is_string()) return std::string(name.get_string());
  }
  return asked.client_id;
}

}  // namespace

View flow_view(const Deps& deps, const http::Request& request, std::string_view page, std::string_view path,
               const FlowRow& flow, std::string_view handle) {
  const http::Language language = deps.pages.language_of(request);
  View view;
  view.page = page;
  view.to = with_flow(path, handle);
  view.data.set("FLOW", std::string(handle));
  if (flow.request.client_id.empty()) {
    view.data.show("OWN");
    return view;
  }
  // The form's redirects may run on to the service, when nothing more is to be asked; browsers hold form-action against
  // them.
  view.policy = http::page_policy(flow.request.leads_to);
  http::PageData& asker = view.data.section("ASKER");
  asker.set("CLIENT_NAME", client_name(flow.request, language));
  if (!flow.request.context_type.empty()) {
    asker.section("CONTEXT").set("TEXT", deps.pages.word(language, "accounts.context." + flow.request.context_type));
  }
  if (!flow.request.context_message.empty()) asker.section("MESSAGE").set("TEXT", flow.request.context_message);
  return view;
}

http::Response after_step(const Deps& deps, const http::Request& request, const Caller& caller, const FlowRow& flow,
                          std::string_view handle, const Step& step) {
  switch (step.next) {
    case Step::Next::kSignedIn: {
      http::Response response = http::redirect(flow.request.return_to);
      welcome(deps, response, step);
      return response;
    }
    case Step::Next::kOtp:
      return http::redirect(with_flow("/login/otp", handle));
    case Step::Next::kNoSecondFactor:
      return http::redirect(with_flow("/login/need-second-factor", handle));
    case Step::Next::kLocked:
      return locked_page(deps, request, caller, step.retry_after);
    case Step::Next::kWrong:
      break;
  }
  check(false, "a wrong proof is shown on its own form");
  return http::Response();
}

}  // namespace inkan::accounts
