#include "exchange/consent.h"

#include <gtest/gtest.h>

#include "exchange/routes.h"
#include "exchange/test_exchange.h"

namespace inkan::exchange {
namespace {

using store::run_task;

class ConsentTest : public testing::TestWithParam<std::string> {
 protected:
  Decision decision(std::string flow) {
    return *run_task(exchange_.consents.decision(std::move(flow), exchange_.account));
  }

  std::unique_ptr<store::TestDatabase> database_ = store::open_test_database(GetParam());
  TestExchange exchange_{**database_};
};

TEST_P(ConsentTest, yes_covers_what_was_asked_and_nothing_else) {
  exchange_.ask(exchange_.question("f1", {"openid", "name"}));
  EXPECT_EQ(decision("f1"), Decision::kNone);
  EXPECT_FALSE(exchange_.covered({"name"}));
  ASSERT_TRUE(exchange_.answer("f1", Decision::kAllowed).has_value());
  EXPECT_EQ(decision("f1"), Decision::kAllowed);
  EXPECT_TRUE(exchange_.covered({"openid", "name"}));
  EXPECT_FALSE(exchange_.covered({"openid", "name", "sex"}));
  const auto events = exchange_.events(audit::EventKind::kConsentGiven);
  ASSERT_EQ(events.size(), 1u);
  const auto note = exchange_.note_of(events.front());
  EXPECT_EQ(*find_string(*find_object(*find_object(note, "purpose"), "name"), "ja"), "カードの発行");
}

TEST_P(ConsentTest, no_is_journaled_and_covers_nothing) {
  exchange_.ask(exchange_.question("f1", {"name"}));
  ASSERT_TRUE(exchange_.answer("f1", Decision::kDenied).has_value());
  EXPECT_EQ(decision("f1"), Decision::kDenied);
  EXPECT_FALSE(exchange_.covered({"name"}));
  EXPECT_EQ(exchange_.events(audit::EventKind::kConsentRefused).size(), 1u);
  EXPECT_TRUE(run_task(exchange_.consents.list(exchange_.account))->empty());
}

TEST_P(ConsentTest, second_answer_changes_nothing) {
  exchange_.ask(exchange_.question("f1", {"name"}));
  ASSERT_TRUE(exchange_.answer("f1", Decision::kDenied).has_value());
  EXPECT_EQ(exchange_.answer("f1", Decision::kAllowed).error().code, ErrorCode::kConflict);
  EXPECT_EQ(decision("f1"), Decision::kDenied);
  EXPECT_FALSE(exchange_.covered({"name"}));
  EXPECT_TRUE(exchange_.events(audit::EventKind::kConsentGiven).empty());
}

TEST_P(ConsentTest, of_two_answers_at_once_exactly_one_counts) {
  exchange_.ask(exchange_.question("f1", {"name"}));
  std::vector<Task<Done>> tasks;
  for (int i = 0; i < 2; ++i) {
    Answer answer;
    answer.flow = "f1";
    answer.browser = exchange_.browser;
    answer.account = exchange_.account;
    answer.decision = Decision::kAllowed;
    tasks.push_back(exchange_.consents.answer(std::move(answer), exchange_.client));
  }
  const auto results = store::run_tasks(std::move(tasks));
  EXPECT_EQ(results[0].has_value() + results[1].has_value(), 1);
  EXPECT_EQ(exchange_.events(audit::EventKind::kConsentGiven).size(), 1u);
}

TEST_P(ConsentTest, two_questions_at_once_end_in_one_consent_for_both) {
  exchange_.ask(exchange_.question("f1", {"name"}));
  exchange_.ask(exchange_.question("f2", {"sex"}));
  std::vector<Task<Done>> tasks;
  for (const char* flow : {"f1", "f2"}) {
    Answer answer;
    answer.flow = flow;
    answer.browser = exchange_.browser;
    answer.account = exchange_.account;
    answer.decision = Decision::kAllowed;
    tasks.push_back(exchange_.consents.answer(std::move(answer), exchange_.client));
  }
  for (const auto& result : store::run_tasks(std::move(tasks))) EXPECT_TRUE(result.has_value());
  EXPECT_TRUE(exchange_.covered({"name", "sex"}));
  EXPECT_EQ(run_task(exchange_.consents.list(exchange_.account))->size(), 1u);
}

TEST_P(ConsentTest, other_browser_other_account_and_late_answers_are_refused) {
  exchange_.ask(exchange_.question("f1", {"name"}));
  Answer answer;
  answer.flow = "f1";
  answer.decision = Decision::kAllowed;
  answer.account = exchange_.account;
  answer.browser = "browser-two";
  EXPECT_EQ(run_task(exchange_.consents.answer(answer, exchange_.client)).error().code, ErrorCode::kConflict);
  answer.browser = exchange_.browser;
  answer.account = accounts::AccountId("somebody-else");
  EXPECT_EQ(run_task(exchange_.consents.answer(answer, exchange_.client)).error().code, ErrorCode::kConflict);
  exchange_.people.clock.advance(std::chrono::minutes(10));
  EXPECT_EQ(exchange_.answer("f1", Decision::kAllowed).error().code, ErrorCode::kConflict);
  EXPECT_EQ(decision("f1"), Decision::kNone);
  EXPECT_FALSE(exchange_.covered({"name"}));
}

TEST_P(ConsentTest, more_scopes_make_one_wider_consent) {
  exchange_.ask(exchange_.question("f1", {"name"}));
  exchange_.ask(exchange_.question("f2", {"name", "sex"}));
  ASSERT_TRUE(exchange_.answer("f1", Decision::kAllowed).has_value());
  ASSERT_TRUE(exchange_.answer("f2", Decision::kAllowed).has_value());
  const auto consents = run_task(exchange_.consents.list(exchange_.account));
  ASSERT_EQ(consents->size(), 1u);
  EXPECT_EQ(consents->front().scopes, (std::vector<std::string>{"name", "sex"}));
  EXPECT_EQ(exchange_.events(audit::EventKind::kConsentGiven).size(), 2u);
}

TEST_P(ConsentTest, withdrawn_consent_covers_nothing_and_is_withdrawn_once) {
  exchange_.ask(exchange_.question("f1", {"name"}));
  ASSERT_TRUE(exchange_.answer("f1", Decision::kAllowed).has_value());
  const std::string id = run_task(exchange_.consents.list(exchange_.account))->front().consent_id;
  const accounts::AccountId stranger("somebody-else");
  EXPECT_EQ(run_task(exchange_.consents.withdraw(stranger, exchange_.person, id)).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(exchange_.covered({"name"}));
  ASSERT_TRUE(run_task(exchange_.consents.withdraw(exchange_.account, exchange_.person, id)).has_value());
  EXPECT_FALSE(exchange_.covered({"name"}));
  EXPECT_EQ(run_task(exchange_.consents.withdraw(exchange_.account, exchange_.person, id)).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(exchange_.events(audit::EventKind::kConsentWithdrawn).size(), 1u);
  // A later yes does not bring back what was withdrawn.
  exchange_.ask(exchange_.question("f2", {"sex"}));
  ASSERT_TRUE(exchange_.answer("f2", Decision::kAllowed).has_value());
  EXPECT_TRUE(exchange_.covered({"sex"}));
  EXPECT_FALSE(exchange_.covered({"name"}));
}

TEST_P(ConsentTest, removes_expired_questions_only) {
  exchange_.ask(exchange_.question("f1", {"name"}));
  exchange_.people.clock.advance(std::chrono::minutes(5));
  exchange_.ask(exchange_.question("f2", {"name"}));
  exchange_.people.clock.advance(std::chrono::minutes(5));
  store::Batch batch;
  remove_expired(batch, exchange_.people.clock.now());
  ASSERT_TRUE(run_task((*database_)->commit_all(std::move(batch))).has_value());
  EXPECT_EQ((*run_task((*database_)->query_one("SELECT COUNT(*) FROM consent_questions", {})))->integer(0), 1);
  EXPECT_TRUE(run_task(exchange_.consents.find_question("f2"))->has_value());
}

INSTANTIATE_TEST_SUITE_P(Engines, ConsentTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::exchange
