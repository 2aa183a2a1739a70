#include "guard/lockout.h"

#include "base/check.h"
#include "guard/lockout_store.h"

namespace inkan::guard {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// The owner at a browser that holds their device cookie. No other bucket is asked, so nothing a stranger does, not
// even from the owner's own network, makes the owner wait.
constexpr Allowance kKnownDevice{
    .free_attempts = 20, .first_delay = seconds(30), .delay_max = minutes(15), .window = hours(24)};
// One network guessing at one account.
constexpr Allowance kNetwork{
    .free_attempts = 5, .first_delay = seconds(30), .delay_max = hours(1), .window = hours(24)};
// All unknown devices together guessing at one account: a guess spread over many networks. Together with the delays
// it stays near the 100 guesses of NIST SP 800-63B-4 §3.2.2.
constexpr Allowance kStrangers{
    .free_attempts = 50, .first_delay = minutes(1), .delay_max = minutes(30), .window = hours(24)};
// One network guessing at many accounts; successes are taken back, so a busy office does not reach it.
constexpr Allowance kSource{
    .free_attempts = 300, .first_delay = seconds(10), .delay_max = minutes(5), .window = minutes(10)};
// One network beginning sign-ins that it may never finish: no more than some ten thousand rows of it live at a time.
constexpr Allowance kOpenings{
    .free_attempts = 6000, .first_delay = seconds(10), .delay_max = minutes(5), .window = minutes(10)};

Bucket known_device_of(const Attempt& a) {
  return Bucket{.scope = "known_device", .subject_hash = a.subject_hash, .kind = a.kind};
}
Bucket network_of(const Attempt& a) {
  return Bucket{.scope = "network", .subject_hash = a.subject_hash, .source = a.source, .kind = a.kind};
}
Bucket strangers_of(const Attempt& a) {
  return Bucket{.scope = "strangers", .subject_hash = a.subject_hash, .kind = a.kind};
}
Bucket source_of(const Attempt& a) { return Bucket{.scope = "source", .source = a.source, .kind = a.kind}; }

// Each bucket is asked only when the one before allowed the attempt: who is held at the door of their own network
// cannot use up what others have. Always in this order, so that two attempts never wait for each other in a ring.
store::Batch count(const Attempt& attempt, Time now) {
  store::Batch batch;
  if (attempt.known_device) {
    add_count(batch, known_device_of(attempt), kKnownDevice, now);
    return batch;
  }
  const Bucket source = source_of(attempt), network = network_of(attempt);
  add_count(batch, source, kSource, now);
  add_count(batch, network, kNetwork, now, &source);
  add_count(batch, strangers_of(attempt), kStrangers, now, &network);
  return batch;
}

}  // namespace

Task<Verdict> begin_attempt(store::Database& database, Attempt attempt, Time now) {
  store::Batch batch = count(attempt, now);
  const size_t buckets = batch.size();
  Result<store::Outcome> outcome = co_await database.commit_all(std::move(batch));
  if (!outcome) co_return pass_on(outcome);
  check(outcome->rows.size() == buckets && !outcome->rows.front().empty(), "each bucket answers");
  Verdict verdict{.allowed = true};
  for (const store::Rows& rows : outcome->rows) {
    const bool allowed = !rows.empty() && rows.front().integer(0) == 1;
    if (allowed) continue;
    verdict.allowed = false;
    if (!rows.empty())
      verdict.retry_after = std::max(verdict.retry_after, from_unix_micros(rows.front().integer(1)) - now);
  }
  co_return verdict;
}

Task<Verdict> begin_opening(store::Database& database, std::string source, Time now) {
  store::Batch batch;
  add_count(batch, Bucket{.scope = "source", .source = std::move(source), .kind = "opening"}, kOpenings, now);
  Result<store::Outcome> outcome = co_await database.commit_all(std::move(batch));
  if (!outcome) co_return pass_on(outcome);
  const store::Row& row = outcome->rows.front().front();
  Verdict verdict{.allowed = row.integer(0) == 1};
  if (!verdict.allowed) verdict.retry_after = from_unix_micros(row.integer(1)) - now;
  co_return verdict;
}

Task<Done> clear_attempts(store::Database& database, Attempt attempt) {
  store::Batch batch;
  if (attempt.known_device) {
    add_forget(batch, known_device_of(attempt));
  } else {
    add_uncount(batch, source_of(attempt), kSource);
    add_forget(batch, network_of(attempt));
    add_uncount(batch, strangers_of(attempt), kStrangers);
  }
  Result<store::Outcome> outcome = co_await database.commit_all(std::move(batch));
  if (!outcome) co_return pass_on(outcome);
  co_return Done{};
}

}  // namespace inkan::guard
