#pragma once

#include "exchange/deps.h"
#include "http/router.h"

namespace inkan::exchange {

// add_routes adds GET and POST /consent; `deps` outlives the router.
void add_routes(http::Router& router, const Deps& deps);

// remove_expired is housekeeping: what is expired is refused on reading anyway.
void remove_expired(store::Batch& batch, Time now);

}  // namespace inkan::exchange
