#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace inkan::http {

enum class Method { kGet, kHead, kPost, kPut, kDelete, kPatch, kOptions, kOther };

// Parameters are decoded name=value pairs in order (query string or form body).
// one() gives the value when the name occurs once; a repeated name is refused (kInvalidInput naming the parameter).
class Parameters {
 public:
  Parameters() = default;
  explicit Parameters(std::vector<std::pair<std::string, std::string>> pairs) : pairs_(std::move(pairs)) {}
  // parse reads application/x-www-form-urlencoded: strict escapes, valid UTF-8, no NUL, at most 200 pairs.
  // A repeated name refuses the whole text (RFC 6749 §3.1: parameters must not be included more than once).
  static Result<Parameters> parse(std::string_view text);

  const std::string* find(std::string_view name) const;  // nullptr when absent
  std::string_view get(std::string_view name) const;     // empty when absent
  bool has(std::string_view name) const { return find(name) != nullptr; }
  const std::vector<std::pair<std::string, std::string>>& pairs() const { return pairs_; }

 private:
  std::vector<std::pair<std::string, std::string>> pairs_{};
};

// Request is one parsed HTTP request. Lives until its response is written; handlers take it by const reference.
struct Request {
  Method method = Method::kGet;
  std::string path{};        // percent-decoded once, always starts with '/', no dot segments
  std::string query_text{};  // raw, without '?'
  std::vector<std::pair<std::string, std::string>> headers{};  // names in lower case, in order
  std::string body{};
  std::map<std::string, std::string, std::less<>> path_values{};  // from route patterns "/clients/{id}"
  std::string peer_address{};                                     // after trusted-proxy rules
  std::string client_certificate{};         // DER of a presented TLS client certificate (mTLS port only), else empty
  bool client_certificate_trusted = false;  // it chains to an authority of Listener::client_ca_file
  std::string id{};                         // correlation id, returned as x-request-id and logged
  Time deadline{};

  // header gives the value of a header that came exactly once; nullptr when it is absent or repeated (count_header
  // tells).
  const std::string* header(std::string_view lower_case_name) const;
  size_t count_header(std::string_view lower_case_name) const;
  // cookie gives a value by its full name ("__Host-browser"); a name that came twice with different values counts as
  // absent, since nobody can say which of them is ours.
  std::optional<std::string> cookie(std::string_view name) const;
  Result<Parameters> query() const { return Parameters::parse(query_text); }
  // form wants content-type application/x-www-form-urlencoded (parameters such as charset allowed).
  Result<Parameters> form() const;
  bool is_form() const;
};

struct CookieOptions {
  std::optional<Duration> max_age{};  // session cookie without
  bool strict_same_site = false;      // Lax otherwise
};

// Response is what a handler answers. Security headers are added by the server (docs: http/README.md); handlers may
// override them by naming them.
struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers{};  // any case; written as given
  std::string body{};

  void set_header(std::string_view name, std::string value);  // replaces, case-insensitively
  void add_header(std::string_view name, std::string value);
  const std::string* header(std::string_view name) const;  // the first of that name, case-insensitively
  // Cookies are always Secure, HttpOnly, Path=/ and named __Host-…; SameSite=Lax unless strict.
  void set_cookie(std::string_view name_without_prefix, std::string_view value, const CookieOptions& options);
  void clear_cookie(std::string_view name_without_prefix);
};

Response json_response(int status, const json::value& body);  // application/json, no-store
Response text_response(int status, std::string_view content_type, std::string body);
Response html_response(int status, std::string body);  // text/html; charset=utf-8, no-store
// redirect answers 303 See Other (never 307: RFC 9700 §4.12).
Response redirect(std::string_view location);
// error_response sends the public text of an Error as plain text; the private detail stays behind.
Response error_response(int status, const Error& error);

// page_policy is the Content-Security-Policy of a page whose form leads on to `form_target`: browsers apply form-action
// to the redirects that follow a form, so the origin of the client must be named there. Empty: only ourselves.
// The target may be a whole URL; only its origin is used, and a target that is not http(s) adds nothing.
std::string page_policy(std::string_view form_target);
// origin_of gives "https://host:port" of an absolute http(s) URL in lower case, or an empty text.
std::string origin_of(std::string_view url);

}  // namespace inkan::http
