#include "accounts/endpoints/support.h"

#include "accounts/account_store.h"
#include "accounts/hashes.h"
#include "accounts/passkey_store.h"
#include "accounts/sessions.h"
#include "base/encoding.h"
#include "base/json.h"
#include "base/text.h"

namespace inkan::accounts {
namespace {

struct Failure {
  int status;
  std::string_view word;  // accounts.error.<word>
};

// The one table from error codes to what residents see.
Failure failure_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidInput:
      return {400, "invalid"};
    case ErrorCode::kNotFound:
      return {404, "not_found"};
    case ErrorCode::kConflict:
      return {409, "conflict"};
    case ErrorCode::kUnauthenticated:
      return {403, "forbidden"};
    case ErrorCode::kForbidden:
      return {403, "forbidden"};
    case ErrorCode::kExpired:
      return {400, "lost"};
    case ErrorCode::kTooMany:
      return {429, "too_many"};
    case ErrorCode::kUnavailable:
      return {503, "busy"};
    case ErrorCode::kTimeout:
      return {503, "busy"};
    case ErrorCode::kCorrupt:
      return {500, "internal"};
    case ErrorCode::kInternal:
      return {500, "internal"};
  }
  return {500, "internal"};
}

void log_failure(const Deps& deps, const http::Request& request, const Error& error, int status) {
  if (status < 500) return;
  deps.log.error("accounts_request_failed", {{"request", std::string_view(request.id)},
                                             {"code", std::string_view(to_text(error.code))},
                                             {"detail", std::string_view(error.private_detail)}});
}

http::Response error_page(const Deps& deps, const http::Request& request, const Error& error) {
  const Failure failure = failure_of(error.code);
  log_failure(deps, request, error, failure.status);
  View view;
  view.status = failure.status;
  view.page = "accounts/error";
  const http::Language language = deps.pages.language_of(request);
  view.data.set("TEXT", deps.pages.word(language, "accounts.error." + std::string(failure.word)));
  http::Response response = show(deps, request, caller_of(deps, request), std::move(view));
  if (failure.status == 503) response.set_header("Retry-After", "5");
  return response;
}

http::Response error_data(const Deps& deps, const http::Request& request, const Error& error) {
  const Failure failure = failure_of(error.code);
  log_failure(deps, request, error, failure.status);
  json::object body;
  body["error"] = failure.word;
  http::Response response = http::json_response(failure.status, body);
  if (failure.status == 503) response.set_header("Retry-After", "5");
  return response;
}

boost::asio::awaitable<http::Response> run_page(const Deps& deps, Endpoint endpoint, const http::Request& request) {
  Result<http::Response> response = co_await endpoint(deps, request);
  if (response) co_return std::move(*response);
  co_return error_page(deps, request, response.error());
}

boost::asio::awaitable<http::Response> run_data(const Deps& deps, Endpoint endpoint, const http::Request& request) {
  Result<http::Response> response = co_await endpoint(deps, request);
  if (response) co_return std::move(*response);
  co_return error_data(deps, request, response.error());
}

std::string section_of(std::string_view field) {
  std::string name = "ERROR_" + ascii_upper(field);
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

}  // namespace

http::Handler page(const Deps& deps, Endpoint endpoint) {
  return [&deps, endpoint](const http::Request& request) { return run_page(deps, endpoint, request); };
}

http::Handler data(const Deps& deps, Endpoint endpoint) {
  return [&deps, endpoint](const http::Request& request) { return run_data(deps, endpoint, request); };
}

Caller caller_of(const Deps& deps, const http::Request& request) {
  Caller caller;
  caller.browser = http::Browser::of(request, deps.random);
  caller.visitor.browser = caller.browser.value();
  caller.visitor.source = source_hash(deps.keyed_hash, request.peer_address);
  caller.visitor.session_cookie = request.cookie("__Host-session");
  caller.visitor.device_cookie = request.cookie("__Host-device");
  return caller;
}

Result<Form> read_form(const Deps& deps, const http::Request& request) {
  Result<http::Parameters> fields = request.form();
  if (!fields) return pass_on(fields);
  Result<Done> checked = deps.csrf.check(request, *fields);
  if (!checked) return pass_on(checked);
  Form form;
  form.fields = std::move(*fields);
  form.caller = caller_of(deps, request);
  return form;
}

void FormErrors::show(const http::Pages& pages, const http::Language& language, http::PageData& data) const {
  if (errors_.empty()) return;
  http::PageData& summary = data.section("ERROR_SUMMARY");
  for (const One& error : errors_) {
    const std::string text = pages.word(language, error.word);
    summary.section("ERRORS").set("HREF", error.field).set("TEXT", text);
    data.section(section_of(error.field)).set("TEXT", text);
  }
}

View own_view(std::string_view page) {
  View view;
  view.page = page;
  view.data.show("SIGNED_IN");
  return view;
}

http::Response show(const Deps& deps, const http::Request& request, const Caller& caller, View view) {
  http::Language language = deps.pages.language_of(request);
  if (!view.to.empty()) language.to = view.to;
  view.errors.show(deps.pages, language, view.data);
  view.data.set("CSRF", deps.csrf.token(caller.browser));
  http::Response response = deps.pages.render(view.status, view.page, language, std::move(view.data));
  if (!view.policy.empty()) response.set_header("Content-Security-Policy", view.policy);
  caller.browser.attach(response);
  return response;
}

http::Response locked_page(const Deps& deps, const http::Request& request, const Caller& caller, Duration retry_after) {
  View view;
  view.status = 429;
  view.page = "accounts/locked";
  view.data.set("MINUTES", minutes_of(retry_after));
  http::Response response = show(deps, request, caller, std::move(view));
  const int64_t seconds = std::chrono::ceil<std::chrono::seconds>(retry_after).count();
  response.set_header("Retry-After", std::to_string(std::max<int64_t>(seconds, 1)));
  return response;
}

Task<http::Response> ask_sign_in(const Deps& deps, const http::Request& request, SignInRequest wanted) {
  const Caller caller = caller_of(deps, request);
  const StoredSignInRequests requests(deps);
  auto location = co_await requests.begin(std::move(wanted), caller.browser.value(), request.peer_address);
  if (!location) co_return pass_on(location);
  http::Response response = http::redirect(*location);
  caller.browser.attach(response);
  co_return response;
}

Task<Entry> need_session(const Deps& deps, const http::Request& request) {
  StoredSessions sessions(deps);
  Result<std::optional<SessionRow>> session = co_await sessions.find_row(request);
  if (!session) co_return pass_on(session);
  Entry entry;
  entry.session = std::move(*session);
  if (entry.session) co_return entry;
  SignInRequest wanted;
  wanted.return_to = request.method == http::Method::kGet ? request.path : "/account";
  Result<http::Response> redirect = co_await ask_sign_in(deps, request, std::move(wanted));
  if (!redirect) co_return pass_on(redirect);
  entry.redirect = std::move(*redirect);
  co_return entry;
}

Task<Entry> need_fresh_proof(const Deps& deps, const http::Request& request, std::string return_to) {
  Result<Entry> entry = co_await need_session(deps, request);
  if (!entry) co_return pass_on(entry);
  if (entry->redirect) co_return std::move(*entry);
  const SessionRow& session = *entry->session;
  Result<std::optional<TotpRow>> totp = co_await find_totp(deps.database, session.account);
  if (!totp) co_return pass_on(totp);
  Result<std::vector<PasskeyRow>> passkeys = co_await list_passkeys(deps.database, session.account);
  if (!passkeys) co_return pass_on(passkeys);
  const int level = totp->has_value() || !passkeys->empty() ? 2 : 1;
  const bool recent = deps.clock.now() - session.authenticated_at <= deps.settings.fresh_proof_max;
  if (recent && session.level >= level) co_return std::move(*entry);
  SignInRequest wanted;
  wanted.level_needed = level;
  wanted.fresh = !recent;
  wanted.return_to = std::move(return_to);
  Result<http::Response> redirect = co_await ask_sign_in(deps, request, std::move(wanted));
  if (!redirect) co_return pass_on(redirect);
  Entry refused;
  refused.redirect = std::move(*redirect);
  co_return refused;
}

void replace_browser(const Deps& deps, http::Response& response) { http::Browser::fresh(deps.random).attach(response); }

void welcome(const Deps& deps, http::Response& response, const Step& step) {
  response.set_cookie(kSessionCookie, step.session_cookie, http::CookieOptions());
  http::CookieOptions device;
  device.max_age = deps.settings.device_lifetime;
  response.set_cookie(kDeviceCookie, step.device_cookie, device);
  replace_browser(deps, response);  // the anonymous cookie as well: whoever planted it knows nothing of what follows
}

std::string minutes_of(Duration duration) {
  return std::to_string(std::max<int64_t>(std::chrono::ceil<std::chrono::minutes>(duration).count(), 1));
}

std::string with_flow(std::string_view path, std::string_view flow) {
  return std::string(path) + "?flow=" + percent_encode(flow);
}

}  // namespace inkan::accounts
