#include "officers/limit_store.h"

namespace inkan::officers {

size_t add_use(store::Batch& batch, const Counter& counter) {
  return batch.add(
      "INSERT INTO officer_usage (officer_id, kind, window_at, used) VALUES ($1, $2, $3, 1) "
      "ON CONFLICT (officer_id, kind, window_at) DO UPDATE SET used = officer_usage.used + 1 "
      "WHERE officer_usage.used < $4",
      {counter.officer.text(), counter.kind, unix_micros(counter.window), counter.most}, store::Expect::kOne);
}

void take_back_use(store::Batch& batch, const Counter& counter) {
  batch.add(
      "UPDATE officer_usage SET used = used - 1 WHERE officer_id = $1 AND kind = $2 AND window_at = $3 AND used > 0",
      {counter.officer.text(), counter.kind, unix_micros(counter.window)});
}

}  // namespace inkan::officers
