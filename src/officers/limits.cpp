#include "officers/limits.h"

#include "officers/alarms.h"
#include "officers/limit_store.h"

namespace inkan::officers {

namespace {

Counter hour_counter(const Deps& deps, const OfficerId& officer, std::string kind, int64_t most) {
  return Counter{officer, std::move(kind), std::chrono::floor<std::chrono::hours>(deps.clock.now()), most};
}
Counter failures_of(const Deps& deps, const OfficerId& officer) {
  return hour_counter(deps, officer, "failed_hour", deps.settings.failures_per_hour);
}

}  // namespace

ReadCounts count_read(const Deps& deps, store::Batch& batch, const OfficerId& officer) {
  ReadCounts counts;
  counts.hour = add_use(batch, hour_counter(deps, officer, "read_hour", deps.settings.reads_per_hour));
  const Counter day{officer, "read_day", std::chrono::floor<std::chrono::days>(deps.clock.now()),
                    deps.settings.reads_per_day};
  counts.day = add_use(batch, day);
  return counts;
}

size_t count_failure(const Deps& deps, store::Batch& batch, const OfficerId& officer) {
  return add_use(batch, failures_of(deps, officer));
}

void forget_failure(const Deps& deps, store::Batch& batch, const OfficerId& officer) {
  take_back_use(batch, failures_of(deps, officer));
}

Task<Error> refuse_for_limit(const Deps& deps, Officer officer) {
  store::Batch batch;
  raise_alarm(deps, batch, NewAlarm{.kind = AlarmKind::kLimitReached, .officer = std::move(officer)});
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  Error error;
  error.code = ErrorCode::kTooMany;
  error.public_text = "You have reached the limit of this hour or day. Your supervisors have been told.";
  co_return error;
}

}  // namespace inkan::officers
