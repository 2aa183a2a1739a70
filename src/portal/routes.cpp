#include "portal/routes.h"

#include "portal/pages.h"
#include "portal/visitor.h"

namespace inkan::portal {

namespace {

// for_resident makes a handler of a page that only somebody who is signed in may see.
http::Handler for_resident(const Deps& deps, ResidentPage page) {
  return [&deps, page](const http::Request& request) { return with_resident(deps, request, page); };
}

}  // namespace

void add_routes(http::Router& router, const Deps& deps) {
  router.get("/", [&deps](const http::Request& request) { return welcome_page(deps, request); });
  router.get("/portal", for_resident(deps, home_page));
  router.get("/portal/record", for_resident(deps, record_page));
  router.get("/portal/record.json", for_resident(deps, record_download));
  router.get("/portal/consents", for_resident(deps, consents_page));
  router.get("/portal/consents/{id}/withdraw", for_resident(deps, withdraw_page));
  router.post("/portal/consents/{id}/withdraw", for_resident(deps, withdraw_consent));
  router.get("/portal/data", for_resident(deps, data_page));
  router.get("/portal/links", for_resident(deps, links_page));
  router.post("/portal/links/{id}/not-mine", for_resident(deps, dispute_link));
  router.get("/portal/presence", for_resident(deps, presence_page));
  router.post("/portal/presence", for_resident(deps, make_presence_code));
  router.post("/portal/data", for_resident(deps, data_page_with_number));
}

}  // namespace inkan::portal
