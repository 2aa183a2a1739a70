#include "accounts/endpoints/endpoints.h"
#include "accounts/endpoints/manage.h"
#include "accounts/passkeys.h"
#include "base/json.h"
#include "base/text.h"

namespace inkan::accounts {
namespace {

struct Posted {
  json::object body{};
  Caller caller{};
};

// JSON from our own script: the CSRF token travels as member `csrf`, and the media type keeps plain forms out.
Result<Posted> read_posted(const Deps& deps, const http::Request& request) {
  const std::string* type = request.header("content-type");
  if (type == nullptr || !ascii_lower(*type).starts_with("application/json")) {
    return fail(ErrorCode::kInvalidInput, "Send application/json");
  }
  Result<json::object> body = parse_json_object(request.body, "request");
  if (!body) return pass_on(body);
  std::vector<std::pair<std::string, std::string>> pairs;
  if (const auto token = find_string(*body, "csrf")) pairs.emplace_back("csrf", std::string(*token));
  const http::Parameters fields(std::move(pairs));
  Result<Done> checked = deps.csrf.check(request, fields);
  if (!checked) return pass_on(checked);
  return Posted{std::move(*body), caller_of(deps, request)};
}

Task<SessionRow> need_enrolment(const Deps& deps, const http::Request& request) {
  Result<Entry> entry = co_await need_session(deps, request);
  if (!entry) co_return pass_on(entry);
  if (!entry->session) co_return fail(ErrorCode::kForbidden, "Sign in first");
  Result<Enrolment> enrolment = co_await enrolment_of(deps, *entry->session);
  if (!enrolment) co_return pass_on(enrolment);
  if (*enrolment != Enrolment::kAllowed) co_return fail(ErrorCode::kForbidden, "Prove again that it is you");
  co_return std::move(*entry->session);
}

http::Response location_response(std::string_view location) {
  json::object body;
  body["location"] = location;
  return http::json_response(200, body);
}

}  // namespace

Task<http::Response> post_register_options(const Deps& deps, const http::Request& request) {
  Result<Posted> posted = read_posted(deps, request);
  if (!posted) co_return pass_on(posted);
  Result<SessionRow> session = co_await need_enrolment(deps, request);
  if (!session) co_return pass_on(session);
  Result<json::object> options = co_await begin_registration(deps, std::move(*session));
  if (!options) co_return pass_on(options);
  co_return http::json_response(200, *options);
}

Task<http::Response> post_register(const Deps& deps, const http::Request& request) {
  Result<Posted> posted = read_posted(deps, request);
  if (!posted) co_return pass_on(posted);
  Result<SessionRow> session = co_await need_enrolment(deps, request);
  if (!session) co_return pass_on(session);
  Result<RegistrationTry> tried = parse_registration(posted->body);
  if (!tried) co_return pass_on(tried);
  const AccountId account = session->account;
  Result<Done> added = co_await finish_registration(deps, std::move(*session), std::move(*tried));
  if (!added) co_return pass_on(added);
  Result<std::string> next = co_await after_enrolment(deps, account, "passkey_added_now");
  if (!next) co_return pass_on(next);
  co_return location_response(*next);
}

Task<http::Response> post_sign_in_options(const Deps& deps, const http::Request& request) {
  Result<Posted> posted = read_posted(deps, request);
  if (!posted) co_return pass_on(posted);
  const std::string handle(find_string(posted->body, "flow").value_or(""));
  Result<FlowRow> flow = co_await load_flow(deps, handle, posted->caller.browser.value());
  if (!flow) co_return pass_on(flow);
  Result<json::object> options = co_await begin_passkey_sign_in(deps, std::move(*flow));
  if (!options) co_return pass_on(options);
  co_return http::json_response(200, *options);
}

Task<http::Response> post_sign_in(const Deps& deps, const http::Request& request) {
  Result<Posted> posted = read_posted(deps, request);
  if (!posted) co_return pass_on(posted);
  const std::string handle(find_string(posted->body, "flow").value_or(""));
  Result<FlowRow> flow = co_await load_flow(deps, handle, posted->caller.browser.value());
  if (!flow) co_return pass_on(flow);
  Result<AssertionTry> tried = parse_assertion(posted->body);
  if (!tried) co_return pass_on(tried);
  Result<Step> step = co_await sign_in_with_passkey(deps, *flow, std::move(*tried), posted->caller.visitor);
  if (!step) co_return pass_on(step);
  if (step->next != Step::Next::kSignedIn) co_return fail(ErrorCode::kForbidden, "The passkey was not accepted");
  http::Response response = location_response(flow->request.return_to);
  welcome(deps, response, *step);
  co_return response;
}

}  // namespace inkan::accounts
