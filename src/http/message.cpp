#include "http/message.h"

#include "base/check.h"
#include "base/encoding.h"
#include "base/text.h"

namespace inkan::http {

namespace {

constexpr size_t kPairsMax = 200;

Result<std::string> decode_part(std::string_view part) {
  auto decoded = percent_decode(part, /*plus_is_space=*/true);
  if (!decoded) return fail(ErrorCode::kInvalidInput, "A parameter " + decoded.error().public_text + ".");
  if (!is_utf8(*decoded)) return fail(ErrorCode::kInvalidInput, "A parameter is not valid UTF-8.");
  return decoded;
}

// RFC 6265 §4.1.1 cookie-octet.
bool is_cookie_value(std::string_view value) {
  for (char c : value)
    if (c <= 0x20 || c >= 0x7F || c == '"' || c == ',' || c == ';' || c == '\\') return false;
  return true;
}

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

}  // namespace

Result<Parameters> Parameters::parse(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!text.empty()) {
    std::string_view piece = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), piece.size() + 1));
    if (piece.empty()) continue;  // the URL standard's form parser skips empty sequences
    if (pairs.size() == kPairsMax) return fail(ErrorCode::kInvalidInput, "There are more than 200 parameters.");
    size_t equals = piece.find('=');
    auto name = decode_part(piece.substr(0, equals));
    if (!name) return pass_on(name);
    auto value = decode_part(equals == std::string_view::npos ? std::string_view() : piece.substr(equals + 1));
    if (!value) return pass_on(value);
    // RFC 6749 §3.1, §3.2: request and response parameters must not be included more than once.
    for (const auto& [known, unused] : pairs)
      if (known == *name)
        return fail(ErrorCode::kInvalidInput, "The parameter '" + known.substr(0, 40) + "' occurs more than once.");
    pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return Parameters(std::move(pairs));
}

const std::string* Parameters::find(std::string_view name) const {
  for (const auto& [known, value] : pairs_)
    if (known == name) return &value;
  return nullptr;
}

std::string_view Parameters::get(std::string_view name) const {
  const std::string* value = find(name);
  return value ? std::string_view(*value) : std::string_view();
}

const std::string* Request::header(std::string_view lower_case_name) const {
  const std::string* found = nullptr;
  for (const auto& [name, value] : headers) {
    if (name != lower_case_name) continue;
    if (found) return nullptr;
    found = &value;
  }
  return found;
}

size_t Request::count_header(std::string_view lower_case_name) const {
  size_t count = 0;
  for (const auto& [name, value] : headers) count += name == lower_case_name;
  return count;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
  std::optional<std::string_view> found;
  for (const auto& [header_name, text] : headers) {
    if (header_name != "cookie") continue;
    std::string_view rest = text;
    while (!rest.empty()) {
      std::string_view piece = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(rest.size(), piece.size() + 1));
      size_t equals = piece.find('=');
      if (equals == std::string_view::npos || trim(piece.substr(0, equals)) != name) continue;
      std::string_view value = trim(piece.substr(equals + 1));
      if (!is_cookie_value(value)) return std::nullopt;
      if (found && *found != value) return std::nullopt;
      found = value;
    }
  }
  if (!found) return std::nullopt;
  return std::string(*found);
}

bool Request::is_form() const {
  const std::string* type = header("content-type");
  return type && equal_ignoring_case(trim(std::string_view(*type).substr(0, type->find(';'))), kFormType);
}

Result<Parameters> Request::form() const {
  if (!is_form())
    return fail(ErrorCode::kInvalidInput, "Send the parameters as content-type application/x-www-form-urlencoded.");
  return Parameters::parse(body);
}

void Response::set_header(std::string_view name, std::string value) {
  std::erase_if(headers, [&](const auto& header) { return equal_ignoring_case(header.first, name); });
  add_header(name, std::move(value));
}

void Response::add_header(std::string_view name, std::string value) {
  headers.emplace_back(std::string(name), std::move(value));
}

const std::string* Response::header(std::string_view name) const {
  for (const auto& [known, value] : headers)
    if (equal_ignoring_case(known, name)) return &value;
  return nullptr;
}

void Response::set_cookie(std::string_view name_without_prefix, std::string_view value, const CookieOptions& options) {
  check(is_cookie_value(value) && is_cookie_value(name_without_prefix), "cookie names and values are cookie-octets");
  std::string start = "__Host-" + std::string(name_without_prefix) + "=";
  std::erase_if(headers, [&](const auto& header) {
    return equal_ignoring_case(header.first, "Set-Cookie") && header.second.starts_with(start);
  });
  // RFC 6265bis §4.1.3.2: __Host- demands Secure, Path=/ and no Domain.
  std::string text = start + std::string(value) + "; Path=/; Secure; HttpOnly; SameSite=";
  text += options.strict_same_site ? "Strict" : "Lax";
  if (options.max_age)
    text += "; Max-Age=" + std::to_string(std::chrono::floor<std::chrono::seconds>(*options.max_age).count());
  add_header("Set-Cookie", std::move(text));
}

void Response::clear_cookie(std::string_view name_without_prefix) {
  CookieOptions gone;
  gone.max_age = Duration(0);
  set_cookie(name_without_prefix, "", gone);
}

Response text_response(int status, std::string_view content_type, std::string body) {
  Response response;
  response.status = status;
  response.headers.reserve(4);
  response.add_header("Content-Type", std::string(content_type));
  response.add_header("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

Response json_response(int status, const json::value& body) {
  return text_response(status, "application/json", to_json_text(body));
}

Response html_response(int status, std::string body) {
  return text_response(status, "text/html; charset=utf-8", std::move(body));
}

Response redirect(std::string_view location) {
  Response response;
  response.status = 303;
  response.add_header("Location", std::string(location));
  response.add_header("Cache-Control", "no-store");
  return response;
}

Response error_response(int status, const Error& error) {
  return text_response(status, "text/plain; charset=utf-8", error.public_text + "\n");
}

}  // namespace inkan::http
