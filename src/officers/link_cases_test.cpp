#include "officers/link_cases.h"

#include <gtest/gtest.h>

#include "officers/effects.h"
#include "officers/test_office.h"
#include "population/links/links.h"
#include "population/scan.h"

namespace inkan::officers {
namespace {

namespace links = population::links;
using population::Stated;

// An office whose cases are those of population/links, and whose rulings are carried out there. One agency is the area
// SG-46 itself, the other is of no area.
class LinkCasesTest : public testing::TestWithParam<std::string> {
 protected:
  LinkCasesTest() {
    office.deps.settings.reads_per_hour = 1000;
    matching.put(office.resident, population::stated_of(population::sample_citizen()));
    for (const char* issuer : {"SG-46", "ministry-of-health"})
      office.run(all.add_scheme({issuer, "handbook"}, /*sex_not_held=*/false, {})).value();
  }

  static Stated form() {
    Stated stated = population::stated_of(population::sample_citizen());
    stated.addresses.resize(1);
    return stated;
  }
  links::LinkAnswer bring(Stated stated, const std::string& issuer = "SG-46", bool from_chip = false) {
    links::LinkRequest wanted;
    wanted.record = {.scheme = {issuer, "handbook"}, .id = "12-345"};
    wanted.stated = std::move(stated);
    wanted.from_chip = from_chip;
    if (from_chip)
      wanted.number = office.nation.find(office.resident).open(office.nation.look(office.resident))->number;
    wanted.origin = {.operator_id = "clerk-7", .terminal = "counter-3", .document_sha256 = std::string(64, 'a')};
    return office.run(all.link(std::move(wanted))).value();
  }
  static Stated unsure() {
    Stated stated = form();
    for (auto& name : stated.names)
      if (name.kind == population::NameKind::kLegal) name.text = "●AN MEI LING";
    return stated;
  }
  // dispute makes a "this is not mine" and gives its case.
  std::string disputed(bool from_chip = false) {
    const auto told = bring(form(), "SG-46", from_chip);
    EXPECT_EQ(told.answer, links::Answer::kLinked);
    link_id = told.link.text();
    return office.run(all.dispute(office.resident, told.link, {})).value().text();
  }
  Result<std::string> propose(const Colleague& colleague, ProposalKind kind, const std::string& case_id) {
    NewProposal proposal;
    proposal.kind = kind;
    proposal.basis = Basis{Basis::Kind::kCase, case_id};
    auto id = office.run(enter_proposal(deps, *office.duty_of(colleague), std::move(proposal)));
    if (!id) return id;
    auto proof = office.answer(colleague, reviewer.passkey, Act{"propose", *id});
    auto sealed = office.run(seal_proposal(deps, *office.duty_of(colleague), *id, std::move(proof)));
    if (!sealed) return pass_on(sealed);
    return id;
  }
  Result<Done> approve(Colleague& colleague, const std::string& id) {
    Decision decision{.id = id, .answer = Answer::kApprove};
    decision.passkey = office.answer(colleague, colleague.passkey, Act{"approve", id});
    return office.run(decide_proposal(deps, *office.duty_of(colleague), std::move(decision)));
  }
  std::string state_of_link() {
    return office.run(office.deps.database.query("SELECT state FROM links", {})).value().front().text(0);
  }

  TestOffice office{GetParam()};
  population::Scan scan{office.register_deps()};
  links::MatchService matching{{.scan = scan, .keyed_hash = office.nation.keyed_hash, .log = office.log}};
  links::Links all{{.database = **office.database,
                    .master_key = *office.nation.master_key,
                    .keyed_hash = office.nation.keyed_hash,
                    .journal = office.nation.journal,
                    .people = office.nation.people,
                    .matching = matching,
                    .clock = office.nation.clock,
                    .random = office.nation.random,
                    .log = office.log}};
  links::Cases stored{all};
  LinkCases cases{stored};
  LinkRulings rulings{stored};
  population::Numbers numbers{office.register_deps()};
  RegisterEffects effects{RegisterEffects::Deps{.numbers = numbers, .life_events = rulings, .rulings = rulings}};
  Deps deps = office.deps_with(cases, effects);
  Colleague reviewer = office.hire(Role::kReviewer, "SG-46");
  Colleague supervisor = office.hire(Role::kSupervisor, "SG-46");
  std::string link_id{};
};

TEST_P(LinkCasesTest, an_area_sees_the_cases_of_its_own_agency_and_all_see_all) {
  ASSERT_EQ(bring(unsure()).answer, links::Answer::kQuarantine);
  ASSERT_EQ(bring(unsure(), "ministry-of-health").answer, links::Answer::kQuarantine);
  const auto list = [&](const char* area) {
    return office.run(cases.list_open(*Jurisdiction::parse(area), 10)).value();
  };
  ASSERT_EQ(list("SG-46").size(), 1u);
  EXPECT_EQ(list("SG-46").front().agency, "SG-46");
  EXPECT_EQ(list("SG-46").front().kind, "attempt");
  EXPECT_TRUE(list("SG-47").empty());
  EXPECT_EQ(list("all").size(), 2u);
  for (const Case& one : list("all")) {
    const auto found = office.run(load_case(cases, *office.duty_of(reviewer), one.id));
    EXPECT_EQ(found.has_value(), one.agency == "SG-46");
  }
  EXPECT_FALSE(office.run(cases.find("nothing")).value());
}

TEST_P(LinkCasesTest, REQ_LINK_4_an_opened_case_shows_what_was_stated_and_the_look_is_journalled) {
  ASSERT_EQ(bring(unsure()).answer, links::Answer::kQuarantine);
  const auto open = office.run(cases.list_open(Jurisdiction::all(), 10)).value();
  const auto record = office.run(cases.load_record(open.front().id, office.duty_of(reviewer)->officer)).value();
  EXPECT_TRUE(
      std::ranges::equal(record.stated.names, unsure().names, {}, &population::Name::text, &population::Name::text));
  ASSERT_FALSE(record.outcomes.empty());
  for (const CaseOutcome& outcome : record.outcomes) EXPECT_FALSE(outcome.attribute.empty());
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'case_read'"), 1);
  EXPECT_EQ(office.run(cases.load_record("nothing", office.duty_of(reviewer)->officer)).error().code,
            ErrorCode::kNotFound);
}

TEST_P(LinkCasesTest, REQ_LINK_11_a_disputed_link_ends_when_a_second_officer_agrees) {
  const std::string case_id = disputed();
  const auto id = propose(reviewer, ProposalKind::kRetireLink, case_id);
  ASSERT_TRUE(id) << id.error().public_text;
  EXPECT_EQ(state_of_link(), "disputed") << "a proposal changes nothing";
  EXPECT_EQ(approve(reviewer, *id).error().code, ErrorCode::kForbidden) << "four eyes";
  const auto approved = approve(supervisor, *id);
  ASSERT_TRUE(approved) << approved.error().public_text;
  EXPECT_EQ(state_of_link(), "retired");
  EXPECT_TRUE(office.run(cases.list_open(Jurisdiction::all(), 10)).value().empty());
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM link_cases WHERE closed_by <> '' AND second_approver <> closed_by"), 1);
}

TEST_P(LinkCasesTest, REQ_LINK_7_two_officers_show_a_link_again_but_not_one_that_a_card_made) {
  const std::string weak = disputed();
  const auto id = propose(reviewer, ProposalKind::kReleaseLink, weak);
  ASSERT_TRUE(id) << id.error().public_text;
  ASSERT_TRUE(approve(supervisor, *id));
  EXPECT_EQ(state_of_link(), "published");
  office.run(all.retire(links::LinkId(link_id), "test", {})).value();
  const std::string strong = disputed(/*from_chip=*/true);
  EXPECT_EQ(propose(reviewer, ProposalKind::kReleaseLink, strong).error().code, ErrorCode::kInvalidInput);
}

TEST_P(LinkCasesTest, rejects_rulings_that_do_not_fit_and_cases_that_are_closed) {
  ASSERT_EQ(bring(unsure()).answer, links::Answer::kQuarantine);
  const std::string id = office.run(cases.list_open(Jurisdiction::all(), 10)).value().front().id;
  EXPECT_EQ(propose(reviewer, ProposalKind::kRetireLink, id).error().code, ErrorCode::kInvalidInput);
  const auto first = propose(reviewer, ProposalKind::kDismissCase, id);
  const auto second = propose(reviewer, ProposalKind::kDismissCase, id);
  ASSERT_TRUE(first && second);
  ASSERT_TRUE(approve(supervisor, *first));
  EXPECT_EQ(approve(supervisor, *second).error().code, ErrorCode::kConflict);
  EXPECT_EQ(propose(reviewer, ProposalKind::kDismissCase, id).error().code, ErrorCode::kNotFound);
  EffectOrder move;
  move.kind = ProposalKind::kMove;
  EXPECT_EQ(office.run(rulings.prepare(std::move(move))).error().code, ErrorCode::kInvalidInput);
}

INSTANTIATE_TEST_SUITE_P(Engines, LinkCasesTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::officers
