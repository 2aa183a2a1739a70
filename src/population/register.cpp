#include "population/register.h"

#include "audit/ordered_id.h"
#include "population/facts.h"
#include "population/register_store.h"
#include "population/seal_contexts.h"
#include "store/outbox.h"

namespace inkan::population {

namespace {

constexpr int kDrawsMax = 8;

}  // namespace

Result<Register::Registration> Register::prepare_registration(const PersonFacts& facts, const Registrar& registrar,
                                                              Random& random) const {
  const Time now = deps_.clock.now();
  if (auto good = check_facts(facts, now); !good) return pass_on(good);
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

  audit::Event event;
  event.kind = audit::EventKind::kPersonRegistered;
  event.person_id = id.text();
  event.actor = registrar.actor;
  if (!registrar.source_document_sha256.empty()) {
    json::object note;
    note["source_document_sha256"] = registrar.source_document_sha256;
    event.sealed = key.seal(to_json_text(note), note_context(id), deps_.random);
  }
  deps_.journal.record(registration.batch, event);
  return registration;
}

Task<Register::Registration> Register::register_person(PersonFacts facts, Registrar registrar) const {
  for (int draw = 0; draw < kDrawsMax; ++draw) {
    auto registration = prepare_registration(facts, registrar, deps_.random);
    if (!registration) co_return pass_on(registration);
    store::Batch batch = registration->batch;
    auto result = co_await deps_.database.commit(std::move(batch));
    if (!result) co_return pass_on(result);
    if (result->outcome) co_return std::move(*registration);
    if (result->broken_expectation != registration->number_statement) break;
  }
  co_return fail(ErrorCode::kConflict, "No free number was found. Please try again.");
}

Task<std::optional<SealedPerson>> Register::find(PersonId id) const {
  auto row = co_await find_person(deps_.database, id.text());
  if (!row) co_return pass_on(row);
  std::optional<SealedPerson> found;
  if (!*row) co_return found;
  const auto status = parse_person_status((*row)->status);
  if (!status) co_return fail(ErrorCode::kCorrupt, "The record could not be read.", "status of persons");
  SealedPerson person;
  person.id_ = std::move(id);
  person.status_ = *status;
  person.wrapped_key_ = std::move((*row)->wrapped_key);
  person.sealed_number_ = std::move((*row)->sealed_number);
  person.sealed_facts_ = std::move((*row)->sealed_facts);
  person.last_updated_ = std::move((*row)->last_updated);
  person.master_ = &deps_.master_key;
  found = std::move(person);
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
  const Time now = deps_.clock.now();
  store::Batch batch;
  update_status(batch, id.text(), std::string(to_text(status)), iso_date(now));
  audit::Event event;
  event.kind = audit::EventKind::kPersonStatusChanged;
  event.person_id = id.text();
  event.actor = registrar.actor;
  deps_.journal.record(batch, event);
  store::add_outbox(batch, "person.status", id.text(), now);
  auto outcome = co_await deps_.database.commit_all(std::move(batch));
  if (!outcome) co_return pass_on(outcome);
  co_return Done{};
}

size_t Register::expect_alive(store::Batch& batch, const PersonId& id) { return add_alive_check(batch, id.text()); }

}  // namespace inkan::population
