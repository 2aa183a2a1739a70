#include "accounts/passkeys.h"
#include "officers/passkeys.h"
#include "officers/proposals.h"
#include "officers/sessions.h"
#include "portal/console/pages.h"

namespace inkan::portal::console {

namespace {

std::string member(const json::object& body, std::string_view name) {
  return std::string(find_string(body, name).value_or(""));
}

Task<http::Response> open_page(const Deps& deps, const http::Request& request, std::string page) {
  const http::Browser browser = http::Browser::of(request, deps.officers.random);
  http::PageData data;
  data.set("CSRF", deps.csrf.token(browser));
  http::Response response = deps.pages.render(200, page, deps.pages.language_of(request), std::move(data));
  browser.attach(response);
  co_return response;
}

struct Committed {
  std::string act{};
  std::string id{};
};
Result<Committed> read_committed(const json::object& body) {
  const std::string flow = member(body, "flow");
  const size_t colon = flow.find(':');
  Committed committed{flow.substr(0, colon), colon == std::string::npos ? std::string() : flow.substr(colon + 1)};
  const bool known = committed.act == "propose" || committed.act == "approve" || committed.act == "reject";
  if (!known || committed.id.empty())
    return fail(ErrorCode::kInvalidInput, "flow names what is committed: propose:ID, approve:ID or reject:ID.");
  return committed;
}

Task<Done> commit(const Deps& deps, Desk desk, Committed committed, accounts::AssertionTry tried) {
  if (committed.act == "propose")
    return officers::seal_proposal(deps.officers, std::move(desk.duty), committed.id, std::move(tried));
  officers::Decision decision;
  decision.id = committed.id;
  decision.answer = committed.act == "approve" ? officers::Answer::kApprove : officers::Answer::kReject;
  decision.passkey = std::move(tried);
  return officers::decide_proposal(deps.officers, std::move(desk.duty), std::move(decision));
}

}  // namespace

Task<http::Response> get_enrol(const Deps& deps, const http::Request& request) {
  return open_page(deps, request, "console/enrol");
}

Task<http::Response> post_enrol_options(const Deps& deps, const http::Request& request) {
  auto body = read_posted(deps, request);
  if (!body) co_return pass_on(body);
  auto options = co_await officers::begin_enrolment(deps.officers, member(*body, "code"));
  if (!options) co_return pass_on(options);
  co_return http::json_response(200, *options);
}

Task<http::Response> post_enrol(const Deps& deps, const http::Request& request) {
  auto body = read_posted(deps, request);
  if (!body) co_return pass_on(body);
  auto tried = accounts::parse_registration(*body);
  if (!tried) co_return pass_on(tried);
  auto enrolled = co_await officers::finish_enrolment(deps.officers, member(*body, "code"), std::move(*tried));
  if (!enrolled) co_return pass_on(enrolled);
  co_return location_response("/console/sign-in");
}

Task<http::Response> get_sign_in(const Deps& deps, const http::Request& request) {
  return open_page(deps, request, "console/sign_in");
}

Task<http::Response> post_sign_in_options(const Deps& deps, const http::Request& request) {
  auto body = read_posted(deps, request);
  if (!body) co_return pass_on(body);
  const http::Browser browser = http::Browser::of(request, deps.officers.random);
  auto options = co_await officers::begin_sign_in(deps.officers, browser.value());
  if (!options) co_return pass_on(options);
  co_return http::json_response(200, *options);
}

Task<http::Response> post_sign_in(const Deps& deps, const http::Request& request) {
  auto body = read_posted(deps, request);
  if (!body) co_return pass_on(body);
  auto assertion = accounts::parse_assertion(*body);
  if (!assertion) co_return pass_on(assertion);
  officers::SignInTry tried;
  tried.browser = http::Browser::of(request, deps.officers.random).value();
  tried.replaced_cookie = request.cookie("__Host-officer");
  tried.passkey = std::move(*assertion);
  auto signed_in = co_await officers::finish_sign_in(deps.officers, std::move(tried));
  if (!signed_in) co_return pass_on(signed_in);
  http::Response response = location_response("/console");
  http::CookieOptions options;
  options.strict_same_site = true;
  response.set_cookie(officers::kSessionCookie, signed_in->session_cookie, options);
  http::Browser::fresh(deps.officers.random)
      .attach(response);  // whoever planted the old one knows nothing of what follows
  co_return response;
}

Task<http::Response> get_sign_out(const Deps& deps, const http::Request&, Desk desk) {
  co_return show(deps, desk, "console/sign_out", page_data(deps, desk));
}

Task<http::Response> post_sign_out(const Deps& deps, const http::Request& request, Desk desk) {
  auto fields = read_form(deps, request);
  if (!fields) co_return pass_on(fields);
  auto ended = co_await officers::end_session(deps.officers, std::move(desk.duty));
  if (!ended) co_return pass_on(ended);
  http::Response response = http::redirect("/console/sign-in");
  response.clear_cookie(officers::kSessionCookie);
  co_return response;
}

Task<http::Response> post_commit_options(const Deps& deps, const http::Request& request, Desk desk) {
  auto body = read_posted(deps, request);
  if (!body) co_return pass_on(body);
  auto committed = read_committed(*body);
  if (!committed) co_return pass_on(committed);
  officers::Act act{.name = committed->act, .subject = committed->id};
  auto options = co_await officers::begin_proof(deps.officers, std::move(desk.duty), std::move(act));
  if (!options) co_return pass_on(options);
  co_return http::json_response(200, *options);
}

Task<http::Response> post_commit(const Deps& deps, const http::Request& request, Desk desk) {
  auto body = read_posted(deps, request);
  if (!body) co_return pass_on(body);
  auto committed = read_committed(*body);
  if (!committed) co_return pass_on(committed);
  auto assertion = accounts::parse_assertion(*body);
  if (!assertion) co_return pass_on(assertion);
  const std::string page = "/console/proposals/" + committed->id;
  auto done = co_await commit(deps, std::move(desk), std::move(*committed), std::move(*assertion));
  // Overtaken or decided meanwhile: the proposal's own page says so.
  if (!done && done.error().code != ErrorCode::kConflict) co_return pass_on(done);
  co_return location_response(page);
}

}  // namespace inkan::portal::console
