#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "http/message.h"

namespace inkan::http {

// Handler answers one request. It is a function object whose body calls a named coroutine (no capturing lambda
// *coroutines*: a plain lambda that returns `endpoint(deps, request)` is fine, deps outlive the server).
using Handler = std::function<boost::asio::awaitable<Response>(const Request&)>;

// ErrorPage makes the page for 404, 405 and 500 for people (requests that accept text/html); without one, and for
// programs, the server answers plain text. It must not need anything the request may lack.
using ErrorPage = std::function<Response(const Request&, int status)>;

// Router holds the explicit list of routes. Patterns are literal segments or {name}; no wildcards, no regular
// expressions. A literal path wins over {name}; otherwise the route added first. Adding the same method and pattern
// twice stops the program. Known path, wrong method: 405 with Allow. HEAD is answered by GET without body.
class Router {
 public:
  void add(Method method, std::string pattern, Handler handler);
  void get(std::string pattern, Handler handler) { add(Method::kGet, std::move(pattern), std::move(handler)); }
  void post(std::string pattern, Handler handler) { add(Method::kPost, std::move(pattern), std::move(handler)); }

  void set_error_page(ErrorPage page) { error_page_ = std::move(page); }
  const ErrorPage& error_page() const { return error_page_; }

  struct Match {
    const Handler* handler = nullptr;  // nullptr: not found, or `allow` set
    std::string allow{};               // methods of this path when only the method was wrong
    std::string route{};               // pattern, for metrics
    std::map<std::string, std::string, std::less<>> path_values{};
  };
  Match match(Method method, std::string_view path) const;
  std::vector<std::pair<Method, std::string>> list() const;

 private:
  struct Route {
    Method method;
    std::string pattern;
    std::vector<std::string> segments;  // empty for patterns without {name}
    Handler handler;
  };
  ErrorPage error_page_{};
  std::vector<Route> routes_{};
  std::map<std::string, std::vector<size_t>, std::less<>> literal_{};  // whole path to indices into routes_
  std::vector<size_t> with_values_{};                                  // routes that hold a {name}
};

// method_name gives the token of RFC 9110 §9 ("GET"); kOther has none of its own and gives "OTHER".
std::string_view method_name(Method method);

}  // namespace inkan::http
