#pragma once

#include "http/router.h"
#include "portal/deps.h"

namespace inkan::portal {

// add_routes adds the pages of residents; `deps` and what it names outlive the router.
void add_routes(http::Router& router, const Deps& deps);

}  // namespace inkan::portal
