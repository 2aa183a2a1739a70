#include "oidc/housekeeping.h"

#include "oidc/oidc_store.h"

namespace inkan::oidc {

void remove_expired(store::Batch& batch, Time now) {
  constexpr int kSlices = 16;
  // Fibonacci hashing of the second: callers with any regular interval still meet every slice.
  uint64_t mixed = static_cast<uint64_t>(unix_seconds(now)) * 0x9e3779b97f4a7c15ULL;
  remove_expired_slice(batch, now, static_cast<int>(mixed >> 60), kSlices);
}

}  // namespace inkan::oidc
