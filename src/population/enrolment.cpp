#include "population/enrolment.h"

#include "audit/event_row.h"
#include "base/text.h"
#include "population/enrolment_store.h"
#include "population/facts.h"
#include "population/seal_contexts.h"

namespace inkan::population {

namespace {

constexpr int kTriesMax = 8;

std::string join(const std::vector<Collision>& collisions) {
  std::string words;
  for (const auto collision : collisions) words += (words.empty() ? "" : " ") + std::string(to_text(collision));
  return words;
}

std::string masked_case(const std::string& case_id) { return "…-" + case_id.substr(case_id.size() - 4); }

json::object to_json(const Application& application) {
  json::object object;
  object["facts"] = application.facts.to_json();
  object["event"] = to_text(application.event);
  object["valid_from"] = application.valid_from;
  object["actor_kind"] = audit::to_text(application.registrar.actor.kind);
  object["actor"] = application.registrar.actor.id;
  object["source_document_sha256"] = application.registrar.source_document_sha256;
  object["batch"] = application.batch_id;
  return object;
}

Result<Application> application_from_json(const json::object& object) {
  const auto corrupt = [] { return fail(ErrorCode::kCorrupt, "The case could not be read.", "enrolment_cases"); };
  const json::object* facts = find_object(object, "facts");
  const auto event = parse_life_event_kind(find_string(object, "event").value_or(""));
  const auto actor = audit::parse_actor_kind(find_string(object, "actor_kind").value_or(""));
  if (!facts || !event || !actor) return corrupt();
  auto read = PersonFacts::from_json(*facts);
  if (!read) return pass_on(read);
  Application application;
  application.facts = std::move(*read);
  application.event = *event;
  application.valid_from = find_string(object, "valid_from").value_or("");
  application.registrar.actor = {*actor, std::string(find_string(object, "actor").value_or(""))};
  application.registrar.source_document_sha256 = find_string(object, "source_document_sha256").value_or("");
  application.batch_id = find_string(object, "batch").value_or("");
  return application;
}

Result<Done> check_application(const Application& application, Time now) {
  if (auto good = check_facts(application.facts, now); !good) return good;
  if (auto good = check_registrar(application.registrar); !good) return good;
  // A day is mandatory here: an officer knows when somebody was born or arrived.
  if (application.valid_from.empty())
    return fail(ErrorCode::kInvalidInput, "The day of the event is YYYY-MM-DD, today or earlier.");
  return check_beginning({application.event, application.valid_from}, now);
}

Result<EnrolmentCase> open_case(const StoredCase& stored, const crypto::MasterKey& master) {
  auto key = master.unwrap(stored.wrapped_key, case_key_context(stored.case_id));
  if (!key) return pass_on(key);
  auto text = key->open(stored.sealed, case_context(stored.case_id));
  if (!text) return pass_on(text);
  auto object = parse_json_object(*text, "case");
  if (!object) return pass_on(object);
  auto application = application_from_json(*object);
  if (!application) return pass_on(application);
  EnrolmentCase held;
  held.id = EnrolmentCaseId(stored.case_id);
  held.officer = stored.officer;
  held.opened_at = stored.opened_at;
  held.application = std::move(*application);
  for (const auto& word : split(stored.collisions, ' '))
    if (auto collision = parse_collision(word)) held.collisions.push_back(*collision);
  return held;
}

// case_event is what the journal keeps of a case. It concerns nobody of the register yet, and so no person's key.
audit::Event case_event(audit::EventKind kind, audit::Actor actor, const std::string& case_id,
                        const std::vector<Collision>& collisions) {
  json::object note{{"enrolment_case", case_id}, {"collisions", join(collisions)}};
  audit::Event event;
  event.kind = kind;
  event.actor = std::move(actor);
  event.sealed = to_json_text(note);
  return event;
}

std::vector<EnrolmentKey> lasting_keys_of(const Enrolment::Deps& deps, const Application& application) {
  return lasting_keys(alike_of(application.facts), deps.store.keyed_hash);
}
std::vector<EnrolmentKey> passing_keys_of(const Enrolment::Deps& deps, const Application& application) {
  return passing_keys(application.facts.legal_name(), iso_date(deps.store.clock.now()), application.batch_id,
                      deps.store.keyed_hash);
}

Result<Register::Registration> registration_of(const Enrolment::Deps& deps, const Application& application,
                                               bool keys_must_be_new) {
  auto registration = deps.people.prepare_registration(application.facts, application.registrar, deps.store.random,
                                                       {application.event, application.valid_from});
  if (!registration) return pass_on(registration);
  hold_new_keys(registration->batch, registration->id, lasting_keys_of(deps, application),
                passing_keys_of(deps, application), keys_must_be_new, deps.store.keyed_hash);
  return registration;
}

Enrolment::Prepared hold(const Enrolment::Deps& deps, const Application& application,
                         std::vector<Collision> collisions) {
  const auto key = crypto::DataKey::generate(deps.store.random);
  StoredCase held;
  held.case_id = ascii_upper(deps.store.random.uuid());
  held.officer = application.registrar.actor.id;
  held.collisions = join(collisions);
  held.opened_at = deps.store.clock.now();
  held.wrapped_key = deps.store.master_key.wrap(key, case_key_context(held.case_id));
  held.sealed = key.seal(to_json_text(to_json(application)), case_context(held.case_id), deps.store.random);
  Enrolment::Prepared prepared;
  prepared.case_id = held.case_id;
  prepared.answer.masked_case = masked_case(held.case_id);
  deps.store.journal.record(prepared.batch, case_event(audit::EventKind::kProposalMade, application.registrar.actor,
                                                       held.case_id, collisions));
  prepared.answer.collisions = std::move(collisions);
  add_case(prepared.batch, std::move(held));
  return prepared;
}

}  // namespace

Result<Done> Enrolment::check(const Application& application) const {
  return check_application(application, deps_.store.clock.now());
}

std::vector<EnrolmentKey> Enrolment::keys_of(const Application& application) const {
  auto keys = passing_keys_of(deps_, application);
  for (auto& key : lasting_keys_of(deps_, application)) keys.push_back(std::move(key));
  return keys;
}

Task<std::vector<Collision>> Enrolment::find_collisions(Application application) const {
  std::vector<Collision> found;
  for (auto& key : keys_of(application)) {
    auto there = co_await has_key(deps_.store.database, std::move(key.hash));
    if (!there) co_return pass_on(there);
    if (*there) found.push_back(key.collision);
  }
  if (deps_.may_be_known && deps_.may_be_known(stated_of(application.facts)))
    found.push_back(Collision::kPossibleDuplicate);
  co_return found;
}

Result<Enrolment::Prepared> Enrolment::prepare(const Application& application,
                                               std::vector<Collision> collisions) const {
  if (!collisions.empty()) return hold(deps_, application, std::move(collisions));
  auto registration = registration_of(deps_, application, /*keys_must_be_new=*/true);
  if (!registration) return pass_on(registration);
  Prepared prepared;
  prepared.answer.person = registration->id;
  prepared.answer.number = registration->number;
  prepared.batch = std::move(registration->batch);
  return prepared;
}

Task<Enrolled> Enrolment::enrol(Application application, FreshProof proof) const {
  if (auto good = check(application); !good) co_return pass_on(good);
  if (proof.subject() != application.registrar.actor.id)
    co_return fail(ErrorCode::kForbidden, "Only the officer who identified themselves may enrol.");
  application.registrar.second_officer.clear();  // a second officer decides a case, and is not named beforehand
  for (int attempt = 0; attempt < kTriesMax; ++attempt) {
    auto collisions = co_await find_collisions(application);
    if (!collisions) co_return pass_on(collisions);
    auto prepared = prepare(application, std::move(*collisions));
    if (!prepared) co_return pass_on(prepared);
    auto result = co_await deps_.store.database.commit(std::move(prepared->batch));
    if (!result) co_return pass_on(result);
    if (result->outcome) co_return std::move(prepared->answer);
    // The number was issued before, or another counter enrolled somebody alike in between: look again.
  }
  co_return fail(ErrorCode::kConflict, "No free number was found. Please try again.");
}

Task<std::vector<EnrolmentCase>> Enrolment::list_cases(int limit) const {
  auto stored = co_await list_open_cases(deps_.store.database, limit);
  if (!stored) co_return pass_on(stored);
  std::vector<EnrolmentCase> cases;
  for (const auto& one : *stored) {
    auto held = open_case(one, deps_.store.master_key);
    if (!held) co_return pass_on(held);
    cases.push_back(std::move(*held));
  }
  co_return cases;
}

Task<std::optional<EnrolmentCase>> Enrolment::find_case(EnrolmentCaseId id) const {
  auto stored = co_await find_open_case(deps_.store.database, id.text());
  if (!stored) co_return pass_on(stored);
  std::optional<EnrolmentCase> found;
  if (!*stored) co_return found;
  auto held = open_case(**stored, deps_.store.master_key);
  if (!held) co_return pass_on(held);
  found = std::move(*held);
  co_return found;
}

Result<Register::Registration> Enrolment::prepare_approval(const EnrolmentCase& held, const audit::Actor& approver,
                                                           const FreshProof& proof) const {
  if (approver.id.empty() || approver.id == held.officer)
    return fail(ErrorCode::kForbidden, "The second officer has to be another than the first.");
  if (proof.subject() != approver.id)
    return fail(ErrorCode::kForbidden, "Only the officer who identified themselves may approve.");
  Application application = held.application;
  application.registrar.second_officer = approver.id;
  auto registration = registration_of(deps_, application, /*keys_must_be_new=*/false);
  if (!registration) return pass_on(registration);
  close_case(
      registration->batch,
      {.case_id = held.id.text(), .state = "approved", .closed_by = approver.id, .closed_at = deps_.store.clock.now()});
  deps_.store.journal.record(
      registration->batch, case_event(audit::EventKind::kProposalApproved, approver, held.id.text(), held.collisions));
  return registration;
}

Task<Enrolled> Enrolment::approve(EnrolmentCaseId id, audit::Actor approver, FreshProof proof) const {
  auto held = co_await find_case(std::move(id));
  if (!held) co_return pass_on(held);
  if (!*held) co_return fail(ErrorCode::kConflict, "This case is closed or does not exist.");
  for (int draw = 0; draw < kTriesMax; ++draw) {
    auto registration = prepare_approval(**held, approver, proof);
    if (!registration) co_return pass_on(registration);
    auto result = co_await deps_.store.database.commit(std::move(registration->batch));
    if (!result) co_return pass_on(result);
    if (result->outcome) {
      Enrolled enrolled;
      enrolled.person = registration->id;
      enrolled.number = registration->number;
      co_return enrolled;
    }
    if (result->broken_expectation != registration->number_statement) break;
  }
  co_return fail(ErrorCode::kConflict, "This case is closed or does not exist.");
}

Task<Done> Enrolment::refuse(EnrolmentCaseId id, audit::Actor officer, std::string reason) const {
  auto held = co_await find_case(id);
  if (!held) co_return pass_on(held);
  if (!*held) co_return fail(ErrorCode::kConflict, "This case is closed or does not exist.");
  if (officer.id.empty() || officer.id == (*held)->officer)
    co_return fail(ErrorCode::kForbidden, "The second officer has to be another than the first.");
  if (reason.empty()) co_return fail(ErrorCode::kInvalidInput, "Refusing a case needs a reason.");
  store::Batch batch;
  CaseEnd end{.case_id = id.text(), .state = "refused", .closed_by = officer.id, .closed_at = deps_.store.clock.now()};
  // Not under the application's key, which is forgotten here with the application.
  const auto key = crypto::DataKey::generate(deps_.store.random);
  end.wrapped_key = deps_.store.master_key.wrap(key, reason_key_context(id.text()));
  end.sealed_reason = key.seal(reason, reason_context(id.text()), deps_.store.random);
  close_case(batch, std::move(end));
  deps_.store.journal.record(batch,
                             case_event(audit::EventKind::kProposalRejected, officer, id.text(), (*held)->collisions));
  auto stored = co_await deps_.store.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

Task<std::optional<std::string>> Enrolment::find_refusal_reason(EnrolmentCaseId id) const {
  auto stored = co_await find_refused_case(deps_.store.database, id.text());
  if (!stored) co_return pass_on(stored);
  std::optional<std::string> reason;
  // A case refused before reasons were sealed has none any more (migrations/0017_case_reasons.sql).
  if (!*stored || (*stored)->sealed.empty()) co_return reason;
  auto key = deps_.store.master_key.unwrap((*stored)->wrapped_key, reason_key_context(id.text()));
  if (!key) co_return pass_on(key);
  auto text = key->open((*stored)->sealed, reason_context(id.text()));
  if (!text) co_return pass_on(text);
  reason = std::move(*text);
  co_return reason;
}

MaskedPerson masked(const Person& person) {
  MaskedPerson shown;
  // The first character of each word stays; how long a word is, the mask does not tell.
  bool word_begins = true;
  const std::string& name = person.facts.legal_name();
  for (size_t i = 0; i < name.size();) {
    size_t next = i + 1;
    while (next < name.size() && (uint8_t(name[next]) & 0xC0) == 0x80) ++next;
    const std::string character = name.substr(i, next - i);
    if (character == " " || character == "　") {
      shown.name += " ";
      word_begins = true;
    } else if (word_begins) {
      shown.name += character + "***";
      word_begins = false;
    }
    i = next;
  }
  shown.number = person.number.masked();
  if (person.facts.born) shown.birth_year = person.facts.born->text().substr(0, 4);
  return shown;
}

}  // namespace inkan::population
