#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "officers/access.h"
#include "officers/passkeys.h"
#include "officers/proposal_store.h"

namespace inkan::officers {

// Whatever an officer changes about a person or a link is a proposal: one officer enters and seals it with a fresh
// proof, another approves it with a fresh proof of their own, and the approval, its line in the journal and the effect
// are one batch.

enum class ProposalKind {
  kMove,
  kNameChange,
  kCorrection,
  kAddressProtection,
  kDeath,
  kUndo,               // of an entry of the person's history
  kNumberReplacement,  // the old number leaked
  kReleaseLink,        // a hidden link is right and becomes visible again
  kRetireLink,         // a hidden link was wrong and ends
  kDismissCase,        // an agency's record stays with nobody
};
std::string_view to_text(ProposalKind kind);
std::optional<ProposalKind> parse_proposal_kind(std::string_view text);
bool is_about_case(ProposalKind kind);

// EffectOrder is a proposal about to take effect.
struct EffectOrder {
  ProposalKind kind = ProposalKind::kMove;
  json::object payload{};
  std::string case_id{};  // of a ruling
  Opened opened{};        // of a change of a person
  OfficerId proposer{};
  OfficerId approver{};
  Time entered_at{};
  Time proven_at{};  // by the approver
};
// Effects turns proposals into the statements that carry them out; app wires the register and links to it.
class Effects {
 public:
  virtual ~Effects() = default;
  // version_of names the state of a record: it differs after every change. Empty for a ruling.
  virtual Task<std::string> version_of(PersonId person) const = 0;
  // prepare gives the batch; kInvalidInput for what cannot be (also asked when it is entered), kConflict for what does
  // not fit the record any more. The batch itself breaks when the record changes before the commit.
  virtual Task<store::Batch> prepare(EffectOrder order) const = 0;
};

struct NewProposal {
  ProposalKind kind = ProposalKind::kMove;
  Basis basis{};
  json::object payload{};  // what is to change, personal; empty for a ruling
};
// enter_proposal keeps what the officer entered as a draft and gives its id. The look that this needs counts and is
// recorded as every other. Errors are those of open_person and Effects::prepare.
Task<std::string> enter_proposal(const Deps& deps, OnDuty duty, NewProposal proposal);
// seal_proposal makes a draft a proposal: `tried` answers begin_proof(Act{"propose", id}), so it is younger than the
// draft (REQ-SES-1). kExpired for a draft that is too old or gone.
Task<Done> seal_proposal(const Deps& deps, OnDuty duty, std::string id, accounts::AssertionTry tried);

// ProposalView is a proposal opened for its proposer or for who may decide: the look is in the journal.
struct ProposalView {
  ProposalRow row{};
  ProposalKind kind = ProposalKind::kMove;
  json::object payload{};
  Opened opened{};  // without a ticket for a ruling
};
Task<ProposalView> open_proposal(const Deps& deps, OnDuty duty, std::string id);

enum class Answer { kApprove, kReject };
struct Decision {
  std::string id{};
  Answer answer = Answer::kReject;
  accounts::AssertionTry passkey{};  // answers begin_proof(Act{"approve" or "reject", id})
};
// decide_proposal approves or rejects. kForbidden without the right or for one's own; kConflict when it was decided
// meanwhile, or when the record has changed since the proposal was entered: then it is closed as stale.
Task<Done> decide_proposal(const Deps& deps, OnDuty duty, Decision decision);
std::string_view act_name(Answer answer);

// list_to_decide gives what waits for this officer; list_own what they proposed, newest first. Rows without contents.
Task<std::vector<ProposalRow>> list_to_decide(const Deps& deps, OnDuty duty, int limit);
Task<std::vector<ProposalRow>> list_own(const Deps& deps, OnDuty duty, int limit);

}  // namespace inkan::officers
