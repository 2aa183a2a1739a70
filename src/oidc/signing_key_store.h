#pragma once

#include <optional>
#include <string>

#include "store/database.h"

namespace inkan::oidc {

struct StoredRing {
  int64_t version = 0;
  std::string wrapped_key{};
  std::string sealed_ring{};
};
Task<std::optional<StoredRing>> find_ring(store::Database& database);
// add_ring stores the first ring, replace_ring the next one over exactly this version; both Expect::kOne.
void add_ring(store::Batch& batch, const StoredRing& ring, Time now);
void replace_ring(store::Batch& batch, const StoredRing& ring, int64_t old_version, Time now);

}  // namespace inkan::oidc
