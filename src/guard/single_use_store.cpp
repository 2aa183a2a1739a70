#include "guard/single_use.h"

namespace inkan::guard {

size_t add_single_use(store::Batch& batch, std::string_view kind, std::string_view key_hash, Time expires_at) {
  return batch.add(
      "INSERT INTO single_use (key_hash, kind, expires_at) VALUES ($1, $2, $3) ON CONFLICT (key_hash, kind) DO NOTHING",
      {store::Bytes{std::string(key_hash)}, std::string(kind), unix_micros(expires_at)}, store::Expect::kOne);
}

namespace {
// Nodes share the rows but not the clock: one that is ahead must not remove what another would still accept.
constexpr Duration kClocksApartMax = std::chrono::minutes(1);
}  // namespace

void remove_expired_single_use(store::Batch& batch, Time now) {
  // In portions, so that no sign-in waits behind a long clean-up.
  batch.add(
      "DELETE FROM single_use WHERE (key_hash, kind) IN "
      "(SELECT key_hash, kind FROM single_use WHERE expires_at <= $1 ORDER BY expires_at LIMIT 5000)",
      {unix_micros(now - kClocksApartMax)});
}

}  // namespace inkan::guard
