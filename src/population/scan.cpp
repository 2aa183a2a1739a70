#include "population/scan.h"

#include "population/history_store.h"
#include "population/seal_contexts.h"

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
  return Scanned{person->id(), person->status(), stated_of(*facts), facts->household};
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

Result<Scan::Exported> Scan::open_export(StoredExport row, bool with_number) const {
  auto person = SealedPerson::of(PersonId(std::move(row.scan.person_id)), std::move(row.scan.person), deps_.master_key);
  if (!person) return pass_on(person);
  auto facts = person->open_facts();
  if (!facts) return pass_on(facts);
  const auto began = parse_life_event_kind(row.began);
  if (!began) return fail(ErrorCode::kCorrupt, "The record could not be read.", "kind of person_history");
  Exported exported{person->id(), person->status(), *began, std::move(row.valid_from), std::move(*facts)};
  if (!with_number) return exported;
  auto key = person->unwrap();
  if (!key) return pass_on(key);
  auto digits = key->open(person->sealed_number_, number_context(person->id()));
  if (!digits) return pass_on(digits);
  auto number = PersonalNumber::parse(*digits);
  if (!number) return fail(ErrorCode::kCorrupt, "The record could not be read.", "sealed number of persons");
  exported.number = std::move(*number);
  return exported;
}

Task<std::vector<Scan::Exported>> Scan::read_exports(ScanTicket, PersonId after, int limit,
                                                     std::optional<NumberRight> right) const {
  if (right && right->use() != NumberUse::kExport)
    co_return fail(ErrorCode::kForbidden, "This legal basis does not allow numbers in a file.");
  auto rows = co_await list_exports_after(deps_.database, after.text(), limit);
  if (!rows) co_return pass_on(rows);
  std::vector<Exported> people;
  people.reserve(rows->size());
  for (auto& row : *rows) {
    auto exported = open_export(std::move(row), right.has_value());
    if (!exported) co_return pass_on(exported);
    people.push_back(std::move(*exported));
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
