#include "portal/console/desk.h"

#include "base/text.h"
#include "officers/sessions.h"
#include "portal/error_page.h"

namespace inkan::portal::console {

namespace {

constexpr const char* kCookie = "__Host-officer";

http::Response error_data(const Deps& deps, const http::Request& request, const Error& error) {
  const int status = error.code == ErrorCode::kUnauthenticated ? 401 : status_of(error.code);
  if (status >= 500)
    deps.officers.log.error("console_request_failed", {{"request", std::string_view(request.id)},
                                                       {"code", std::string_view(to_text(error.code))},
                                                       {"detail", std::string_view(error.private_detail)}});
  json::object body;
  body["error"] = to_text(error.code);
  body["message"] = error.public_text;
  return http::json_response(status, body);
}

Task<std::optional<Desk>> find_desk(const Deps& deps, const http::Request& request) {
  auto duty = co_await officers::find_duty(deps.officers, request.cookie(kCookie));
  if (!duty) co_return pass_on(duty);
  if (!*duty) co_return std::nullopt;
  Desk desk;
  desk.duty = std::move(**duty);
  desk.browser = http::Browser::of(request, deps.officers.random);
  desk.language = deps.pages.language_of(request);
  co_return desk;
}

boost::asio::awaitable<http::Response> run_page(const Deps& deps, OfficerPage page, const http::Request& request) {
  auto desk = co_await find_desk(deps, request);
  if (!desk) co_return error_page(deps.pages, request, desk.error());
  if (!*desk) co_return http::redirect("/console/sign-in");
  const http::Browser browser = (*desk)->browser;
  auto response = co_await page(deps, request, std::move(**desk));
  if (!response) response = error_page(deps.pages, request, response.error());
  browser.attach(*response);
  co_return std::move(*response);
}

boost::asio::awaitable<http::Response> run_data(const Deps& deps, OfficerPage answer, const http::Request& request) {
  auto desk = co_await find_desk(deps, request);
  if (!desk) co_return error_data(deps, request, desk.error());
  if (!*desk) {
    const Error nobody{.code = ErrorCode::kUnauthenticated, .public_text = "Sign in first."};
    co_return error_data(deps, request, nobody);
  }
  const http::Browser browser = (*desk)->browser;
  auto response = co_await answer(deps, request, std::move(**desk));
  if (!response) co_return error_data(deps, request, response.error());
  browser.attach(*response);
  co_return std::move(*response);
}

boost::asio::awaitable<http::Response> run_open_page(const Deps& deps, OpenPage page, const http::Request& request) {
  auto response = co_await page(deps, request);
  if (!response) co_return error_page(deps.pages, request, response.error());
  co_return std::move(*response);
}

boost::asio::awaitable<http::Response> run_open_data(const Deps& deps, OpenPage answer, const http::Request& request) {
  auto response = co_await answer(deps, request);
  if (!response) co_return error_data(deps, request, response.error());
  co_return std::move(*response);
}

Result<Done> check_token(const Deps& deps, const http::Request& request, std::string token) {
  std::vector<std::pair<std::string, std::string>> pairs;
  pairs.emplace_back("csrf", std::move(token));
  return deps.csrf.check(request, http::Parameters(std::move(pairs)));
}

}  // namespace

http::Handler for_officer(const Deps& deps, OfficerPage page) {
  return [&deps, page](const http::Request& request) { return run_page(deps, page, request); };
}
http::Handler api_for_officer(const Deps& deps, OfficerPage answer) {
  return [&deps, answer](const http::Request& request) { return run_data(deps, answer, request); };
}
http::Handler for_anybody(const Deps& deps, OpenPage page) {
  return [&deps, page](const http::Request& request) { return run_open_page(deps, page, request); };
}
http::Handler data_for_anybody(const Deps& deps, OpenPage answer) {
  return [&deps, answer](const http::Request& request) { return run_open_data(deps, answer, request); };
}

http::PageData page_data(const Deps& deps, const Desk& desk) {
  using officers::Right;
  http::PageData data;
  http::PageData& nav = data.section("OFFICER");
  nav.set("OFFICER_NAME", desk.duty.officer.name);
  if (desk.duty.may(Right::kServe)) nav.show("NAV_SERVE");
  if (desk.duty.may(Right::kWorkCases)) nav.show("NAV_CASES");
  if (desk.duty.may(Right::kSeeAlarms)) nav.show("NAV_ALARMS");
  data.set("CSRF", deps.csrf.token(desk.browser));
  return data;
}

http::Response show(const Deps& deps, const Desk& desk, std::string_view page, http::PageData data, int status) {
  return deps.pages.render(status, page, desk.language, std::move(data));
}

Result<http::Parameters> read_form(const Deps& deps, const http::Request& request) {
  auto fields = request.form();
  if (!fields) return pass_on(fields);
  if (auto checked = deps.csrf.check(request, *fields); !checked) return pass_on(checked);
  return fields;
}

Result<json::object> read_posted(const Deps& deps, const http::Request& request) {
  const std::string* type = request.header("content-type");
  if (type == nullptr || !ascii_lower(*type).starts_with("application/json"))
    return fail(ErrorCode::kInvalidInput, "Send application/json.");
  auto body = parse_json_object(request.body, "request");
  if (!body) return pass_on(body);
  const std::string* header = request.header("x-csrf-token");
  std::string token(header != nullptr ? std::string_view(*header) : find_string(*body, "csrf").value_or(""));
  if (auto checked = check_token(deps, request, std::move(token)); !checked) return pass_on(checked);
  return body;
}

Result<std::string> need_field(const http::Parameters& fields, std::string_view name, size_t characters_max) {
  std::string text(trim(fields.get(name)));
  if (text.empty()) return fail(ErrorCode::kInvalidInput, "Please fill in: " + std::string(name) + ".");
  if (utf8_length(text) > characters_max)
    return fail(ErrorCode::kInvalidInput,
                "Too long: " + std::string(name) + ", at most " + std::to_string(characters_max) + " characters.");
  return text;
}

http::Response location_response(std::string_view location) {
  json::object body;
  body["location"] = location;
  return http::json_response(200, body);
}

std::string officer_word(const http::Reader& reader, std::string_view group, std::string_view key) {
  return reader.word("console." + std::string(group) + "." + std::string(key));
}

}  // namespace inkan::portal::console
