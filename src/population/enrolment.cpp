#include "population/enrolment.h"

#include <algorithm>
#include <array>
#include <utility>

#include "audit/event_row.h"
#include "base/check.h"
#include "base/text.h"
#include "population/enrolment_store.h"
#include "population/facts.h"
#include "population/history_store.h"
#include "population/names/fold.h"

namespace inkan::population {

namespace {

constexpr int kTriesMax = 8;

constexpr std::array kCollisions{
    std::pair(Collision::kSameNameSameDay, std::string_view("same_name_same_day")),
    std::pair(Collision::kSameNameSameHousehold, std::string_view("same_name_same_household")),
    std::pair(Collision::kSameNameSameBatch, std::string_view("same_name_same_batch")),
    std::pair(Collision::kSameNameAndBirthDate, std::string_view("same_name_and_birth_date")),
    std::pair(Collision::kPossibleDuplicate, std::string_view("possible_duplicate"))};

struct Key {
  Collision collision = Collision::kSameNameSameDay;
  std::string hash{};
};

// keys_of gives what must not be there yet. A name that cannot be compared (a substitute character) has keys all the
// same: U+FFFD stands in its place, so that the same gap in the same name collides.
std::vector<Key> keys_of(const Application& application, const crypto::KeyedHash& keyed_hash, Time now) {
  const PersonFacts& facts = application.facts;
  const std::string name = names::fold(facts.legal_name());
  std::vector<Key> keys;
  auto add = [&](Collision collision, const std::string& with) {
    keys.push_back({collision, keyed_hash.of("enrolment-" + std::string(to_text(collision)), with + "\n" + name)});
  };
  add(Collision::kSameNameSameDay, iso_date(now));
  if (!facts.household.empty()) add(Collision::kSameNameSameHousehold, facts.household.text());
  if (!application.batch_id.empty()) add(Collision::kSameNameSameBatch, application.batch_id);
  if (facts.born) add(Collision::kSameNameAndBirthDate, facts.born->text());
  return keys;
}

std::string case_context(const std::string& case_id) { return "enrolment_cases.sealed:" + case_id; }
std::string case_key_context(const std::string& case_id) { return "enrolment_cases.wrapped_key:" + case_id; }

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
  const LifeEventKind event = application.event;
  if (event != LifeEventKind::kBirth && event != LifeEventKind::kArrival && event != LifeEventKind::kRegistration)
    return fail(ErrorCode::kInvalidInput, "A record begins by birth, arrival or registration.");
  auto day = PartialDate::parse(application.valid_from);
  if (!day || !day->complete() || application.valid_from > iso_date(now))
    return fail(ErrorCode::kInvalidInput, "The day of the event is YYYY-MM-DD, today or earlier.");
  return Done{};
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

// Ready is a registration with its first history row and its keys.
struct Ready {
  Register::Registration registration;
  std::vector<size_t> key_statements{};
};

Result<Ready> make_ready(const Enrolment::Deps& deps, const Application& application, bool keys_must_be_new) {
  auto made = deps.people.prepare_registration(application.facts, application.registrar, deps.store.random);
  if (!made) return pass_on(made);
  Ready ready{std::move(*made)};
  const Time now = deps.store.clock.now();
  StoredEntry first;
  first.entry = 1;
  first.kind = to_text(application.event);
  first.valid_from = application.valid_from;
  first.recorded_at = unix_micros(now);
  first.actor_kind = audit::to_text(application.registrar.actor.kind);
  first.actor_id = application.registrar.actor.id;
  first.second_officer = application.registrar.second_officer;
  first.source_document_sha256 = application.registrar.source_document_sha256;
  add_entry(ready.registration.batch, ready.registration.id.text(), std::move(first));
  for (auto& key : keys_of(application, deps.store.keyed_hash, now))
    ready.key_statements.push_back(add_key(ready.registration.batch, std::move(key.hash), keys_must_be_new));
  return ready;
}

Task<std::vector<Collision>> find_collisions(const Enrolment::Deps& deps, Application application) {
  std::vector<Collision> found;
  for (auto& key : keys_of(application, deps.store.keyed_hash, deps.store.clock.now())) {
    auto there = co_await has_key(deps.store.database, std::move(key.hash));
    if (!there) co_return pass_on(there);
    if (*there) found.push_back(key.collision);
  }
  if (deps.may_be_known && deps.may_be_known(stated_of(application.facts)))
    found.push_back(Collision::kPossibleDuplicate);
  co_return found;
}

Task<Enrolled> hold(const Enrolment::Deps& deps, Application application, std::vector<Collision> collisions) {
  const auto key = crypto::DataKey::generate(deps.store.random);
  StoredCase held;
  held.case_id = ascii_upper(deps.store.random.uuid());
  held.officer = application.registrar.actor.id;
  for (const auto collision : collisions)
    held.collisions += (held.collisions.empty() ? "" : " ") + std::string(to_text(collision));
  held.opened_at = deps.store.clock.now();
  held.wrapped_key = deps.store.master_key.wrap(key, case_key_context(held.case_id));
  held.sealed = key.seal(to_json_text(to_json(application)), case_context(held.case_id), deps.store.random);
  Enrolled answer;
  answer.collisions = std::move(collisions);
  answer.masked_case = masked_case(held.case_id);
  store::Batch batch;
  add_case(batch, std::move(held));
  auto stored = co_await deps.store.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return answer;
}

}  // namespace

std::string_view to_text(Collision collision) {
  for (const auto& [value, name] : kCollisions)
    if (value == collision) return name;
  check(false, "every collision has a name");
  return {};
}

std::optional<Collision> parse_collision(std::string_view text) {
  for (const auto& [value, name] : kCollisions)
    if (name == text) return value;
  return std::nullopt;
}

Task<Enrolled> Enrolment::enrol(Application application, FreshProof proof) const {
  if (auto good = check_application(application, deps_.store.clock.now()); !good) co_return pass_on(good);
  if (proof.subject() != application.registrar.actor.id)
    co_return fail(ErrorCode::kForbidden, "Only the officer who identified themselves may enrol.");
  application.registrar.second_officer.clear();  // a second officer decides a case, and is not named beforehand
  for (int attempt = 0; attempt < kTriesMax; ++attempt) {
    auto collisions = co_await find_collisions(deps_, application);
    if (!collisions) co_return pass_on(collisions);
    if (!collisions->empty()) co_return co_await hold(deps_, std::move(application), std::move(*collisions));
    auto ready = make_ready(deps_, application, /*keys_must_be_new=*/true);
    if (!ready) co_return pass_on(ready);
    auto result = co_await deps_.store.database.commit(std::move(ready->registration.batch));
    if (!result) co_return pass_on(result);
    if (result->outcome) {
      Enrolled enrolled;
      enrolled.person = ready->registration.id;
      enrolled.number = ready->registration.number;
      co_return enrolled;
    }
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
  auto ready = make_ready(deps_, application, /*keys_must_be_new=*/false);
  if (!ready) return pass_on(ready);
  close_case(
      ready->registration.batch,
      {.case_id = held.id.text(), .state = "approved", .closed_by = approver.id, .closed_at = deps_.store.clock.now()});
  return std::move(ready->registration);
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
  store::Batch batch;
  CaseEnd end{.case_id = id.text(), .state = "refused", .closed_by = officer.id, .closed_at = deps_.store.clock.now()};
  end.reason = std::move(reason);
  close_case(batch, std::move(end));
  auto stored = co_await deps_.store.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
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
