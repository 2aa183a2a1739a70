#include "exchange/routes.h"

#include "exchange/consent_store.h"
#include "exchange/endpoints/consent.h"

namespace inkan::exchange {

void add_routes(http::Router& router, const Deps& deps) {
  router.get("/consent", [&deps](const http::Request& request) { return consent_page(deps, request); });
  router.post("/consent", [&deps](const http::Request& request) { return consent_answer(deps, request); });
}

void remove_expired(store::Batch& batch, Time now) { remove_expired_questions(batch, now); }

}  // namespace inkan::exchange
