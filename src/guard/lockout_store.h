#pragma once

#include <string>

#include "base/clock.h"
#include "store/database.h"

namespace inkan::guard {

// Bucket is one count: an empty subject or source means "any".
struct Bucket {
  std::string_view scope{};
  std::string subject_hash{};
  std::string source{};
  std::string kind{};
};

// Allowance says how many attempts a bucket gives before it makes people wait, and how the wait doubles.
struct Allowance {
  int64_t free_attempts = 0;
  Duration first_delay{};
  Duration delay_max{};
  Duration window{};  // after which the bucket starts over
};

// add_count adds the statement that decides about one attempt and, when it is allowed, counts it. It returns the row
// (allowed 0 or 1, allowed_from in microseconds). With `only_if`, it does nothing and returns no row when the latest
// attempt of that bucket was not allowed.
size_t add_count(store::Batch& batch, const Bucket& bucket, const Allowance& allowance, Time now,
                 const Bucket* only_if = nullptr);
// add_forget removes a bucket; add_uncount takes one attempt back, which keeps those of other people in the bucket.
void add_forget(store::Batch& batch, const Bucket& bucket);
void add_uncount(store::Batch& batch, const Bucket& bucket, const Allowance& allowance);

}  // namespace inkan::guard
