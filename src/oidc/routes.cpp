#include "oidc/routes.h"

#include "oidc/endpoints/all.h"

namespace inkan::oidc {

void add_routes(http::Router& router, Deps& deps) {
  add_metadata_routes(router, deps);
  const std::string& base = deps.settings.issuer_path;
  router.post(base + "/par", [&deps](const http::Request& request) { return push_request(deps, request); });
  router.get(base + "/auth", [&deps](const http::Request& request) { return authorize(deps, request); });
  router.post(base + "/auth", [&deps](const http::Request& request) { return authorize_by_form(deps, request); });
  router.get(base + "/auth/continue", [&deps](const http::Request& request) { return continue_flow(deps, request); });
  router.post(base + "/token", [&deps](const http::Request& request) { return give_token(deps, request); });
  router.get(base + "/userinfo", [&deps](const http::Request& request) { return give_userinfo(deps, request); });
  router.post(base + "/userinfo", [&deps](const http::Request& request) { return give_userinfo(deps, request); });
}

}  // namespace inkan::oidc
