#include "officers/effects.h"

#include <gtest/gtest.h>

#include "officers/test_office.h"

namespace inkan::officers {
namespace {

// EffectsTest is an office whose proposals are carried out by the register itself.
class EffectsTest : public testing::TestWithParam<std::string> {
 protected:
  std::string propose(const std::string& leak) {
    NewProposal proposal;
    proposal.kind = ProposalKind::kNumberReplacement;
    proposal.basis = presence_basis(office.serve(clerk));
    proposal.payload["leak"] = leak;
    auto id = office.run(enter_proposal(deps, *office.duty_of(clerk), std::move(proposal)));
    if (!id) return std::string(to_text(id.error().code));
    auto proof = office.answer(clerk, clerk.passkey, Act{"propose", *id});
    EXPECT_TRUE(office.run(seal_proposal(deps, *office.duty_of(clerk), *id, std::move(proof))));
    return *id;
  }
  Result<Done> approve(const std::string& id) {
    Decision decision;
    decision.id = id;
    decision.answer = Answer::kApprove;
    decision.passkey = office.answer(reviewer, reviewer.passkey, Act{"approve", id});
    return office.run(decide_proposal(deps, *office.duty_of(reviewer), std::move(decision)));
  }
  std::string number() {
    return office.nation.find(office.resident).open(office.nation.look(office.resident))->number.digits();
  }

  TestOffice office{GetParam()};
  population::Numbers numbers{office.register_deps()};
  NoEffects nothing{};
  RegisterEffects effects{RegisterEffects::Deps{.numbers = numbers, .life_events = nothing, .rulings = nothing}};
  Deps deps = office.deps_with(office.deps.cases, effects);
  Colleague clerk = office.hire(Role::kRegistrar);
  Colleague reviewer = office.hire(Role::kReviewer);
};

TEST_P(EffectsTest, REQ_SES_1_a_number_is_replaced_by_two_officers_with_fresh_proofs) {
  const std::string before = number();
  const std::string id = propose("leaked");
  EXPECT_EQ(number(), before) << "a proposal changes nothing";
  const auto approved = approve(id);
  ASSERT_TRUE(approved) << approved.error().public_text << approved.error().private_detail;
  EXPECT_NE(number(), before);
  const auto old = *PersonalNumber::parse(before);
  EXPECT_FALSE(office.run(office.nation.people.find_by_number(old)).value()) << "the old one is burnt";
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'proposal_approved'"), 1);
}

TEST_P(EffectsTest, proposal_on_a_number_that_was_replaced_meanwhile_is_overtaken) {
  const std::string first = propose("leaked");
  ASSERT_TRUE(approve(first));
  const std::string then = number();
  EXPECT_EQ(approve(first).error().code, ErrorCode::kConflict);
  EXPECT_EQ(number(), then);
}

TEST_P(EffectsTest, unknown_reason_is_refused_when_it_is_entered) {
  EXPECT_EQ(propose("because"), "invalid_input");
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM officer_proposals"), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, EffectsTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::officers
