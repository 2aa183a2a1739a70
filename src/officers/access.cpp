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
#include "officers/roster.h"

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

// Reading is one look of an officer at a record, whatever gave them the right to it.
struct Reading {
  Officer officer{};
  population::SealedPerson person{};
  std::string presence{};  // that still has to hold; empty: none has to
  std::string purpose{};
  json::object details{};  // for the journal, sealed under the person's key
};

json::object details_of(const Look& look) {
  json::object details;
  details["page"] = "officer";
  details["purpose_code"] = look.purpose;
  details["basis"] = look.basis.text();
  if (!look.reason.empty()) details["reason"] = look.reason;
  return details;
}

// Guards are the statements of a look that may refuse it.
struct Guards {
  size_t on_duty = 0;
  std::optional<size_t> present{};
  ReadCounts counts{};
};
Guards add_guards(const Deps& deps, store::Batch& batch, const Reading& reading) {
  Guards guards;
  const Time now = deps.clock.now();
  guards.on_duty = add_duty_check(batch, reading.officer, now);
  if (!reading.presence.empty()) guards.present = add_presence_check(batch, reading.presence, reading.officer.id, now);
  guards.counts = count_read(deps, batch, reading.officer.id);
  return guards;
}

Task<Error> refusal_of(const Deps& deps, Officer officer, Guards guards, size_t broken) {
  if (broken == guards.counts.hour || broken == guards.counts.day)
    co_return co_await refuse_for_limit(deps, std::move(officer));
  Error error;
  error.code = broken == guards.on_duty ? ErrorCode::kForbidden : ErrorCode::kExpired;
  error.public_text = broken == guards.on_duty ? "You no longer serve as this officer." : kOver;
  co_return error;
}

// read_person is the one way by which an officer's look happens: counted, written down and watched in one batch.
Task<Opened> read_person(const Deps& deps, Reading reading) {
  const PersonId id = reading.person.id();
  auto honey = co_await is_honey(deps.database, honey_mark(deps.keyed_hash, id));
  if (!honey) co_return pass_on(honey);
  auto details = reading.person.seal_note(reading.details, deps.random);
  if (!details) co_return pass_on(details);

  store::Batch batch;
  const Guards guards = add_guards(deps, batch, reading);
  if (*honey) raise_alarm(deps, batch, NewAlarm{.kind = AlarmKind::kHoneyRead, .officer = reading.officer});
  audit::Event event;
  event.kind = audit::EventKind::kPersonRead;
  event.person_id = id.text();
  event.actor = audit::Actor{.kind = audit::ActorKind::kOfficer, .id = reading.officer.id.text()};
  event.sealed = std::move(*details);
  auto admission = co_await deps.journal.commit_access(std::move(batch), std::move(event));
  if (!admission) co_return pass_on(admission);
  if (!admission->ticket) {
    auto refused = co_await refusal_of(deps, reading.officer, guards, *admission->result.broken_expectation);
    if (!refused) co_return pass_on(refused);
    co_return std::unexpected(std::move(*refused));
  }
  deps.metrics.count("officer_read", reading.purpose);
  Opened opened;
  opened.person = std::move(reading.person);
  opened.ticket = std::move(admission->ticket);
  co_return opened;
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
  Reading reading{.officer = std::move(duty.officer), .person = std::move(**found), .purpose = look.purpose};
  if (look.basis.kind == Basis::Kind::kPresence) reading.presence = look.basis.id;
  reading.details = details_of(look);
  auto opened = co_await read_person(deps, std::move(reading));
  if (opened) opened->may_see_protected = !look.reason.empty();
  co_return opened;
}

Task<Opened> open_person_by_command(const Deps& deps, OfficerId officer, CommandLook look) {
  if (look.reason.empty()) co_return fail(ErrorCode::kInvalidInput, "Looking at somebody's record needs a reason.");
  auto row = co_await find_officer_row(deps.database, std::move(officer));
  if (!row) co_return pass_on(row);
  if (auto good = check_may_act(*row, Right::kPropose); !good) co_return pass_on(good);
  auto known = open_officer(deps, **row);
  if (!known) co_return pass_on(known);
  auto found = co_await deps.people.find(std::move(look.person));
  if (!found) co_return pass_on(found);
  if (!*found) co_return fail(ErrorCode::kNotFound, "There is no such person in the register.");
  Reading reading{.officer = std::move(*known), .person = std::move(**found), .purpose = "command"};
  reading.details["page"] = std::move(look.command);
  reading.details["reason"] = std::move(look.reason);
  co_return co_await read_person(deps, std::move(reading));
}

Task<Done> add_honey(const Deps& deps, PersonId person) {
  store::Batch batch;
  put_honey(batch, honey_mark(deps.keyed_hash, person), deps.clock.now());
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

}  // namespace inkan::officers
