// SQL of the journal: events.
#include "audit/event_row.h"
#include "audit/journal.h"
#include "audit/merkle.h"
#include "audit/officer_events.h"
#include "audit/ordered_id.h"
#include "base/check.h"

namespace inkan::audit {

namespace {

Result<std::vector<RecordedEvent>> read_events(Result<store::Rows> rows) {
  if (!rows) return pass_on(rows);
  std::vector<RecordedEvent> events;
  events.reserve(rows->size());
  for (const auto& row : *rows) {
    auto kind = parse_event_kind(row.text(2));
    auto actor_kind = parse_actor_kind(row.text(3));
    if (!kind || !actor_kind)
      return fail(ErrorCode::kCorrupt, "The record could not be read.", "unknown kind in audit_events");
    RecordedEvent event;
    event.event_id = row.text(0);
    event.at = from_unix_micros(row.integer(1));
    event.kind = *kind;
    event.actor.kind = *actor_kind;
    event.actor.id = row.text(4);
    event.client_id = row.text(5);
    event.sealed = row.bytes(6);
    event.tree_index = row.maybe_integer(7);
    events.push_back(std::move(event));
  }
  return events;
}

}  // namespace

std::string Journal::record(store::Batch& batch, const Event& event) const {
  RecordedEvent row;
  row.at = clock_.now();
  row.event_id = ordered_id(row.at, random_);
  row.kind = event.kind;
  row.actor = event.actor;
  row.client_id = event.client_id;
  row.sealed = event.sealed;
  std::string leaf_hash = hash_leaf(canonical_text(row, event.person_id));
  std::vector<store::Value> values{row.event_id,
                                   unix_micros(row.at),
                                   std::string(to_text(row.kind)),
                                   event.person_id,
                                   std::string(to_text(row.actor.kind)),
                                   row.actor.id,
                                   row.client_id,
                                   store::Bytes{std::move(row.sealed)},
                                   store::Bytes{std::move(leaf_hash)}};
  batch.add(
      "INSERT INTO audit_events (event_id, at, kind, person_id, actor_kind, actor_id, client_id, sealed, leaf_hash)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      std::move(values));
  return row.event_id;
}

Task<Journal::Admission> Journal::commit_access(store::Batch batch, Event event) const {
  check(!event.person_id.empty(), "an access concerns a person");
  std::string event_id = record(batch, event);
  auto result = co_await database_.commit(std::move(batch));
  if (!result) co_return pass_on(result);
  Admission admission;
  // The ticket exists only after the row that accounts for it is durable.
  if (result->outcome) admission.ticket = AccessTicket(event.person_id, std::move(event_id));
  admission.result = std::move(*result);
  co_return admission;
}

Task<std::vector<RecordedEvent>> Journal::list_for_person(std::string person_id, std::optional<Time> before,
                                                          int limit) const {
  const int64_t until = before ? unix_micros(*before) : INT64_MAX;
  std::vector<store::Value> parameters{std::move(person_id), until, int64_t(limit)};
  auto rows = co_await database_.query(
      "SELECT event_id, at, kind, actor_kind, actor_id, client_id, sealed, tree_index FROM audit_events"
      " WHERE person_id = $1 AND at < $2 ORDER BY at DESC, event_id DESC LIMIT $3",
      std::move(parameters));
  co_return read_events(std::move(rows));
}

Task<std::vector<RecordedEvent>> list_for_officer(store::Database& database, std::string officer_id, int limit) {
  std::vector<store::Value> parameters{std::move(officer_id), int64_t(limit)};
  auto rows = co_await database.query(
      "SELECT event_id, at, kind, actor_kind, actor_id, client_id, sealed, tree_index FROM audit_events"
      " WHERE actor_kind = 'officer' AND actor_id = $1 ORDER BY at DESC, event_id DESC LIMIT $2",
      std::move(parameters));
  co_return read_events(std::move(rows));
}

}  // namespace inkan::audit
