#include "oidc/flow_cookie.h"

namespace inkan::oidc {

FlowCookie FlowCookie::of(const http::Request& request) {
  FlowCookie cookie;
  auto value = request.cookie("__Host-flow");
  if (value && value->size() <= 64) cookie.value_ = std::move(*value);
  return cookie;
}

FlowCookie FlowCookie::of_or_new(const http::Request& request, Random& random) {
  FlowCookie cookie = of(request);
  if (!cookie.empty()) return cookie;
  cookie.value_ = random.token(32);
  cookie.is_new_ = true;
  return cookie;
}

void FlowCookie::attach(http::Response& response) const {
  if (!is_new_) return;
  http::CookieOptions options;
  response.set_cookie("flow", value_, options);
}

}  // namespace inkan::oidc
