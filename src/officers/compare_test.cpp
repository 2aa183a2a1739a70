#include "officers/compare.h"

#include <gtest/gtest.h>

#include "officers/test_office.h"

namespace inkan::officers {
namespace {

using population::names::Agreement;
using population::names::Outcome;

class OfficerCompareTest : public testing::TestWithParam<std::string> {
 protected:
  static population::Stated stated(const std::string& name = "TAN MEI LING") {
    population::Stated stated = population::stated_of(population::sample_citizen());
    stated.names.resize(1);
    stated.names.front().text = name;
    return stated;
  }
  Result<CompareAnswer> compare(population::Stated what) {
    Basis basis = presence_basis(presence);
    return office.run(compare_person(office.deps, *office.duty_of(aoki), std::move(basis), std::move(what)));
  }
  TestOffice office{GetParam()};
  Colleague aoki = office.hire(Role::kRegistrar);
  Presence presence = office.serve(aoki);
};

TEST_P(OfficerCompareTest, what_the_resident_states_agrees_with_the_record) {
  const auto answer = compare(stated());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->agreement, Agreement::kAgree);
  EXPECT_FALSE(answer->outcomes.empty());
}

TEST_P(OfficerCompareTest, REQ_LINK_4_the_answer_holds_outcomes_and_nothing_of_the_register) {
  const auto answer = compare(stated("LIM AH KOW"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->agreement, Agreement::kDisagree);
  for (const CaseOutcome& outcome : answer->outcomes) {
    EXPECT_EQ(outcome.attribute.find("TAN"), std::string::npos);
    EXPECT_EQ(outcome.comparison.rule.find("TAN"), std::string_view::npos);
    EXPECT_NE(outcome.attribute, "chinese") << "not stated, so not answered";
  }
}

TEST_P(OfficerCompareTest, REQ_LINK_1_incomplete_statements_are_refused_before_anything_is_looked_at) {
  population::Stated nameless = stated(), ageless = stated(), homeless = stated();
  nameless.names.clear();
  ageless.born.reset();
  homeless.addresses.clear();
  for (const population::Stated& incomplete : {nameless, ageless, homeless})
    EXPECT_EQ(compare(incomplete).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'person_read'"), 0);
}

TEST_P(OfficerCompareTest, REQ_OPR_1_comparisons_that_fail_are_counted_and_stop_the_officer) {
  office.deps.settings.failures_per_hour = 2;
  ASSERT_TRUE(compare(stated())) << "what agrees costs nothing";
  ASSERT_TRUE(compare(stated("LIM AH KOW")));
  ASSERT_TRUE(compare(stated("LIM AH HUAT")));
  EXPECT_EQ(compare(stated()).error().code, ErrorCode::kTooMany);
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM officer_alarms WHERE kind = 'limit_reached'"), 1);
}

TEST_P(OfficerCompareTest, every_comparison_is_recorded_as_a_read) {
  ASSERT_TRUE(compare(stated()));
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'person_read' AND actor_kind = 'officer'"), 1);
}

INSTANTIATE_TEST_SUITE_P(Engines, OfficerCompareTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::officers
