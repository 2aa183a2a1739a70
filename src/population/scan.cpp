#include "population/scan.h"

#include "population/history_store.h"

namespace inkan::population {

namespace {

constexpr const char* kTopic = "person.changed";

}  // namespace

Task<std::optional<ScanTicket>> Scan::begin(ScanPurpose purpose) const {
  if (purpose.actor.id.empty() || purpose.purpose.empty())
    co_return fail(ErrorCode::kInvalidInput, "Reading the whole register needs a name and a purpose.");
  json::object note;
  note["purpose"] = purpose.purpose;
  audit::Event event;
  event.kind = audit::EventKind::kRegisterScanned;
  event.actor = std::move(purpose.actor);
  event.sealed = to_json_text(note);  // concerns no person, and so no person's key
  // The position is read before the first page: a change in between is read twice, never missed.
  auto position = co_await last_outbox_position(deps_.database, kTopic);
  if (!position) co_return pass_on(position);
  store::Batch batch;
  std::string event_id = deps_.journal.record(batch, event);
  auto stored = co_await deps_.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  std::optional<ScanTicket> ticket(ScanTicket(std::move(event_id), *position));
  co_return ticket;
}

Result<Scanned> Scan::open(StoredScan row) const {
  auto person = SealedPerson::of(PersonId(std::move(row.person_id)), std::move(row.person), deps_.master_key);
  if (!person) return pass_on(person);
  auto facts = person->open_facts();
  if (!facts) return pass_on(facts);
  return Scanned{person->id(), person->status(), stated_of(*facts)};
}

Task<std::vector<Scanned>> Scan::read_page(ScanTicket, PersonId after, int limit) const {
  auto rows = co_await list_persons_after(deps_.database, after.text(), limit);
  if (!rows) co_return pass_on(rows);
  std::vector<Scanned> people;
  people.reserve(rows->size());
  for (auto& row : *rows) {
    auto scanned = open(std::move(row));
    if (!scanned) co_return pass_on(scanned);
    people.push_back(std::move(*scanned));
  }
  co_return people;
}

Task<std::vector<Scan::Change>> Scan::list_changes(int64_t after_position, int limit) const {
  auto rows = co_await list_news(deps_.database, kTopic, after_position, limit);
  if (!rows) co_return pass_on(rows);
  std::vector<Change> changes;
  for (auto& row : *rows) changes.push_back({row.position, PersonId(std::move(row.subject))});
  co_return changes;
}

Task<std::vector<Scanned>> Scan::read(ScanTicket, std::vector<PersonId> ids) const {
  std::vector<Scanned> people;
  for (const auto& id : ids) {
    auto row = co_await find_scanned(deps_.database, id.text());
    if (!row) co_return pass_on(row);
    if (!*row) continue;
    auto scanned = open(std::move(**row));
    if (!scanned) co_return pass_on(scanned);
    people.push_back(std::move(*scanned));
  }
  co_return people;
}

}  // namespace inkan::population
