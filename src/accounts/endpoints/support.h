#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accounts/deps.h"
#include "accounts/session_store.h"
#include "accounts/sign_in.h"
#include "http/csrf.h"
#include "http/message.h"
#include "http/pages.h"
#include "http/router.h"

namespace inkan::accounts {

// Endpoint answers a request or fails; page() and data() turn failures into an error page or a JSON error.
using Endpoint = Task<http::Response> (*)(const Deps& deps, const http::Request& request);
http::Handler page(const Deps& deps, Endpoint endpoint);
http::Handler data(const Deps& deps, Endpoint endpoint);

// Caller is the browser behind a request, with its cookie (new or old) and what Visitor wants to know.
struct Caller {
  http::Browser browser{};
  Visitor visitor{};
};
Caller caller_of(const Deps& deps, const http::Request& request);

// Form is a posted form whose CSRF token was right.
struct Form {
  http::Parameters fields{};
  Caller caller{};
};
Result<Form> read_form(const Deps& deps, const http::Request& request);

// FormErrors collects what is wrong with the fields of a form, for the summary at the top and the text at each field.
class FormErrors {
 public:
  // add notes an error: `field` is the id of the input, `word` the key of the text.
  void add(std::string field, std::string word) { errors_.push_back({std::move(field), std::move(word)}); }
  bool empty() const { return errors_.empty(); }
  // show fills ERROR_SUMMARY (with ERRORS: HREF, TEXT) and ERROR_<FIELD> (TEXT) of the template.
  void show(const http::Pages& pages, const http::Language& language, http::PageData& data) const;

 private:
  struct One {
    std::string field;
    std::string word;
  };
  std::vector<One> errors_{};
};

// View is one page about to be rendered for one caller.
struct View {
  int status = 200;
  std::string_view page{};  // "accounts/login"
  std::string to{};         // where the language switch comes back to; the request's path by default
  std::string policy{};     // Content-Security-Policy where the usual one will not do
  http::PageData data{};
  FormErrors errors{};
};
// own_view begins a page of a signed-in resident: its header leads to their other pages and to signing out.
View own_view(std::string_view page);
http::Response show(const Deps& deps, const http::Request& request, const Caller& caller, View view);

// locked_page is the 429 page with the time to wait, Retry-After included.
http::Response locked_page(const Deps& deps, const http::Request& request, const Caller& caller, Duration retry_after);

// need_session gives the session of the request, or the redirect to sign in first and come back.
struct Entry {
  std::optional<SessionRow> session{};
  std::optional<http::Response> redirect{};
};
Task<Entry> need_session(const Deps& deps, const http::Request& request);
// need_fresh_proof is need_session that also wants a proof not older than Settings::fresh_proof_max, by a second factor
// where the account has one (REQ-SES-1, REQ-AUTH-2); the redirect asks for it and comes back to `return_to`.
Task<Entry> need_fresh_proof(const Deps& deps, const http::Request& request, std::string return_to);
// ask_sign_in stores a sign-in request of the portal itself and redirects to it.
Task<http::Response> ask_sign_in(const Deps& deps, const http::Request& request, SignInRequest wanted);

// welcome sets the cookies of a finished sign-in.
void welcome(const Deps& deps, http::Response& response, const Step& step);
void replace_browser(const Deps& deps, http::Response& response);

// minutes_of rounds up to whole minutes, at least 1.
std::string minutes_of(Duration duration);
std::string with_flow(std::string_view path, std::string_view flow);

}  // namespace inkan::accounts
