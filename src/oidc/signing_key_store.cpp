#include "oidc/signing_key_store.h"

namespace inkan::oidc {

using store::Bytes;
using store::Expect;

Task<std::optional<StoredRing>> find_ring(store::Database& database) {
  std::vector<store::Value> none;
  auto row = co_await database.query_one(
      "SELECT version, wrapped_key, sealed_ring FROM oidc_signing_keys WHERE ring_id = 1", std::move(none));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  StoredRing ring{.version = (*row)->integer(0), .wrapped_key = (*row)->bytes(1), .sealed_ring = (*row)->bytes(2)};
  co_return std::optional<StoredRing>(std::move(ring));
}

void add_ring(store::Batch& batch, const StoredRing& ring, Time now) {
  batch.add(
      "INSERT INTO oidc_signing_keys (ring_id, version, wrapped_key, sealed_ring, changed_at) VALUES (1, $1, $2, $3, "
      "$4) "
      "ON CONFLICT (ring_id) DO NOTHING",
      {ring.version, Bytes{ring.wrapped_key}, Bytes{ring.sealed_ring}, unix_micros(now)}, Expect::kOne);
}

void replace_ring(store::Batch& batch, const StoredRing& ring, int64_t old_version, Time now) {
  batch.add(
      "UPDATE oidc_signing_keys SET version = $1, wrapped_key = $2, sealed_ring = $3, changed_at = $4 "
      "WHERE ring_id = 1 AND version = $5",
      {ring.version, Bytes{ring.wrapped_key}, Bytes{ring.sealed_ring}, unix_micros(now), old_version}, Expect::kOne);
}

}  // namespace inkan::oidc
