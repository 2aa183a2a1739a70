#include "guard/lockout_store.h"

#include "guard/lockout.h"

namespace inkan::guard {
namespace {

using store::Bytes;

// Every right-hand side sees the row as it was before this attempt. A refused attempt changes nothing but `allowed`:
// impatience makes nobody wait longer.
#define INKAN_COUNT_ON_CONFLICT                                                                                      \
  "ON CONFLICT (subject_hash, source, kind, scope) DO UPDATE SET "                                                   \
  "attempts = CASE WHEN guard_attempts.window_ends_at <= $5 THEN 1 "                                                 \
  "WHEN guard_attempts.allowed_from > $5 THEN guard_attempts.attempts ELSE guard_attempts.attempts + 1 END, "        \
  "delay = CASE WHEN guard_attempts.window_ends_at <= $5 THEN 0 "                                                    \
  "WHEN guard_attempts.allowed_from > $5 THEN guard_attempts.delay "                                                 \
  "WHEN guard_attempts.attempts + 1 < $6 THEN 0 WHEN guard_attempts.delay = 0 THEN $7 "                              \
  "WHEN guard_attempts.delay * 2 > $8 THEN $8 ELSE guard_attempts.delay * 2 END, "                                   \
  "allowed = CASE WHEN guard_attempts.window_ends_at <= $5 OR guard_attempts.allowed_from <= $5 THEN 1 ELSE 0 END, " \
  "allowed_from = CASE WHEN guard_attempts.window_ends_at <= $5 THEN $5 "                                            \
  "WHEN guard_attempts.allowed_from > $5 THEN guard_attempts.allowed_from "                                          \
  "WHEN guard_attempts.attempts + 1 < $6 THEN $5 WHEN guard_attempts.delay = 0 THEN $5 + $7 "                        \
  "WHEN guard_attempts.delay * 2 > $8 THEN $5 + $8 ELSE $5 + guard_attempts.delay * 2 END, "                         \
  "window_ends_at = CASE WHEN guard_attempts.window_ends_at <= $5 THEN $5 + $9 "                                     \
  "ELSE guard_attempts.window_ends_at END "                                                                          \
  "RETURNING allowed, allowed_from"

constexpr const char* kCount =
    "INSERT INTO guard_attempts "
    "(subject_hash, source, kind, scope, attempts, delay, allowed, allowed_from, window_ends_at) "
    "VALUES ($1, $2, $3, $4, 1, 0, 1, $5, $5 + $9) " INKAN_COUNT_ON_CONFLICT;
constexpr const char* kCountOnlyIf =
    "INSERT INTO guard_attempts "
    "(subject_hash, source, kind, scope, attempts, delay, allowed, allowed_from, window_ends_at) "
    "SELECT $1, $2, $3, $4, 1, 0, 1, $5, $5 + $9 FROM guard_attempts AS first "
    "WHERE first.subject_hash = $10 AND first.source = $11 AND first.kind = $3 AND first.scope = $12 "
    "AND first.allowed = 1 " INKAN_COUNT_ON_CONFLICT;
#undef INKAN_COUNT_ON_CONFLICT

}  // namespace

size_t add_count(store::Batch& batch, const Bucket& bucket, const Allowance& allowance, Time now,
                 const Bucket* only_if) {
  std::vector<store::Value> parameters{Bytes{bucket.subject_hash},
                                       Bytes{bucket.source},
                                       bucket.kind,
                                       std::string(bucket.scope),
                                       unix_micros(now),
                                       allowance.free_attempts,
                                       allowance.first_delay.count(),
                                       allowance.delay_max.count(),
                                       allowance.window.count()};
  if (only_if == nullptr) return batch.add(kCount, std::move(parameters));
  parameters.emplace_back(Bytes{only_if->subject_hash});
  parameters.emplace_back(Bytes{only_if->source});
  parameters.emplace_back(std::string(only_if->scope));
  return batch.add(kCountOnlyIf, std::move(parameters));
}

void add_forget(store::Batch& batch, const Bucket& bucket) {
  batch.add("DELETE FROM guard_attempts WHERE subject_hash = $1 AND source = $2 AND kind = $3 AND scope = $4",
            {Bytes{bucket.subject_hash}, Bytes{bucket.source}, bucket.kind, std::string(bucket.scope)});
}

void add_uncount(store::Batch& batch, const Bucket& bucket, const Allowance& allowance) {
  batch.add(
      "UPDATE guard_attempts SET attempts = attempts - 1, "
      "delay = CASE WHEN attempts - 1 < $5 THEN 0 ELSE delay END, "
      "allowed_from = CASE WHEN attempts - 1 < $5 THEN 0 ELSE allowed_from END "
      "WHERE subject_hash = $1 AND source = $2 AND kind = $3 AND scope = $4 AND attempts > 0",
      {Bytes{bucket.subject_hash}, Bytes{bucket.source}, bucket.kind, std::string(bucket.scope),
       allowance.free_attempts});
}

void remove_expired_attempts(store::Batch& batch, Time now) {
  batch.add(
      "DELETE FROM guard_attempts WHERE (subject_hash, source, kind, scope) IN "
      "(SELECT subject_hash, source, kind, scope FROM guard_attempts WHERE window_ends_at <= $1 "
      "ORDER BY window_ends_at LIMIT 5000)",
      {unix_micros(now)});
}

}  // namespace inkan::guard
