#include "oidc/housekeeping.h"

#include "oidc/oidc_store.h"

namespace inkan::oidc {

store::Batch Housekeeping::batch(Time now) {
  store::Batch batch;
  remove_expired(batch, now, next_.fetch_add(1) % kSlices, kSlices);
  return batch;
}

}  // namespace inkan::oidc
