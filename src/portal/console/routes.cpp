#include "portal/console/routes.h"

#include "portal/console/pages.h"

namespace inkan::portal::console {

namespace {

void add_passkey_routes(http::Router& router, const Deps& deps) {
  router.get("/console/enrol", for_anybody(deps, get_enrol));
  router.post("/console/passkey/enrol/options", data_for_anybody(deps, post_enrol_options));
  router.post("/console/passkey/enrol", data_for_anybody(deps, post_enrol));
  router.get("/console/sign-in", for_anybody(deps, get_sign_in));
  router.post("/console/passkey/sign-in/options", data_for_anybody(deps, post_sign_in_options));
  router.post("/console/passkey/sign-in", data_for_anybody(deps, post_sign_in));
  router.get("/console/sign-out", for_officer(deps, get_sign_out));
  router.post("/console/sign-out", for_officer(deps, post_sign_out));
  router.post("/console/passkey/commit/options", api_for_officer(deps, post_commit_options));
  router.post("/console/passkey/commit", api_for_officer(deps, post_commit));
}

void add_api_routes(http::Router& router, const Deps& deps) {
  router.get("/console/api/session", api_for_officer(deps, api_session));
  router.post("/console/api/presences", api_for_officer(deps, api_presence));
  router.get("/console/api/people/{presence}", api_for_officer(deps, api_person));
  router.post("/console/api/people/{presence}/compare", api_for_officer(deps, api_compare));
  router.post("/console/api/people/{presence}/proposals", api_for_officer(deps, api_propose));
  router.get("/console/api/proposals", api_for_officer(deps, api_proposals));
  router.get("/console/api/cases", api_for_officer(deps, api_cases));
  router.get("/console/api/cases/{id}", api_for_officer(deps, api_case));
  router.get("/console/api/alarms", api_for_officer(deps, api_alarms));
}

}  // namespace

void add_routes(http::Router& router, const Deps& deps) {
  add_passkey_routes(router, deps);
  router.get("/console", for_officer(deps, get_home));
  router.get("/console/reads", for_officer(deps, get_reads));
  router.get("/console/alarms", for_officer(deps, get_alarms));
  router.post("/console/alarms/{id}/settle", for_officer(deps, post_alarm));

  router.get("/console/presences", for_officer(deps, get_presence));
  router.post("/console/presences", for_officer(deps, post_presence));
  router.get("/console/people/{presence}", for_officer(deps, get_person));
  router.post("/console/people/{presence}/close", for_officer(deps, post_presence_close));
  router.post("/console/people/{presence}/address", for_officer(deps, post_person_address));
  router.get("/console/people/{presence}/compare", for_officer(deps, get_compare));
  router.post("/console/people/{presence}/compare", for_officer(deps, post_compare));
  router.get("/console/people/{presence}/propose/{kind}", for_officer(deps, get_propose));
  router.post("/console/people/{presence}/propose/{kind}", for_officer(deps, post_propose));

  router.get("/console/proposals", for_officer(deps, get_proposals));
  router.get("/console/proposals/{id}", for_officer(deps, get_proposal));
  router.get("/console/proposals/{id}/{act}", for_officer(deps, get_commit_page));

  router.get("/console/cases", for_officer(deps, get_cases));
  router.get("/console/cases/{id}", for_officer(deps, get_case));
  router.post("/console/cases/{id}/rule", for_officer(deps, post_ruling));
  add_api_routes(router, deps);
}

}  // namespace inkan::portal::console
