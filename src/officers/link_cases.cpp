#include "officers/link_cases.h"

#include "base/encoding.h"
#include "crypto/hash.h"

namespace inkan::officers {

namespace {

namespace links = population::links;

// area_of: an issuer that is an area's code is that area; any other is everybody's.
std::string area_of(const std::string& issuer) {
  auto area = Jurisdiction::parse(issuer);
  return area ? area->text() : Jurisdiction::all().text();
}

Case case_of(links::Case from) {
  Case to;
  to.id = from.id.text();
  to.kind = links::to_text(from.kind);
  to.jurisdiction = area_of(from.scheme.issuer);
  to.agency = std::move(from.scheme.issuer);
  to.reason = std::move(from.reason);
  to.settles = std::move(from.settles);
  to.person = std::move(from.person);
  to.risk = from.risk;
  to.opened_at = from.opened_at;
  to.due_at = from.due_at;
  to.open = !from.closed_at;
  return to;
}

std::optional<links::Verdict> verdict_of(ProposalKind kind) {
  switch (kind) {
    case ProposalKind::kReleaseLink:
      return links::Verdict::kRelease;
    case ProposalKind::kRetireLink:
      return links::Verdict::kRetire;
    case ProposalKind::kDismissCase:
      return links::Verdict::kDismiss;
    case ProposalKind::kMove:
    case ProposalKind::kNameChange:
    case ProposalKind::kCorrection:
    case ProposalKind::kAddressProtection:
    case ProposalKind::kDeath:
    case ProposalKind::kUndo:
    case ProposalKind::kNumberReplacement:
      break;
  }
  return std::nullopt;
}

}  // namespace

Task<std::vector<Case>> LinkCases::list_open(Jurisdiction jurisdiction, int limit) const {
  links::Cases::Filter filter;
  if (jurisdiction != Jurisdiction::all()) filter.issuer = jurisdiction.text();
  auto open = co_await cases_.list(std::move(filter), 0, limit);
  if (!open) co_return pass_on(open);
  std::vector<Case> list;
  for (links::Case& one : *open) list.push_back(case_of(std::move(one)));
  co_return list;
}

Task<std::optional<Case>> LinkCases::find(std::string case_id) const {
  auto found = co_await cases_.find(links::CaseId(std::move(case_id)));
  if (!found) co_return pass_on(found);
  std::optional<Case> one;
  if (*found) one = case_of(std::move(**found));
  co_return one;
}

Task<CaseRecord> LinkCases::load_record(std::string case_id, Officer officer) const {
  audit::Actor by{.kind = audit::ActorKind::kOfficer, .id = officer.id.text()};
  auto opened = co_await cases_.open(links::CaseId(std::move(case_id)), std::move(by));
  if (!opened) co_return pass_on(opened);
  CaseRecord record;
  record.stated = std::move(opened->stated);
  for (const auto& evidence : opened->outcomes)
    record.outcomes.push_back({std::string(to_text(evidence.attribute)), evidence.comparison});
  co_return record;
}

Task<std::string> LinkRulings::version_of(PersonId) const { co_return std::string(); }

Task<store::Batch> LinkRulings::prepare(EffectOrder order) const {
  const auto verdict = verdict_of(order.kind);
  if (!verdict) co_return fail(ErrorCode::kInvalidInput, "This is no ruling about a case.");
  links::Ruling ruling;
  ruling.case_id = links::CaseId(order.case_id);
  ruling.verdict = *verdict;
  ruling.method = links::Method::kManual;
  ruling.origin.operator_id = order.proposer.text();
  ruling.origin.second_approver = order.approver.text();
  ruling.origin.terminal = "console";
  // There is no paper: what was ruled on is the case itself.
  ruling.origin.document_sha256 = hex_encode(crypto::sha256("case " + order.case_id));
  co_return co_await cases_.prepare_ruling(std::move(ruling));
}

}  // namespace inkan::officers
