#pragma once

#include "base/clock.h"
#include "store/database.h"

namespace inkan::accounts {

// remove_expired adds the deletions of everything whose time is over, in all tables of this folder. A job of app runs
// it; nothing depends on when, because expiry is decided on reading.
void remove_expired(store::Batch& batch, Time now);

}  // namespace inkan::accounts
