#include "portal/agency/routes.h"

#include "portal/agency/link_record.h"

namespace inkan::portal::agency {

void add_routes(http::Router& router, const Deps& deps) {
  router.post("/api/links", [&deps](const http::Request& request) { return post_link(deps, request); });
  router.post("/api/links/resolve", [&deps](const http::Request& request) { return post_resolve(deps, request); });
}

}  // namespace inkan::portal::agency
