#pragma once

#include "http/router.h"
#include "oidc/deps.h"

namespace inkan::oidc {

// add_routes adds every address of the provider. `deps` outlives the router. The same router serves the mTLS port.
void add_routes(http::Router& router, Deps& deps);

}  // namespace inkan::oidc
