#pragma once

#include <optional>
#include <string>
#include <vector>

#include "officers/deps.h"
#include "officers/officer.h"

namespace inkan::officers {

// AlarmKind is what set an alarm off; the set is closed.
enum class AlarmKind {
  kHoneyRead,     // a record was opened that nobody has a reason to open (REQ-OPR-1)
  kLimitReached,  // more reads or failed comparisons than the work of one officer explains
  kForeignProof,  // somebody else's passkey answered at a commit (REQ-SES-1)
};
std::string_view to_text(AlarmKind kind);
std::optional<AlarmKind> parse_alarm_kind(std::string_view text);

struct NewAlarm {
  AlarmKind kind = AlarmKind::kHoneyRead;
  Officer officer{};
};
// raise_alarm adds the alarm, its line in the journal and its count in the metrics to what is being committed: it
// stands exactly when the batch does, before anything is answered.
void raise_alarm(const Deps& deps, store::Batch& batch, const NewAlarm& alarm);

struct Alarm {
  std::string id{};
  Time at{};
  AlarmKind kind = AlarmKind::kHoneyRead;
  OfficerId officer{};
  std::string event_id{};
  std::optional<OfficerId> settled_by{};
};
// list_alarms gives alarms of the officer's jurisdiction, open ones first, then newest first; kForbidden without the
// right.
Task<std::vector<Alarm>> list_alarms(const Deps& deps, OnDuty duty, int limit);
// settle_alarm says that an alarm was looked into. kForbidden without the right or for an alarm about oneself,
// kConflict when it is settled or not of the jurisdiction.
Task<Done> settle_alarm(const Deps& deps, OnDuty duty, std::string alarm_id);

}  // namespace inkan::officers
