#pragma once

#include "accounts/deps.h"
#include "http/router.h"

namespace inkan::accounts {

// add_routes adds all pages and endpoints of this folder; `deps` must outlive the router.
void add_routes(http::Router& router, const Deps& deps);

}  // namespace inkan::accounts
