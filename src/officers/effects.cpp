#include "officers/effects.h"

#include <algorithm>

namespace inkan::officers {

namespace {

// The approver is at the desk with a fresh proof, so the register's first officer is they; the proposer is the second.
Task<store::Batch> prepare_replacement(const population::Numbers& numbers, EffectOrder order) {
  const auto reason = population::parse_replacement_reason(find_string(order.payload, "leak").value_or(""));
  if (!reason) co_return fail(ErrorCode::kInvalidInput, "Say what happened with the number.");
  const Time proven_at = std::max(order.proven_at, order.entered_at);
  population::FreshProof::Claim claim{.subject = order.approver.text(), .proven_at = proven_at};
  population::FreshProof::Demand demand;
  demand.subject = order.approver.text();
  demand.entered_at = order.entered_at;
  demand.now = proven_at;
  auto proof = population::FreshProof::accept(claim, demand);
  if (!proof) co_return pass_on(proof);
  population::Registrar registrar;
  registrar.actor = audit::Actor{.kind = audit::ActorKind::kOfficer, .id = order.approver.text()};
  registrar.second_officer = order.proposer.text();
  auto replacement = numbers.prepare_replacement(order.opened.person, *order.opened.ticket, *reason, registrar, *proof);
  if (!replacement) co_return pass_on(replacement);
  co_return std::move(replacement->batch);
}

}  // namespace

Task<std::string> RegisterEffects::version_of(PersonId person) const {
  return deps_.life_events.version_of(std::move(person));
}

Task<store::Batch> RegisterEffects::prepare(EffectOrder order) const {
  if (is_about_case(order.kind)) return deps_.rulings.prepare(std::move(order));
  if (order.kind == ProposalKind::kNumberReplacement) return prepare_replacement(deps_.numbers, std::move(order));
  return deps_.life_events.prepare(std::move(order));
}

}  // namespace inkan::officers
