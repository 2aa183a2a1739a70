#pragma once

#include "http/router.h"
#include "portal/console/deps.h"

namespace inkan::portal::console {

// add_routes adds the officers' pages and their JSON API; `deps` and what it names outlive the router.
void add_routes(http::Router& router, const Deps& deps);

}  // namespace inkan::portal::console
