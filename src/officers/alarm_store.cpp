#include "officers/alarm_store.h"

namespace inkan::officers {

void add_alarm_row(store::Batch& batch, const AlarmRow& row) {
  batch.add(
      "INSERT INTO officer_alarms (alarm_id, at, kind, officer_id, jurisdiction, event_id) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      {row.alarm_id, unix_micros(row.at), row.kind, row.officer_id, row.jurisdiction, row.event_id},
      store::Expect::kOne);
}

Task<std::vector<AlarmRow>> list_alarm_rows(store::Database& database, std::string jurisdiction, int limit) {
  std::vector<store::Value> parameters{std::move(jurisdiction), int64_t{limit}};
  auto rows = co_await database.query(
      "SELECT alarm_id, at, kind, officer_id, jurisdiction, event_id, settled_by FROM officer_alarms "
      "WHERE $1 = 'all' OR jurisdiction = $1 "
      "ORDER BY CASE WHEN settled_by IS NULL THEN 0 ELSE 1 END, at DESC LIMIT $2",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<AlarmRow> alarms;
  for (const store::Row& row : *rows) {
    AlarmRow alarm;
    alarm.alarm_id = row.text(0);
    alarm.at = from_unix_micros(row.integer(1));
    alarm.kind = row.text(2);
    alarm.officer_id = row.text(3);
    alarm.jurisdiction = row.text(4);
    alarm.event_id = row.text(5);
    alarm.settled_by = row.maybe_text(6).value_or("");
    alarms.push_back(std::move(alarm));
  }
  co_return alarms;
}

size_t settle_alarm_row(store::Batch& batch, const std::string& alarm_id, const Officer& by, Time now) {
  return batch.add(
      "UPDATE officer_alarms SET settled_by = $2, settled_at = $3 WHERE alarm_id = $1 AND settled_by IS NULL "
      "AND officer_id <> $2 AND ($4 = 'all' OR jurisdiction = $4)",
      {alarm_id, by.id.text(), unix_micros(now), by.jurisdiction.text()}, store::Expect::kOne);
}

}  // namespace inkan::officers
