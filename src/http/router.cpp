#include "http/router.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"

namespace inkan::http {

namespace {

bool is_value(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }

// match_segments walks path and pattern together; a {name} takes one non-empty segment.
bool match_segments(const std::vector<std::string>& segments, std::string_view path,
                    std::map<std::string, std::string, std::less<>>* values) {
  size_t index = 0;
  std::string_view rest = path.substr(1);
  while (true) {
    if (index == segments.size()) return false;
    size_t slash = rest.find('/');
    std::string_view part = rest.substr(0, slash);
    const std::string& segment = segments[index++];
    if (!is_value(segment)) {
      if (segment != part) return false;
    } else if (part.empty()) {
      return false;
    } else if (values) {
      values->emplace(segment.substr(1, segment.size() - 2), part);
    }
    if (slash == std::string_view::npos) return index == segments.size();
    rest.remove_prefix(slash + 1);
  }
}

bool answers(Method route, Method asked) { return route == asked || (asked == Method::kHead && route == Method::kGet); }

void add_allowed(std::vector<std::string>& allowed, std::string_view name) {
  if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) allowed.emplace_back(name);
}

}  // namespace

std::string_view method_name(Method method) {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kHead:
      return "HEAD";
    case Method::kPost:
      return "POST";
    case Method::kPut:
      return "PUT";
    case Method::kDelete:
      return "DELETE";
    case Method::kPatch:
      return "PATCH";
    case Method::kOptions:
      return "OPTIONS";
    case Method::kOther:
      return "OTHER";
  }
  return "OTHER";
}

void Router::add(Method method, std::string pattern, Handler handler) {
  check(pattern.starts_with('/'), "a route pattern starts with '/'");
  check(static_cast<bool>(handler), "a route has a handler");
  for (const Route& route : routes_) check(route.method != method || route.pattern != pattern, "a route is added once");
  Route route{method, pattern, {}, std::move(handler)};
  if (pattern.find('{') == std::string::npos) {
    literal_[pattern].push_back(routes_.size());
  } else {
    route.segments = split(std::string_view(pattern).substr(1), '/');
    with_values_.push_back(routes_.size());
  }
  routes_.push_back(std::move(route));
}

Router::Match Router::match(Method method, std::string_view path) const {
  Match match;
  auto literal = literal_.find(path);
  if (literal != literal_.end()) {
    // An explicit HEAD route wins over the GET route that would also answer it.
    const Route* chosen = nullptr;
    for (size_t index : literal->second) {
      const Route& route = routes_[index];
      if (answers(route.method, method) && (!chosen || route.method == method)) chosen = &route;
    }
    if (chosen) {
      match.handler = &chosen->handler;
      match.route = chosen->pattern;
      return match;
    }
  }
  for (size_t index : with_values_) {
    const Route& route = routes_[index];
    if (!answers(route.method, method) || !match_segments(route.segments, path, nullptr)) continue;
    match_segments(route.segments, path, &match.path_values);
    match.handler = &route.handler;
    match.route = route.pattern;
    return match;
  }
  // RFC 9110 §15.5.6: 405 must name the methods that would work.
  std::vector<std::string> allowed;
  for (const Route& route : routes_) {
    bool same = route.segments.empty() ? route.pattern == path : match_segments(route.segments, path, nullptr);
    if (!same) continue;
    if (match.route.empty()) match.route = route.pattern;
    add_allowed(allowed, method_name(route.method));
    if (route.method == Method::kGet) add_allowed(allowed, "HEAD");
  }
  match.allow = join(allowed, ", ");
  return match;
}

std::vector<std::pair<Method, std::string>> Router::list() const {
  std::vector<std::pair<Method, std::string>> routes;
  for (const Route& route : routes_) routes.emplace_back(route.method, route.pattern);
  return routes;
}

}  // namespace inkan::http
