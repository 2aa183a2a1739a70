#include "officers/alarms.h"

#include <array>
#include <utility>

#include "audit/ordered_id.h"
#include "officers/alarm_store.h"
#include "officers/officer_store.h"

namespace inkan::officers {

namespace {

constexpr std::array kKinds{std::pair(AlarmKind::kHoneyRead, std::string_view("honey_read")),
                            std::pair(AlarmKind::kLimitReached, std::string_view("limit_reached")),
                            std::pair(AlarmKind::kForeignProof, std::string_view("foreign_proof"))};

}  // namespace

std::string_view to_text(AlarmKind kind) {
  for (const auto& [one, name] : kKinds)
    if (one == kind) return name;
  return {};
}

std::optional<AlarmKind> parse_alarm_kind(std::string_view text) {
  for (const auto& [one, name] : kKinds)
    if (name == text) return one;
  return std::nullopt;
}

void raise_alarm(const Deps& deps, store::Batch& batch, const NewAlarm& alarm) {
  AlarmRow row;
  row.at = deps.clock.now();
  row.alarm_id = audit::ordered_id(row.at, deps.random);
  row.kind = std::string(to_text(alarm.kind));
  row.officer_id = alarm.officer.id.text();
  row.jurisdiction = alarm.officer.jurisdiction.text();
  // No person in the line: it says that an officer set off an alarm, not whose record is honey.
  audit::Event event;
  event.kind = audit::EventKind::kAlarmRaised;
  event.actor = audit::Actor{.kind = audit::ActorKind::kOfficer, .id = row.officer_id};
  row.event_id = deps.journal.record(batch, event);
  add_alarm_row(batch, row);
  deps.metrics.count("officer_alarm", row.kind);
  deps.log.warning("officer_alarm", {{"kind", row.kind}, {"officer", row.officer_id}});
}

Task<std::vector<Alarm>> list_alarms(const Deps& deps, OnDuty duty, int limit) {
  if (auto right = need_right(duty, Right::kSeeAlarms); !right) co_return pass_on(right);
  auto rows = co_await list_alarm_rows(deps.database, duty.officer.jurisdiction.text(), limit);
  if (!rows) co_return pass_on(rows);
  std::vector<Alarm> alarms;
  for (const AlarmRow& row : *rows) {
    const auto kind = parse_alarm_kind(row.kind);
    if (!kind) co_return fail(ErrorCode::kCorrupt, "The alarms could not be read.", "kind of officer_alarms");
    Alarm alarm;
    alarm.id = row.alarm_id;
    alarm.at = row.at;
    alarm.kind = *kind;
    alarm.officer = OfficerId(row.officer_id);
    alarm.event_id = row.event_id;
    if (!row.settled_by.empty()) alarm.settled_by = OfficerId(row.settled_by);
    alarms.push_back(std::move(alarm));
  }
  co_return alarms;
}

Task<Done> settle_alarm(const Deps& deps, OnDuty duty, std::string alarm_id) {
  if (auto right = need_right(duty, Right::kSettleAlarms); !right) co_return pass_on(right);
  store::Batch batch;
  const size_t on_duty = add_duty_check(batch, duty.officer, deps.clock.now());
  settle_alarm_row(batch, alarm_id, duty.officer, deps.clock.now());
  audit::Event event;
  event.kind = audit::EventKind::kAlarmSettled;
  event.actor = audit::Actor{.kind = audit::ActorKind::kOfficer, .id = duty.officer.id.text()};
  deps.journal.record(batch, event);
  auto stored = co_await deps.database.commit(std::move(batch));
  if (!stored) co_return pass_on(stored);
  if (stored->outcome) co_return Done{};
  if (stored->broken_expectation == on_duty)
    co_return fail(ErrorCode::kForbidden, "You no longer serve as this officer.");
  co_return fail(ErrorCode::kConflict,
                 "This alarm is settled already, is not of your jurisdiction, or is about yourself: then somebody else "
                 "settles it.");
}

}  // namespace inkan::officers
