#pragma once

#include <string>
#include <vector>

#include "officers/alarms.h"

// SQL of alarms. Only alarms.cpp calls it.
namespace inkan::officers {

struct AlarmRow {
  std::string alarm_id{};
  Time at{};
  std::string kind{};
  std::string officer_id{};
  std::string jurisdiction{};
  std::string event_id{};
  std::string settled_by{};
};
void add_alarm_row(store::Batch& batch, const AlarmRow& row);
// list_alarm_rows: of the jurisdiction, or of every one for "all".
Task<std::vector<AlarmRow>> list_alarm_rows(store::Database& database, std::string jurisdiction, int limit);
// settle_alarm_row's Expect::kOne breaks when it is settled, of another jurisdiction, or about this officer.
size_t settle_alarm_row(store::Batch& batch, const std::string& alarm_id, const Officer& by, Time now);

}  // namespace inkan::officers
