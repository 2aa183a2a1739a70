#pragma once

#include <string_view>

#include "base/clock.h"
#include "store/database.h"

namespace inkan::guard {

// SingleUse remembers what was used once: assertion jti, DPoP jti, WebAuthn challenge, TOTP step, activation code.
// add_single_use adds an insert with Expect::kOne: the batch fails with this index when `key_hash` of this kind was
// used before. Rows are kept until expires_at and then removed by housekeeping (remove_expired_single_use); callers
// have already refused what is expired, so a late clean-up never re-admits anything.
size_t add_single_use(store::Batch& batch, std::string_view kind, std::string_view key_hash, Time expires_at);
// remove_expired_single_use looks at one of 64 slices of the table, another each second.
void remove_expired_single_use(store::Batch& batch, Time now);

}  // namespace inkan::guard
