#include "officers/proposals.h"

#include <gtest/gtest.h>

#include "officers/test_office.h"

namespace inkan::officers {
namespace {

class ProposalTest : public testing::TestWithParam<std::string> {
 protected:
  Result<std::string> enter(const Colleague& colleague, json::object payload = {{"to", "somewhere"}}) {
    NewProposal proposal;
    proposal.kind = ProposalKind::kMove;
    proposal.basis = presence_basis(office.serve(colleague));
    proposal.payload = std::move(payload);
    return office.run(enter_proposal(office.deps, *office.duty_of(colleague), std::move(proposal)));
  }
  Result<Done> seal(Colleague& colleague, const std::string& id) {
    return office.run(seal_proposal(office.deps, *office.duty_of(colleague), id,
                                    office.answer(colleague, colleague.passkey, Act{"propose", id})));
  }
  std::string propose(Colleague& colleague) {
    const std::string id = enter(colleague).value();
    seal(colleague, id).value();
    return id;
  }
  Result<Done> decide(Colleague& colleague, const std::string& id, Answer answer) {
    Decision decision;
    decision.id = id;
    decision.answer = answer;
    decision.passkey = office.answer(colleague, colleague.passkey, Act{std::string(act_name(answer)), id});
    return office.run(decide_proposal(office.deps, *office.duty_of(colleague), std::move(decision)));
  }
  std::string status(const std::string& id) {
    return office.run(find_proposal_row(office.deps.database, id)).value()->status;
  }
  int64_t effects() { return office.count("SELECT COUNT(*) FROM single_use WHERE kind = 'effect'"); }

  TestOffice office{GetParam()};
  Colleague clerk = office.hire(Role::kRegistrar, "SG-46");
  Colleague reviewer = office.hire(Role::kReviewer, "SG-46");
};

TEST_P(ProposalTest, another_officer_approves_and_it_takes_effect_in_the_same_batch) {
  const std::string id = propose(clerk);
  EXPECT_EQ(status(id), "open");
  EXPECT_EQ(effects(), 0);
  const auto waiting = office.run(list_to_decide(office.deps, *office.duty_of(reviewer), 10)).value();
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(waiting.front().proposal_id, id);
  const auto view = office.run(open_proposal(office.deps, *office.duty_of(reviewer), id)).value();
  EXPECT_EQ(view.payload.at("to").as_string(), "somewhere");
  ASSERT_TRUE(decide(reviewer, id, Answer::kApprove));
  EXPECT_EQ(status(id), "approved");
  EXPECT_EQ(effects(), 1);
  EXPECT_EQ(office.run(open_proposal(office.deps, *office.duty_of(reviewer), id)).value().row.status, "approved")
      << "whoever decided sees what became of it";
  Colleague another = office.hire(Role::kReviewer, "SG-46");
  EXPECT_EQ(office.run(open_proposal(office.deps, *office.duty_of(another), id)).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'proposal_approved'"), 1);
  EXPECT_EQ(decide(reviewer, id, Answer::kApprove).error().code, ErrorCode::kConflict) << "once";
  EXPECT_EQ(effects(), 1);
}

TEST_P(ProposalTest, rejected_proposal_has_no_effect) {
  const std::string id = propose(clerk);
  ASSERT_TRUE(decide(reviewer, id, Answer::kReject));
  EXPECT_EQ(status(id), "rejected");
  EXPECT_EQ(effects(), 0);
  EXPECT_EQ(decide(reviewer, id, Answer::kApprove).error().code, ErrorCode::kConflict);
}

TEST_P(ProposalTest, REQ_CARD_4_nobody_approves_what_they_proposed) {
  Colleague chief = office.hire(Role::kSupervisor, "SG-46");
  const std::string id = propose(chief);
  EXPECT_EQ(decide(chief, id, Answer::kApprove).error().code, ErrorCode::kForbidden);
  EXPECT_EQ(status(id), "open");
  store::Batch batch;
  decide_proposal_row(batch, id, chief.id, "approved", office.nation.clock.now());
  EXPECT_FALSE(office.run((*office.database)->commit(std::move(batch))).value().outcome) << "nor past the code";
  EXPECT_EQ(effects(), 0);
}

TEST_P(ProposalTest, registrar_and_auditor_do_not_decide) {
  const std::string id = propose(clerk);
  Colleague other = office.hire(Role::kRegistrar, "SG-46");
  Colleague auditor = office.hire(Role::kAuditor, "SG-46");
  EXPECT_EQ(decide(other, id, Answer::kApprove).error().code, ErrorCode::kForbidden);
  EXPECT_EQ(decide(auditor, id, Answer::kApprove).error().code, ErrorCode::kForbidden);
  EXPECT_TRUE(office.run(list_to_decide(office.deps, *office.duty_of(auditor), 10)).value().empty());
}

TEST_P(ProposalTest, officers_of_another_jurisdiction_neither_see_nor_decide) {
  const std::string id = propose(clerk);
  Colleague elsewhere = office.hire(Role::kReviewer, "SG-01");
  EXPECT_TRUE(office.run(list_to_decide(office.deps, *office.duty_of(elsewhere), 10)).value().empty());
  EXPECT_EQ(office.run(open_proposal(office.deps, *office.duty_of(elsewhere), id)).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(decide(elsewhere, id, Answer::kApprove).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(status(id), "open");
}

TEST_P(ProposalTest, proposal_overtaken_by_another_change_is_refused_and_closed) {
  const std::string id = propose(clerk);
  office.effects.version = "2";
  EXPECT_EQ(decide(reviewer, id, Answer::kApprove).error().code, ErrorCode::kConflict);
  EXPECT_EQ(status(id), "stale");
  EXPECT_EQ(effects(), 0);
}

TEST_P(ProposalTest, change_between_check_and_commit_is_noticed_by_the_batch) {
  const std::string id = propose(clerk);
  office.effects.overtaken = true;
  EXPECT_EQ(decide(reviewer, id, Answer::kApprove).error().code, ErrorCode::kConflict);
  EXPECT_EQ(status(id), "stale");
  EXPECT_EQ(effects(), 0);
}

TEST_P(ProposalTest, what_cannot_be_is_refused_when_it_is_entered) {
  EXPECT_EQ(enter(clerk, {{"impossible", true}}).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM officer_proposals"), 0);
}

TEST_P(ProposalTest, REQ_SES_1_a_draft_without_fresh_proof_is_no_proposal) {
  const std::string id = enter(clerk).value();
  EXPECT_EQ(status(id), "draft");
  EXPECT_TRUE(office.run(list_to_decide(office.deps, *office.duty_of(reviewer), 10)).value().empty());
  EXPECT_EQ(decide(reviewer, id, Answer::kApprove).error().code, ErrorCode::kConflict);
}

TEST_P(ProposalTest, REQ_SES_1_a_proof_for_something_else_does_not_seal) {
  const std::string first = enter(clerk).value();
  const std::string second = enter(clerk).value();
  const auto duty = *office.duty_of(clerk);
  auto other = office.answer(clerk, clerk.passkey, Act{"propose", first});
  EXPECT_EQ(office.run(seal_proposal(office.deps, duty, second, std::move(other))).error().code, ErrorCode::kForbidden);
  auto rejecting = office.answer(clerk, clerk.passkey, Act{"reject", second});
  EXPECT_EQ(office.run(seal_proposal(office.deps, duty, second, std::move(rejecting))).error().code,
            ErrorCode::kForbidden);
  EXPECT_EQ(status(second), "draft");
}

TEST_P(ProposalTest, REQ_SES_1_a_proof_of_another_officer_ends_the_session_and_stores_nothing) {
  const std::string id = enter(clerk).value();
  auto foreign = office.answer(clerk, reviewer.passkey, Act{"propose", id});
  const auto refused = office.run(seal_proposal(office.deps, *office.duty_of(clerk), id, std::move(foreign)));
  EXPECT_EQ(refused.error().code, ErrorCode::kForbidden);
  EXPECT_FALSE(office.duty_of(clerk)) << "the session is destroyed";
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM officer_proposals"), 0) << "nothing is stored";
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM officer_alarms WHERE kind = 'foreign_proof'"), 1);
  EXPECT_TRUE(office.duty_of(reviewer));
}

TEST_P(ProposalTest, REQ_SES_1_an_old_proof_does_not_seal) {
  const std::string id = enter(clerk).value();
  auto answer = office.answer(clerk, clerk.passkey, Act{"propose", id});
  office.nation.clock.advance(office.deps.settings.challenge_lifetime);
  EXPECT_EQ(office.run(seal_proposal(office.deps, *office.duty_of(clerk), id, std::move(answer))).error().code,
            ErrorCode::kForbidden);
}

TEST_P(ProposalTest, old_draft_cannot_be_sealed) {
  office.deps.settings.session_idle_max = std::chrono::hours(2);
  const std::string id = enter(clerk).value();
  office.nation.clock.advance(office.deps.settings.draft_lifetime);
  EXPECT_EQ(seal(clerk, id).error().code, ErrorCode::kExpired);
}

TEST_P(ProposalTest, draft_of_somebody_else_cannot_be_sealed_or_seen) {
  Colleague other = office.hire(Role::kRegistrar, "SG-46");
  const std::string id = enter(clerk).value();
  EXPECT_EQ(seal(other, id).error().code, ErrorCode::kExpired);
  EXPECT_EQ(office.run(open_proposal(office.deps, *office.duty_of(other), id)).error().code, ErrorCode::kNotFound);
}

TEST_P(ProposalTest, removed_officer_cannot_decide_with_what_they_still_hold) {
  const std::string id = propose(clerk);
  const OnDuty before = *office.duty_of(reviewer);
  Decision decision;
  decision.id = id;
  decision.answer = Answer::kApprove;
  decision.passkey = office.answer(reviewer, reviewer.passkey, Act{"approve", id});
  ASSERT_TRUE(office.run(remove_officer(office.deps, reviewer.id)));
  EXPECT_FALSE(office.run(decide_proposal(office.deps, before, std::move(decision))));
  EXPECT_EQ(status(id), "open");
}

TEST_P(ProposalTest, contents_are_sealed_and_bound_to_their_proposal) {
  const std::string id = propose(clerk);
  const auto row = *office.run(find_proposal_row(office.deps.database, id)).value();
  EXPECT_EQ(row.sealed.find("somewhere"), std::string::npos);
  const std::string other = propose(clerk);
  store::Batch batch;
  batch.add("UPDATE officer_proposals SET sealed = $1 WHERE proposal_id = $2", {store::Bytes{row.sealed}, other});
  ASSERT_TRUE(office.run((*office.database)->commit_all(std::move(batch))));
  EXPECT_EQ(office.run(open_proposal(office.deps, *office.duty_of(reviewer), other)).error().code, ErrorCode::kCorrupt);
}

TEST_P(ProposalTest, change_needs_presence_and_ruling_needs_case) {
  NewProposal ruling;
  ruling.kind = ProposalKind::kReleaseLink;
  ruling.basis = presence_basis(office.serve(reviewer));
  EXPECT_EQ(office.run(enter_proposal(office.deps, *office.duty_of(reviewer), std::move(ruling))).error().code,
            ErrorCode::kInvalidInput);
  NewProposal change;
  change.basis = Basis{Basis::Kind::kCase, "case-1"};
  EXPECT_EQ(office.run(enter_proposal(office.deps, *office.duty_of(reviewer), std::move(change))).error().code,
            ErrorCode::kInvalidInput);
}

TEST_P(ProposalTest, REQ_LINK_11_a_ruling_about_a_case_needs_two_officers) {
  Case one;
  one.id = "case-1";
  one.jurisdiction = "SG-46";
  one.person = office.resident;
  office.cases.all.emplace(one.id, one);
  NewProposal ruling;
  ruling.kind = ProposalKind::kReleaseLink;
  ruling.basis = Basis{Basis::Kind::kCase, one.id};
  NewProposal by_clerk = ruling;
  EXPECT_EQ(office.run(enter_proposal(office.deps, *office.duty_of(clerk), std::move(by_clerk))).error().code,
            ErrorCode::kForbidden);
  const std::string id = office.run(enter_proposal(office.deps, *office.duty_of(reviewer), std::move(ruling))).value();
  ASSERT_TRUE(seal(reviewer, id));
  EXPECT_EQ(decide(reviewer, id, Answer::kApprove).error().code, ErrorCode::kForbidden);
  Colleague second = office.hire(Role::kReviewer, "SG-46");
  ASSERT_TRUE(decide(second, id, Answer::kApprove));
  EXPECT_EQ(effects(), 1);
}

INSTANTIATE_TEST_SUITE_P(Engines, ProposalTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::officers
