#include "population/register.h"

#include "audit/event_row.h"
#include "audit/ordered_id.h"
#include "population/facts.h"
#include "population/history.h"
#include "population/history_store.h"
#include "population/register_store.h"
#include "population/seal_contexts.h"
#include "store/outbox.h"

namespace inkan::population {

namespace {

constexpr int kDrawsMax = 8;

// first_entry says how the record began. What it says stands in persons until a second entry comes.
StoredEntry first_entry(Beginning beginning, const Registrar& registrar, Time now) {
  StoredEntry first;
  first.entry = 1;
  first.kind = to_text(beginning.event);
  first.valid_from = beginning.valid_from.empty() ? iso_date(now) : std::move(beginning.valid_from);
  first.recorded_at = unix_micros(now);
  first.actor_kind = audit::to_text(registrar.actor.kind);
  first.actor_id = registrar.actor.id;
  first.second_officer = registrar.second_officer;
  first.source_document_sha256 = registrar.source_document_sha256;
  return first;
}

json::object note_of(const Registrar& registrar) {
  json::object note;
  if (!registrar.second_officer.empty()) note["second_officer"] = registrar.second_officer;
  if (!registrar.source_document_sha256.empty()) note["source_document_sha256"] = registrar.source_document_sha256;
  return note;
}

}  // namespace

Result<Register::Registration> Register::prepare_registration(const PersonFacts& facts, const Registrar& registrar,
                                                              Random& random, Beginning beginning) const {
  const Time now = deps_.clock.now();
  if (auto good = check_facts(facts, now); !good) return pass_on(good);
  if (auto good = check_registrar(registrar); !good) return pass_on(good);
  if (auto good = check_beginning(beginning, now); !good) return pass_on(good);
  Registration registration{PersonId(audit::ordered_id(now, deps_.random)), PersonalNumber::draw(random)};
  const PersonId& id = registration.id;
  const auto key = crypto::DataKey::generate(deps_.random);

  NewPerson row;
  row.person_id = id.text();
  row.wrapped_key = deps_.master_key.wrap(key, key_context(id));
  row.sealed_number = key.seal(registration.number.digits(), number_context(id), deps_.random);
  row.sealed_facts = key.seal(to_json_text(facts.to_json()), facts_context(id), deps_.random);
  row.number_hash = number_hash(deps_.keyed_hash, registration.number);
  row.last_updated = iso_date(now);
  row.registered_at = now;
  registration.number_statement = add_person(registration.batch, std::move(row));
  add_entry(registration.batch, id.text(), first_entry(std::move(beginning), registrar, now));

  audit::Event event;
  event.kind = audit::EventKind::kPersonRegistered;
  event.person_id = id.text();
  event.actor = registrar.actor;
  if (const auto note = note_of(registrar); !note.empty())
    event.sealed = key.seal(to_json_text(note), note_context(id), deps_.random);
  deps_.journal.record(registration.batch, event);
  store::add_outbox(registration.batch, "person.changed", id.text(), now);
  return registration;
}

Task<Register::Registration> Register::register_person(PersonFacts facts, Registrar registrar,
                                                       Beginning beginning) const {
  for (int draw = 0; draw < kDrawsMax; ++draw) {
    auto registration = prepare_registration(facts, registrar, deps_.random, beginning);
    if (!registration) co_return pass_on(registration);
    store::Batch batch = registration->batch;
    auto result = co_await deps_.database.commit(std::move(batch));
    if (!result) co_return pass_on(result);
    if (result->outcome) co_return std::move(*registration);
    if (result->broken_expectation != registration->number_statement) break;
  }
  co_return fail(ErrorCode::kConflict, "No free number was found. Please try again.");
}

Task<Register::Registration> Register::register_person(PersonFacts facts, Registrar registrar) const {
  return register_person(std::move(facts), std::move(registrar), Beginning());
}

Task<std::optional<SealedPerson>> Register::find(PersonId id) const {
  auto row = co_await find_person(deps_.database, id.text());
  if (!row) co_return pass_on(row);
  std::optional<SealedPerson> found;
  if (!*row) co_return found;
  auto person = SealedPerson::of(std::move(id), std::move(**row), deps_.master_key);
  if (!person) co_return pass_on(person);
  found = std::move(*person);
  co_return found;
}

Task<std::optional<PersonId>> Register::find_by_number(PersonalNumber number) const {
  auto found = co_await find_current_number(deps_.database, number_hash(deps_.keyed_hash, number));
  if (!found) co_return pass_on(found);
  std::optional<PersonId> id;
  if (*found) id = PersonId(std::move(**found));
  co_return id;
}

Task<int64_t> Register::count() const { return count_persons(deps_.database); }

Task<Done> Register::record_status(PersonId id, PersonStatus status, Registrar registrar) const {
  LifeChange change = Departure{};
  if (status == PersonStatus::kDeceased) change = Death{};
  if (status == PersonStatus::kAlive) change = Return{};
  if (status == PersonStatus::kAnnulled)
    co_return fail(ErrorCode::kInvalidInput, "A registration is annulled by taking back its first entry.");
  History::Recording recording{.registrar = std::move(registrar), .valid_from = iso_date(deps_.clock.now())};
  auto entry = co_await History(deps_).record_unseen(std::move(id), std::move(change), std::move(recording));
  if (!entry) co_return pass_on(entry);
  co_return Done{};
}

Result<Done> check_registrar(const Registrar& registrar) {
  const std::string& hash = registrar.source_document_sha256;
  const bool is_hash = hash.size() == 64 && hash.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!hash.empty() && !is_hash)
    return fail(ErrorCode::kInvalidInput, "The hash of the source document is SHA-256 in 64 lower-case hex digits.");
  if (!registrar.second_officer.empty() && registrar.second_officer == registrar.actor.id)
    return fail(ErrorCode::kForbidden, "The second officer has to be another than the first.");
  return Done{};
}

Result<Done> check_beginning(const Beginning& beginning, Time now) {
  const LifeEventKind event = beginning.event;
  if (event != LifeEventKind::kBirth && event != LifeEventKind::kArrival && event != LifeEventKind::kRegistration)
    return fail(ErrorCode::kInvalidInput, "A record begins by birth, arrival or registration.");
  if (beginning.valid_from.empty()) return Done{};
  auto day = PartialDate::parse(beginning.valid_from);
  if (!day || !day->complete() || beginning.valid_from > iso_date(now))
    return fail(ErrorCode::kInvalidInput, "The day of the event is YYYY-MM-DD, today or earlier.");
  return Done{};
}

size_t Register::expect_alive(store::Batch& batch, const PersonId& id) { return add_alive_check(batch, id.text()); }

}  // namespace inkan::population
