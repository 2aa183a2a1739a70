#include "population/history.h"

#include <algorithm>

#include "audit/event_row.h"
#include "population/enrolment_keys.h"
#include "population/facts.h"
#include "population/history_store.h"
#include "population/record_patch.h"
#include "population/replay.h"
#include "population/seal_contexts.h"
#include "store/outbox.h"

namespace inkan::population {

namespace {

constexpr int kTriesMax = 3;

std::unexpected<Error> refuse(std::string text) { return fail(ErrorCode::kInvalidInput, std::move(text)); }

Result<HistoryEntry> entry_of(const StoredEntry& row) {
  const auto kind = parse_life_event_kind(row.kind);
  const auto actor = audit::parse_actor_kind(row.actor_kind);
  if (!kind || !actor) return fail(ErrorCode::kCorrupt, "The record could not be read.", "kinds of person_history");
  HistoryEntry entry;
  entry.entry = row.entry;
  entry.kind = *kind;
  entry.valid_from = row.valid_from;
  entry.recorded_at = from_unix_micros(row.recorded_at);
  entry.officer = {.kind = *actor, .id = row.actor_id};
  entry.second_officer = row.second_officer;
  entry.source_document_sha256 = row.source_document_sha256;
  entry.undoes = row.undoes;
  return entry;
}

StoredEntry row_of(const HistoryEntry& entry, std::string sealed) {
  StoredEntry row;
  row.entry = entry.entry;
  row.kind = to_text(entry.kind);
  row.valid_from = entry.valid_from;
  row.recorded_at = unix_micros(entry.recorded_at);
  row.actor_kind = audit::to_text(entry.officer.kind);
  row.actor_id = entry.officer.id;
  row.second_officer = entry.second_officer;
  row.source_document_sha256 = entry.source_document_sha256;
  row.undoes = entry.undoes;
  row.sealed = std::move(sealed);
  return row;
}

Result<Done> check_recording(const History::Recording& recording, const std::string& today, const std::string& begins) {
  if (auto good = check_registrar(recording.registrar); !good) return good;
  auto day = PartialDate::parse(recording.valid_from);
  if (!day || !day->complete()) return refuse("The day from which the change holds is YYYY-MM-DD.");
  if (recording.valid_from > today) return refuse("A change is recorded when it has happened, not for a future day.");
  if (recording.valid_from < begins)
    return refuse("The change lies before the record begins: take the first entry back, or correct it.");
  return Done{};
}

Result<Done> check_undo(const Undo& undo, const std::vector<TimelineEntry>& entries) {
  if (undo.reason.empty()) return refuse("Taking an entry back needs a reason.");
  const auto target = std::ranges::find(entries, undo.entry, [](const auto& entry) { return entry.row.entry; });
  if (target == entries.end()) return refuse("There is no entry with this number in the history.");
  if (target->is_undone) return fail(ErrorCode::kConflict, "This entry was taken back already.");
  return Done{};
}

// stored_correction is what the history keeps of a correction: the parts of the record, as of that day, that it
// changes.
Result<json::object> stored_correction(const Correction& correction, const PersonFacts& then) {
  if (correction.reason.empty()) return refuse("A correction needs a reason.");
  json::object patch = patch_between(then, correction.right);
  if (patch.empty()) return refuse("The record says so already: there is nothing to correct.");
  patch["kind"] = to_text(LifeEventKind::kCorrection);
  patch["reason"] = correction.reason;
  return patch;
}

// check_change refuses what says nothing, before it is replayed.
Result<Done> check_change(const LifeChange& change) {
  if (const auto* names = std::get_if<NameChange>(&change); names && names->names.empty())
    return refuse("A change of name needs at least one name.");
  if (const auto* marriage = std::get_if<Marriage>(&change); marriage && marriage->marital_status.empty())
    return refuse("A marriage needs the marital status it leads to.");
  if (const auto* stay = std::get_if<StayExtension>(&change); stay && stay->pass_type.empty() && !stay->pass_expires)
    return refuse("An extension of stay needs a pass type or a last day.");
  return Done{};
}

}  // namespace

Result<Done> SealedHistory::check_ticket(const audit::AccessTicket& ticket) const {
  if (ticket.person_id() != person_.id().text())
    return fail(ErrorCode::kForbidden, "This record may not be opened.", "ticket of another person");
  return Done{};
}

Result<SealedHistory::Opened> SealedHistory::open_all() const {
  auto key = person_.unwrap();
  if (!key) return pass_on(key);
  Opened opened;
  for (size_t i = 0; i < entries_.size(); ++i) {
    TimelineEntry entry{.row = entries_[i]};
    if (sealed_[i].empty()) {  // the record as it began, which never changed
      auto facts = person_.open_facts();
      if (!facts) return pass_on(facts);
      opened.first = std::move(*facts);
    } else {
      auto text = key->open(sealed_[i], entry_context(person_.id(), entries_[i].entry));
      if (!text) return pass_on(text);
      auto object = parse_json_object(*text, "history");
      if (!object) return fail(ErrorCode::kCorrupt, "The record could not be read.", "sealed text of person_history");
      entry.changed = std::move(*object);
      if (i == 0) {
        auto facts = PersonFacts::from_json(entry.changed);
        if (!facts) return pass_on(facts);
        opened.first = std::move(*facts);
      }
    }
    if (i == 0) entry.changed = opened.first.to_json();
    opened.entries.push_back(std::move(entry));
  }
  mark_undone(opened.entries);
  return opened;
}

Result<std::vector<TimelineEntry>> SealedHistory::open_timeline(const audit::AccessTicket& ticket) const {
  if (auto mine = check_ticket(ticket); !mine) return pass_on(mine);
  auto opened = open_all();
  if (!opened) return pass_on(opened);
  return std::move(opened->entries);
}

Result<std::optional<PersonAsOf>> SealedHistory::open_as_of(const AsOf& when, const audit::AccessTicket& ticket) const {
  if (auto mine = check_ticket(ticket); !mine) return pass_on(mine);
  auto opened = open_all();
  if (!opened) return pass_on(opened);
  auto& entries = opened->entries;
  if (when.known_at) std::erase_if(entries, [&](const auto& entry) { return entry.row.recorded_at > *when.known_at; });
  const std::string until = when.valid_on.value_or("9999-12-31");
  std::optional<PersonAsOf> found;
  if (entries.empty() || entries.front().row.valid_from > until) return found;
  auto record = replay(std::move(opened->first), std::move(entries), until);
  if (!record) return pass_on(record);
  found = std::move(*record);
  return found;
}

Task<std::optional<SealedHistory>> History::load(PersonId id) const {
  auto row = co_await find_history(deps_.database, id.text());
  if (!row) co_return pass_on(row);
  std::optional<SealedHistory> found;
  if (!*row) co_return found;
  SealedHistory history;
  history.revision_ = (*row)->revision;
  auto person = SealedPerson::of(std::move(id), std::move((*row)->person), deps_.master_key);
  if (!person) co_return pass_on(person);
  history.person_ = std::move(*person);
  auto& rows = (*row)->entries;
  if (rows.empty() || rows.front().entry != 1)
    co_return fail(ErrorCode::kCorrupt, "The record could not be read.", "entry 1 of person_history");
  for (auto& stored : rows) {
    auto entry = entry_of(stored);
    if (!entry) co_return pass_on(entry);
    history.entries_.push_back(std::move(*entry));
    history.sealed_.push_back(std::move(stored.sealed));
  }
  found = std::move(history);
  co_return found;
}

Result<History::Prepared> History::prepare(const SealedHistory& history, const audit::AccessTicket& ticket,
                                           const LifeChange& change, const Recording& recording) const {
  if (auto mine = history.check_ticket(ticket); !mine) return pass_on(mine);
  return prepare_unseen(history, change, recording);
}

Result<History::Prepared> History::prepare_unseen(const SealedHistory& history, const LifeChange& change,
                                                  const Recording& recording) const {
  const Time now = deps_.clock.now();
  const std::string today = iso_date(now);
  const PersonId& id = history.person_.id();
  if (auto good = check_recording(recording, today, history.entries_.front().valid_from); !good) return pass_on(good);
  if (auto good = check_change(change); !good) return pass_on(good);
  auto opened = history.open_all();
  if (!opened) return pass_on(opened);
  if (const auto* undo = std::get_if<Undo>(&change))
    if (auto good = check_undo(*undo, opened->entries); !good) return pass_on(good);

  Result<json::object> changed = to_json(change);
  if (const auto* correction = std::get_if<Correction>(&change)) {
    auto then = replay(opened->first, opened->entries, recording.valid_from);
    if (!then) return pass_on(then);
    changed = stored_correction(*correction, then->facts);
  }
  if (!changed) return pass_on(changed);
  TimelineEntry added;
  added.row.entry = history.entries_.back().entry + 1;
  added.row.kind = kind_of(change);
  added.row.valid_from = recording.valid_from;
  added.row.recorded_at = now;
  added.row.officer = recording.registrar.actor;
  added.row.second_officer = recording.registrar.second_officer;
  added.row.source_document_sha256 = recording.registrar.source_document_sha256;
  if (const auto* undo = std::get_if<Undo>(&change)) added.row.undoes = undo->entry;
  added.changed = std::move(*changed);

  std::vector<TimelineEntry> all = opened->entries;
  all.push_back(added);
  auto record = replay(opened->first, std::move(all), today);
  if (!record) return pass_on(record);
  if (auto good = check_facts(record->facts, now); !good) return pass_on(good);

  auto key = history.person_.unwrap();
  if (!key) return pass_on(key);
  Prepared prepared;
  prepared.entry = added.row.entry;
  CurrentRow current{.person_id = id.text(), .revision = history.revision_};
  current.status = to_text(record->status);
  current.sealed_facts = key->seal(to_json_text(record->facts.to_json()), facts_context(id), deps_.random);
  current.last_updated = today;
  prepared.revision_statement = update_person(prepared.batch, std::move(current));
  if (history.sealed_.front().empty()) {
    std::string first = key->seal(to_json_text(opened->first.to_json()), entry_context(id, 1), deps_.random);
    keep_first_record(prepared.batch, id.text(), std::move(first));
  }
  std::string sealed = key->seal(to_json_text(added.changed), entry_context(id, added.row.entry), deps_.random);
  add_entry(prepared.batch, id.text(), row_of(added.row, std::move(sealed)));

  // Whoever is enrolled from now on is compared with the record as it has become, and no longer with what it was.
  const auto keys = standing_keys(alike_of(record->facts), record->status, deps_.keyed_hash);
  hold_keys(prepared.batch, id, keys, deps_.keyed_hash);

  const bool status_changed = record->status != history.person_.status();
  json::object note;
  note["event"] = to_text(added.row.kind);
  note["entry"] = added.row.entry;
  if (!added.row.second_officer.empty()) note["second_officer"] = added.row.second_officer;
  if (!added.row.source_document_sha256.empty()) note["source_document_sha256"] = added.row.source_document_sha256;
  audit::Event event;
  event.kind = status_changed ? audit::EventKind::kPersonStatusChanged : audit::EventKind::kPersonChanged;
  event.person_id = id.text();
  event.actor = recording.registrar.actor;
  event.sealed = key->seal(to_json_text(note), note_context(id), deps_.random);
  deps_.journal.record(prepared.batch, event);
  store::add_outbox(prepared.batch, "person.changed", id.text(), now);
  if (status_changed) store::add_outbox(prepared.batch, "person.status", id.text(), now);
  return prepared;
}

Task<int64_t> History::record(PersonId id, audit::AccessTicket ticket, LifeChange change, Recording recording) const {
  if (ticket.person_id() != id.text())
    co_return fail(ErrorCode::kForbidden, "This record may not be opened.", "ticket of another person");
  co_return co_await record_unseen(std::move(id), std::move(change), std::move(recording));
}

Task<int64_t> History::record_unseen(PersonId id, LifeChange change, Recording recording) const {
  for (int attempt = 0; attempt < kTriesMax; ++attempt) {
    auto history = co_await load(id);
    if (!history) co_return pass_on(history);
    if (!*history) co_return fail(ErrorCode::kConflict, "There is no such person in the register.");
    auto prepared = prepare_unseen(**history, change, recording);
    if (!prepared) co_return pass_on(prepared);
    auto result = co_await deps_.database.commit(std::move(prepared->batch));
    if (!result) co_return pass_on(result);
    if (result->outcome) co_return prepared->entry;
  }
  co_return fail(ErrorCode::kConflict, "The record is being changed by others. Please look at it again.");
}

}  // namespace inkan::population
