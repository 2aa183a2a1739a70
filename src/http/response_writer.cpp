#include "http/response_writer.h"

#include <algorithm>

#include "base/text.h"
#include "http/security_headers.h"

namespace inkan::http {

namespace {

constexpr std::string_view kLineEnd = "\r\n";

bool is_clean(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

// The server frames messages itself; what a handler says about framing does not count.
bool is_framing(std::string_view name) {
  return equal_ignoring_case(name, "content-length") || equal_ignoring_case(name, "transfer-encoding") ||
         equal_ignoring_case(name, "connection") || equal_ignoring_case(name, "date") ||
         equal_ignoring_case(name, "x-request-id");
}

void add_line(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append(kLineEnd);
}

bool has_header(const Response& response, std::string_view name) { return response.header(name) != nullptr; }

}  // namespace

std::string_view reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "Status";
  }
}

bool write_response(const Response& response, const Framing& framing, std::string& out) {
  size_t size = 1024 + response.body.size();
  for (const auto& [name, value] : response.headers) {
    if (!is_clean(name) || !is_clean(value)) return false;
    size += name.size() + value.size() + 4;
  }
  out.reserve(out.size() + size);
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason_of(response.status));
  out.append(kLineEnd);
  add_line(out, "Date", framing.date);
  for (const auto& [name, value] : response.headers)
    if (!is_framing(name)) add_line(out, name, value);
  for (const SecurityHeader& header : kSecurityHeaders)
    if (!has_header(response, header.name)) out.append(header.line);
  if (framing.strict_transport && !has_header(response, kStrictTransport.name)) out.append(kStrictTransport.line);
  if (!framing.request_id.empty()) add_line(out, "x-request-id", framing.request_id);
  // RFC 9110 §8.6: no Content-Length with 204; RFC 9110 §15.4.5: a 304 has no body.
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless) add_line(out, "Content-Length", std::to_string(response.body.size()));
  if (framing.close) out.append("Connection: close\r\n");
  out.append(kLineEnd);
  if (!framing.head && !bodiless) out.append(response.body);
  return true;
}

}  // namespace inkan::http
