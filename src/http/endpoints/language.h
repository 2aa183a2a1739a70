#pragma once

#include "http/pages.h"
#include "http/router.h"

namespace inkan::http {

// add_language_route adds GET /language?tag=ja&to=/path: sets the cookie __Host-lang for a year and leads back to `to`,
// which must be a local path. An unknown language or a foreign `to` is refused with 400. `pages` outlives the router.
void add_language_route(Router& router, const Pages& pages);

}  // namespace inkan::http
