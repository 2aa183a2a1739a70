#pragma once

#include "base/clock.h"
#include "store/database.h"

namespace inkan::oidc {

// remove_expired adds the deletion of expired rows in one sixteenth of the tables, another one each second, so that no
// run is long however many rows there are; called every half minute it gets round in a quarter of an hour or so. What
// is expired is refused on reading, whether it was removed or not.
void remove_expired(store::Batch& batch, Time now);

}  // namespace inkan::oidc
