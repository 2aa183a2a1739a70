#include "officers/proposals.h"

#include <array>
#include <utility>

#include "officers/cases.h"

namespace inkan::officers {

namespace {

constexpr std::array kKinds{
    std::pair(ProposalKind::kMove, std::string_view("move")),
    std::pair(ProposalKind::kNameChange, std::string_view("name_change")),
    std::pair(ProposalKind::kCorrection, std::string_view("correction")),
    std::pair(ProposalKind::kAddressProtection, std::string_view("address_protection")),
    std::pair(ProposalKind::kDeath, std::string_view("death")),
    std::pair(ProposalKind::kUndo, std::string_view("undo")),
    std::pair(ProposalKind::kNumberReplacement, std::string_view("number_replacement")),
    std::pair(ProposalKind::kReleaseLink, std::string_view("release_link")),
    std::pair(ProposalKind::kRetireLink, std::string_view("retire_link")),
    std::pair(ProposalKind::kDismissCase, std::string_view("dismiss_case")),
};

constexpr const char* kGone = "This draft is over or was thrown away. Enter it again.";
constexpr const char* kStale =
    "The record has changed since this was entered. It cannot be approved any more; enter it "
    "again on the record as it is now.";
constexpr const char* kDecided = "Somebody has decided this already.";

constexpr int kDrawsMax = 4;

// The second officer of a change that is only looked at: no id has this form.
const OfficerId kNobodyYet("(second officer)");

audit::Event proposal_event(audit::EventKind kind, const ProposalRow& row, const OfficerId& by) {
  audit::Event event;
  event.kind = kind;
  event.person_id = row.person.text();
  event.actor = audit::Actor{.kind = audit::ActorKind::kOfficer, .id = by.text()};
  return event;
}

// What is sealed names the proposal it belongs to: contents moved to another row are refused.
Result<std::string> seal_payload(const Deps& deps, const Opened& opened, const ProposalRow& row, json::object payload) {
  json::object whole;
  whole["proposal"] = row.proposal_id;
  whole["kind"] = row.kind;
  whole["payload"] = std::move(payload);
  return opened.person.seal_note(whole, deps.random);
}

Result<json::object> open_payload(const Opened& opened, const ProposalRow& row) {
  auto whole = opened.person.open_note(row.sealed, *opened.ticket);
  if (!whole) return pass_on(whole);
  const json::object* payload = find_object(*whole, "payload");
  const bool own = find_string(*whole, "proposal") == row.proposal_id && find_string(*whole, "kind") == row.kind;
  if (!own || payload == nullptr) return fail(ErrorCode::kCorrupt, "The proposal could not be read.", "moved contents");
  return *payload;
}

Result<Done> need_right_for(const OnDuty& duty, ProposalKind kind) {
  return need_right(duty, is_about_case(kind) ? Right::kWorkCases : Right::kPropose);
}

EffectOrder order_of(const ProposalRow& row, ProposalKind kind, json::object payload, Opened opened) {
  EffectOrder order;
  order.kind = kind;
  order.payload = std::move(payload);
  if (const auto basis = Basis::parse(row.basis); basis && basis->kind == Basis::Kind::kCase) order.case_id = basis->id;
  order.opened = std::move(opened);
  order.proposer = row.proposed_by;
  order.approver = kNobodyYet;
  order.entered_at = row.entered_at;
  return order;
}

ProposalRow new_row(const Deps& deps, const OnDuty& duty, const NewProposal& proposal) {
  ProposalRow row;
  row.proposal_id = deps.random.token(16);
  row.kind = std::string(to_text(proposal.kind));
  row.jurisdiction = duty.officer.jurisdiction.text();
  row.basis = proposal.basis.text();
  row.status = "draft";
  row.proposed_by = duty.officer.id;
  row.entered_at = deps.clock.now();
  return row;
}

Task<std::string> keep_draft(const Deps& deps, ProposalRow row) {
  store::Batch batch;
  add_proposal_row(batch, row);
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return std::move(row.proposal_id);
}

// A ruling says nothing but its kind: the case says the rest. It belongs to the case's jurisdiction.
Task<std::string> enter_ruling(const Deps& deps, OnDuty duty, NewProposal proposal) {
  auto about = co_await load_case(deps.cases, duty, proposal.basis.id);
  if (!about) co_return pass_on(about);
  ProposalRow row = new_row(deps, duty, proposal);
  row.jurisdiction = about->jurisdiction;
  row.person = about->person;
  EffectOrder order = order_of(row, proposal.kind, {}, {});
  auto possible = co_await deps.effects.prepare(std::move(order));
  if (!possible) co_return pass_on(possible);
  co_return co_await keep_draft(deps, std::move(row));
}

Task<std::string> enter_change(const Deps& deps, OnDuty duty, NewProposal proposal) {
  Look look{.basis = proposal.basis, .purpose = "propose"};
  auto opened = co_await open_person(deps, duty, std::move(look));
  if (!opened) co_return pass_on(opened);
  ProposalRow row = new_row(deps, duty, proposal);
  row.person = opened->person.id();
  auto version = co_await deps.effects.version_of(row.person);
  if (!version) co_return pass_on(version);
  row.version = std::move(*version);
  auto sealed = seal_payload(deps, *opened, row, proposal.payload);
  if (!sealed) co_return pass_on(sealed);
  row.sealed = std::move(*sealed);
  EffectOrder order = order_of(row, proposal.kind, std::move(proposal.payload), std::move(*opened));
  auto possible = co_await deps.effects.prepare(std::move(order));
  if (!possible) co_return pass_on(possible);
  co_return co_await keep_draft(deps, std::move(row));
}

Task<ProposalRow> load_row(const Deps& deps, std::string id) {
  auto row = co_await find_proposal_row(deps.database, std::move(id));
  if (!row) co_return pass_on(row);
  if (!*row) co_return fail(ErrorCode::kNotFound, "There is no such proposal for you.");
  co_return std::move(**row);
}

Task<Done> close_as_stale(const Deps& deps, ProposalRow row, OfficerId by) {
  store::Batch batch;
  mark_proposal_stale(batch, row.proposal_id, deps.clock.now());
  deps.journal.record(batch, proposal_event(audit::EventKind::kProposalRejected, row, by));
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return fail(ErrorCode::kConflict, kStale);
}

struct Deciding {
  ProposalView view{};
  Answer answer = Answer::kReject;
  Proof proof{};
};

Task<Done> reject(const Deps& deps, Deciding deciding) {
  const ProposalRow& row = deciding.view.row;
  const OfficerId& by = deciding.proof.officer.id;
  store::Batch batch;
  deciding.proof.seal(batch, deps.clock.now());
  decide_proposal_row(batch, row.proposal_id, by, "rejected", deps.clock.now());
  deps.journal.record(batch, proposal_event(audit::EventKind::kProposalRejected, row, by));
  auto stored = co_await deps.database.commit(std::move(batch));
  if (!stored) co_return pass_on(stored);
  if (!stored->outcome) co_return fail(ErrorCode::kConflict, kDecided);
  co_return Done{};
}

Task<Done> approve(const Deps& deps, Deciding deciding) {
  const ProposalRow row = deciding.view.row;
  const OfficerId by = deciding.proof.officer.id;
  if (!is_about_case(deciding.view.kind)) {
    auto version = co_await deps.effects.version_of(row.person);
    if (!version) co_return pass_on(version);
    if (*version != row.version) co_return co_await close_as_stale(deps, row, by);
  }
  EffectOrder order =
      order_of(row, deciding.view.kind, std::move(deciding.view.payload), std::move(deciding.view.opened));
  order.approver = by;
  order.proven_at = deps.clock.now();
  // A new number that was drawn twice breaks the batch: draw again. Everything else is overtaken at once.
  const int tries = deciding.view.kind == ProposalKind::kNumberReplacement ? kDrawsMax : 1;
  for (int tried = 0; tried < tries; ++tried) {
    EffectOrder once = order;
    auto effect = co_await deps.effects.prepare(std::move(once));
    if (!effect && effect.error().code == ErrorCode::kConflict) break;
    if (!effect) co_return pass_on(effect);
    store::Batch batch;
    deciding.proof.seal(batch, deps.clock.now());
    decide_proposal_row(batch, row.proposal_id, by, "approved", deps.clock.now());
    deps.journal.record(batch, proposal_event(audit::EventKind::kProposalApproved, row, by));
    const size_t effect_begins = batch.size();
    batch.append(std::move(*effect));
    auto stored = co_await deps.database.commit(std::move(batch));
    if (!stored) co_return pass_on(stored);
    if (stored->outcome) co_return Done{};
    if (*stored->broken_expectation < effect_begins) co_return fail(ErrorCode::kConflict, kDecided);
  }
  co_return co_await close_as_stale(deps, row, by);
}

}  // namespace

std::string_view to_text(ProposalKind kind) {
  for (const auto& [one, name] : kKinds)
    if (one == kind) return name;
  return {};
}

std::optional<ProposalKind> parse_proposal_kind(std::string_view text) {
  for (const auto& [one, name] : kKinds)
    if (name == text) return one;
  return std::nullopt;
}

bool is_about_case(ProposalKind kind) {
  return kind == ProposalKind::kReleaseLink || kind == ProposalKind::kRetireLink || kind == ProposalKind::kDismissCase;
}

std::string_view act_name(Answer answer) { return answer == Answer::kApprove ? "approve" : "reject"; }

Task<std::string> enter_proposal(const Deps& deps, OnDuty duty, NewProposal proposal) {
  if (auto right = need_right_for(duty, proposal.kind); !right) co_return pass_on(right);
  if (is_about_case(proposal.kind) != (proposal.basis.kind == Basis::Kind::kCase))
    co_return fail(ErrorCode::kInvalidInput,
                   "A change of a record needs the resident before you; a ruling needs its case.");
  if (is_about_case(proposal.kind)) co_return co_await enter_ruling(deps, std::move(duty), std::move(proposal));
  co_return co_await enter_change(deps, std::move(duty), std::move(proposal));
}

Task<Done> seal_proposal(const Deps& deps, OnDuty duty, std::string id, accounts::AssertionTry tried) {
  auto row = co_await load_row(deps, id);
  if (!row) co_return pass_on(row);
  Act act{.name = "propose", .subject = id};
  auto proof = co_await prove(deps, duty, std::move(act), std::move(tried));
  if (!proof) co_return pass_on(proof);
  row->proposed_by = duty.officer.id;  // a draft of somebody else is not found by the statement
  const Time now = deps.clock.now();
  store::Batch batch;
  proof->seal(batch, now);
  open_proposal_row(batch, *row, now, now - deps.settings.draft_lifetime);
  deps.journal.record(batch, proposal_event(audit::EventKind::kProposalMade, *row, duty.officer.id));
  auto stored = co_await deps.database.commit(std::move(batch));
  if (!stored) co_return pass_on(stored);
  if (!stored->outcome) co_return fail(ErrorCode::kExpired, kGone);
  co_return Done{};
}

Task<ProposalView> open_proposal(const Deps& deps, OnDuty duty, std::string id) {
  auto row = co_await load_row(deps, id);
  if (!row) co_return pass_on(row);
  const auto kind = parse_proposal_kind(row->kind);
  if (!kind) co_return fail(ErrorCode::kCorrupt, "The proposal could not be read.", "kind of officer_proposals");
  ProposalView view;
  view.kind = *kind;
  view.row = std::move(*row);
  if (is_about_case(*kind)) {
    if (!duty.may(Right::kWorkCases) || !duty.officer.jurisdiction.covers(view.row.jurisdiction))
      co_return fail(ErrorCode::kNotFound, "There is no such proposal for you.");
    co_return view;
  }
  Look look;
  look.basis = Basis{Basis::Kind::kProposal, std::move(id)};
  look.purpose = "decide";
  auto opened = co_await open_person(deps, std::move(duty), std::move(look));
  if (!opened) co_return pass_on(opened);
  view.opened = std::move(*opened);
  auto payload = open_payload(view.opened, view.row);
  if (!payload) co_return pass_on(payload);
  view.payload = std::move(*payload);
  co_return view;
}

Task<Done> decide_proposal(const Deps& deps, OnDuty duty, Decision decision) {
  if (auto right = need_right(duty, Right::kDecide); !right) co_return pass_on(right);
  auto row = co_await load_row(deps, decision.id);
  if (!row) co_return pass_on(row);
  if (row->proposed_by == duty.officer.id)
    co_return fail(ErrorCode::kForbidden, "You proposed this yourself. Somebody else decides.");
  if (row->status != "open") co_return fail(ErrorCode::kConflict, kDecided);
  Act act{.name = std::string(act_name(decision.answer)), .subject = decision.id};
  auto proof = co_await prove(deps, duty, std::move(act), std::move(decision.passkey));
  if (!proof) co_return pass_on(proof);
  Deciding deciding;
  auto view = co_await open_proposal(deps, duty, decision.id);
  if (!view) co_return pass_on(view);
  deciding.view = std::move(*view);
  deciding.answer = decision.answer;
  deciding.proof = std::move(*proof);
  if (decision.answer == Answer::kReject) co_return co_await reject(deps, std::move(deciding));
  co_return co_await approve(deps, std::move(deciding));
}

Task<std::vector<ProposalRow>> list_to_decide(const Deps& deps, OnDuty duty, int limit) {
  if (!duty.may(Right::kDecide)) co_return std::vector<ProposalRow>();
  co_return co_await list_open_proposal_rows(deps.database, duty.officer.jurisdiction.text(), duty.officer.id, limit);
}

Task<std::vector<ProposalRow>> list_own(const Deps& deps, OnDuty duty, int limit) {
  co_return co_await list_proposal_rows_by(deps.database, duty.officer.id, limit);
}

}  // namespace inkan::officers
