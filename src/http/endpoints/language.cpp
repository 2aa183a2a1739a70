#include "http/endpoints/language.h"

#include <algorithm>

#include "http/language.h"

namespace inkan::http {

namespace {

Response choose(const Pages& pages, const Request& request) {
  auto query = request.query();
  if (!query) return error_response(400, query.error());
  const std::vector<std::string> languages = pages.languages();
  std::string tag(query->get("tag"));
  if (std::find(languages.begin(), languages.end(), tag) == languages.end())
    return text_response(400, "text/plain; charset=utf-8", "This language is not offered.\n");
  // An open redirector would lend our name to any page (RFC 9700 §4.11).
  std::string to(query->get("to"));
  if (!is_local_path(to))
    return text_response(400, "text/plain; charset=utf-8", "The parameter 'to' must be a path on this site.\n");
  Response response = redirect(to);
  CookieOptions options;
  options.max_age = std::chrono::hours(24 * 365);
  response.set_cookie("lang", tag, options);
  return response;
}

boost::asio::awaitable<Response> answer(const Pages& pages, const Request& request) {
  co_return choose(pages, request);
}

}  // namespace

void add_language_route(Router& router, const Pages& pages) {
  router.get("/language", [&pages](const Request& request) { return answer(pages, request); });
}

}  // namespace inkan::http
