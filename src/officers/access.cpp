#include "officers/access.h"

#include <array>
#include <utility>

#include "officers/alarms.h"
#include "officers/cases.h"
#include "officers/hashes.h"
#include "officers/honey_store.h"
#include "officers/limits.h"
#include "officers/officer_store.h"
#include "officers/presence_store.h"
#include "officers/proposal_store.h"

namespace inkan::officers {

namespace {

constexpr size_t kReasonCharactersMin = 10;

constexpr std::array kKinds{std::pair(Basis::Kind::kPresence, std::string_view("presence")),
                            std::pair(Basis::Kind::kCase, std::string_view("case")),
                            std::pair(Basis::Kind::kProposal, std::string_view("proposal"))};

constexpr const char* kOver = "This is over: the time ran out, or it was closed. Ask the resident for a new code.";

Task<PersonId> person_of_presence(const Deps& deps, OnDuty duty, std::string id) {
  if (auto right = need_right(duty, Right::kServe); !right) co_return pass_on(right);
  auto presence = co_await find_presence(deps.database, std::move(id), duty.officer.id, deps.clock.now());
  if (!presence) co_return pass_on(presence);
  if (!*presence) co_return fail(ErrorCode::kExpired, kOver);
  co_return (*presence)->person;
}

Task<PersonId> person_of_case(const Deps& deps, OnDuty duty, std::string id) {
  auto found = co_await load_case(deps.cases, std::move(duty), std::move(id));
  if (!found) co_return pass_on(found);
  if (found->person.empty())
    co_return fail(ErrorCode::kForbidden, "This case names nobody whose record may be opened.");
  co_return std::move(found->person);
}

Task<PersonId> person_of_proposal(const Deps& deps, OnDuty duty, std::string id) {
  auto row = co_await find_proposal_row(deps.database, std::move(id));
  if (!row) co_return pass_on(row);
  // Whoever entered or decided it looks at it again; who may decide looks at what is open in their jurisdiction.
  const bool own = *row && ((*row)->proposed_by == duty.officer.id || (*row)->decided_by == duty.officer.id);
  const bool to_decide = *row && (*row)->status == "open" && duty.may(Right::kDecide) &&
                         duty.officer.jurisdiction.covers((*row)->jurisdiction);
  if (!own && !to_decide) co_return fail(ErrorCode::kNotFound, "There is no such proposal for you.");
  co_return (*row)->person;
}

Task<PersonId> person_of(const Deps& deps, OnDuty duty, Basis basis) {
  switch (basis.kind) {
    case Basis::Kind::kPresence:
      return person_of_presence(deps, std::move(duty), std::move(basis.id));
    case Basis::Kind::kCase:
      return person_of_case(deps, std::move(duty), std::move(basis.id));
    case Basis::Kind::kProposal:
      return person_of_proposal(deps, std::move(duty), std::move(basis.id));
  }
  return person_of_proposal(deps, std::move(duty), {});
}

Result<Done> check_reason(const OnDuty& duty, const Look& look) {
  if (look.reason.empty()) return Done{};
  if (auto right = need_right(duty, Right::kUnmaskAddress); !right) return pass_on(right);
  if (look.reason.size() < kReasonCharactersMin)
    return fail(ErrorCode::kInvalidInput, "Say in at least ten characters why this address must be seen.");
  return Done{};
}

Result<std::string> seal_details(const Deps& deps, const population::SealedPerson& person, const Look& look) {
  json::object details;
  details["page"] = "officer";
  details["purpose_code"] = look.purpose;
  details["basis"] = look.basis.text();
  if (!look.reason.empty()) details["reason"] = look.reason;
  return person.seal_note(details, deps.random);
}

// Guards are the statements of a look that may refuse it.
struct Guards {
  size_t on_duty = 0;
  std::optional<size_t> present{};
  ReadCounts counts{};
};
Guards add_guards(const Deps& deps, store::Batch& batch, const OnDuty& duty, const Basis& basis) {
  Guards guards;
  const Time now = deps.clock.now();
  guards.on_duty = add_duty_check(batch, duty.officer, now);
  if (basis.kind == Basis::Kind::kPresence) guards.present = add_presence_check(batch, basis.id, duty.officer.id, now);
  guards.counts = count_read(deps, batch, duty.officer.id);
  return guards;
}

Task<Error> refusal_of(const Deps& deps, OnDuty duty, Guards guards, size_t broken) {
  if (broken == guards.counts.hour || broken == guards.counts.day)
    co_return co_await refuse_for_limit(deps, std::move(duty.officer));
  Error error;
  error.code = broken == guards.on_duty ? ErrorCode::kForbidden : ErrorCode::kExpired;
  error.public_text = broken == guards.on_duty ? "You no longer serve as this officer." : kOver;
  co_return error;
}

}  // namespace

std::string_view to_text(Basis::Kind kind) {
  for (const auto& [one, name] : kKinds)
    if (one == kind) return name;
  return {};
}

std::string Basis::text() const { return std::string(to_text(kind)) + ":" + id; }

std::optional<Basis> Basis::parse(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return std::nullopt;
  for (const auto& [one, name] : kKinds)
    if (name == text.substr(0, colon)) return Basis{one, std::string(text.substr(colon + 1))};
  return std::nullopt;
}

Task<Opened> open_person(const Deps& deps, OnDuty duty, Look look) {
  if (auto good = check_reason(duty, look); !good) co_return pass_on(good);
  auto id = co_await person_of(deps, duty, look.basis);
  if (!id) co_return pass_on(id);
  auto found = co_await deps.people.find(*id);
  if (!found) co_return pass_on(found);
  if (!*found) co_return fail(ErrorCode::kCorrupt, "The record could not be read.", "basis without person");
  auto honey = co_await is_honey(deps.database, honey_mark(deps.keyed_hash, *id));
  if (!honey) co_return pass_on(honey);
  auto details = seal_details(deps, **found, look);
  if (!details) co_return pass_on(details);

  store::Batch batch;
  const Guards guards = add_guards(deps, batch, duty, look.basis);
  if (*honey) raise_alarm(deps, batch, NewAlarm{.kind = AlarmKind::kHoneyRead, .officer = duty.officer});
  audit::Event event;
  event.kind = audit::EventKind::kPersonRead;
  event.person_id = id->text();
  event.actor = audit::Actor{.kind = audit::ActorKind::kOfficer, .id = duty.officer.id.text()};
  event.sealed = std::move(*details);
  auto admission = co_await deps.journal.commit_access(std::move(batch), std::move(event));
  if (!admission) co_return pass_on(admission);
  if (!admission->ticket) {
    auto refused = co_await refusal_of(deps, std::move(duty), guards, *admission->result.broken_expectation);
    if (!refused) co_return pass_on(refused);
    co_return std::unexpected(std::move(*refused));
  }
  deps.metrics.count("officer_read", look.purpose);
  Opened opened;
  opened.person = std::move(**found);
  opened.ticket = std::move(admission->ticket);
  opened.may_see_protected = !look.reason.empty();
  co_return opened;
}

Task<Done> add_honey(const Deps& deps, PersonId person) {
  store::Batch batch;
  put_honey(batch, honey_mark(deps.keyed_hash, person), deps.clock.now());
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

}  // namespace inkan::officers
