#include "exchange/release.h"

#include <gtest/gtest.h>

#include "exchange/test_exchange.h"
#include "store/test_forwarding.h"

namespace inkan::exchange {
namespace {

using audit::EventKind;
using store::run_task;

class ReleaseTest : public testing::TestWithParam<std::string> {
 protected:
  std::unique_ptr<store::TestDatabase> database_ = store::open_test_database(GetParam());
  TestExchange exchange_{**database_};
};

TEST_P(ReleaseTest, gives_userinfo_as_the_wire_contract_says) {
  auto order =
      exchange_.order({"openid", "uinfin", "name", "sex", "regadd", "mobileno", "email", "marriedname", "noa"});
  const auto outcome = exchange_.release(std::move(order));
  ASSERT_TRUE(outcome && outcome->data);
  EXPECT_TRUE(outcome->data->sub_attributes.empty());
  const std::string expected =
      R"({"uinfin":{"value":")" + exchange_.number +
      R"(","source":"1","classification":"C","lastupdated":"2026-11-23"},)"
      R"("name":{"value":"TAN MEI LING","source":"1","classification":"C","lastupdated":"2026-11-23"},)"
      R"("sex":{"code":"F","desc":"FEMALE","source":"1","classification":"C","lastupdated":"2026-11-23"},)"
      R"("regadd":{"type":"SG","block":{"value":"102"},"building":{"value":""},"floor":{"value":"09"},)"
      R"("unit":{"value":"128"},"street":{"value":"BEDOK NORTH AVENUE 4"},"postal":{"value":"460102"},)"
      R"("country":{"code":"SG","desc":"SINGAPORE"},"source":"1","classification":"C","lastupdated":"2026-11-23"},)"
      R"("mobileno":{"prefix":{"value":"+"},"areacode":{"value":"65"},"nbr":{"value":"81234567"},)"
      R"("source":"4","classification":"C","lastupdated":"2026-11-23"},)"
      R"("email":{"value":"meiling@example.org","source":"4","classification":"C","lastupdated":"2026-11-23"},)"
      R"("marriedname":{"unavailable":true,"source":"1","classification":"C","lastupdated":"2026-11-23"},)"
      R"("noa":{"unavailable":true,"source":"1","classification":"C","lastupdated":"2026-11-23"}})";
  EXPECT_EQ(to_json_text(outcome->data->person_info), expected);
}

TEST_P(ReleaseTest, records_who_got_what_why_under_which_law) {
  ASSERT_TRUE(exchange_.release(exchange_.order({"openid", "name"})).has_value());
  const auto events = exchange_.events(EventKind::kRelease);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events.front().client_id, exchange_.client->id.text());
  EXPECT_EQ(events.front().actor.kind, audit::ActorKind::kService);
  EXPECT_EQ(to_json_text(exchange_.note_of(events.front())),
            R"({"scopes":["name"],"purpose":{"name":{"en":"To issue your card","ja":"カードの発行"}},)"
            R"("legal_basis":{"name":{"en":"Library Act, section 4"}},"channel":"userinfo"})");
}

TEST_P(ReleaseTest, commit_that_fails_gives_no_data_and_leaves_no_record) {
  store::Batch batch;
  batch.add("DELETE FROM audit_tree WHERE name = $1", {std::string("nobody")}, store::Expect::kOne);
  const auto outcome = run_task(exchange_.releases.release(std::move(batch), exchange_.order({"name"})));
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->result.broken_expectation, 0u);
  EXPECT_FALSE(outcome->data.has_value());
  EXPECT_TRUE(exchange_.events(EventKind::kRelease).empty());
}

// FailingDatabase answers every commit with an error, before or after it was stored.
class FailingDatabase final : public store::ForwardingDatabase {
 public:
  FailingDatabase(store::Database& inner, bool store_first) : ForwardingDatabase(inner), store_first_(store_first) {}
  Task<store::CommitResult> commit(store::Batch batch) override {
    if (store_first_) {
      auto stored = co_await inner().commit(std::move(batch));
      if (!stored) co_return pass_on(stored);
    }
    co_return fail(ErrorCode::kTimeout, "The service is busy.");
  }

 private:
  bool store_first_;
};

TEST_P(ReleaseTest, commit_of_unknown_outcome_gives_no_data_but_may_leave_a_record) {
  for (bool store_first : {false, true}) {
    FailingDatabase failing(**database_, store_first);
    audit::Journal journal(failing, exchange_.people.clock, exchange_.people.random);
    Releases releases(Releases::Deps{exchange_.people.people, exchange_.accounts, journal, exchange_.people.clock,
                                     exchange_.people.random});
    const auto outcome = run_task(releases.release({}, exchange_.order({"name"})));
    EXPECT_EQ(outcome.error().code, ErrorCode::kTimeout);
    EXPECT_EQ(exchange_.events(EventKind::kRelease).size(), store_first ? 1u : 0u);
  }
}

TEST_P(ReleaseTest, refuses_data_of_the_dead_and_the_departed) {
  for (auto status : {population::PersonStatus::kDeparted, population::PersonStatus::kDeceased}) {
    ASSERT_TRUE(
        run_task(exchange_.people.people.record_status(exchange_.person, status, population::Registrar{})).has_value());
    EXPECT_EQ(exchange_.release(exchange_.order({"name"})).error().code, ErrorCode::kForbidden);
  }
  EXPECT_TRUE(exchange_.events(EventKind::kRelease).empty());
}

TEST_P(ReleaseTest, refuses_accounts_that_are_closed_unknown_or_of_another_person) {
  auto order = exchange_.order({"name"});
  order.account = accounts::AccountId("nobody");
  EXPECT_EQ(exchange_.release(order).error().code, ErrorCode::kForbidden);
  const auto other = exchange_.people.add(population::sample_foreign_resident());
  order = exchange_.order({"name"});
  order.person = other.id;
  EXPECT_EQ(exchange_.release(order).error().code, ErrorCode::kForbidden);
  for (auto status : {accounts::AccountStatus::kSuspended, accounts::AccountStatus::kClosed}) {
    exchange_.accounts.accounts[exchange_.account.text()].status = status;
    EXPECT_EQ(exchange_.release(exchange_.order({"name"})).error().code, ErrorCode::kForbidden);
  }
  EXPECT_TRUE(exchange_.events(EventKind::kRelease).empty());
}

TEST_P(ReleaseTest, refuses_scopes_without_entitlement) {
  EXPECT_EQ(exchange_.release(exchange_.order({"name", "dob"})).error().code, ErrorCode::kForbidden);
  EXPECT_TRUE(exchange_.events(EventKind::kRelease).empty());
}

TEST_P(ReleaseTest, id_token_of_a_myinfo_service_has_the_name_only) {
  auto order = exchange_.order({"openid", "uinfin", "name", "email"}, "id_token");
  order.also_sign_in = true;
  const auto outcome = exchange_.release(std::move(order));
  ASSERT_TRUE(outcome && outcome->data);
  EXPECT_EQ(to_json_text(outcome->data->sub_attributes), R"({"name":"TAN MEI LING"})");
  EXPECT_TRUE(outcome->data->person_info.empty());
  EXPECT_FALSE(exchange_.accounts.asked_for_contacts);
  EXPECT_EQ(exchange_.events(EventKind::kSignIn).size(), 1u);
  const auto releases = exchange_.events(EventKind::kRelease);
  ASSERT_EQ(releases.size(), 1u);
  EXPECT_EQ(to_json_text(*exchange_.note_of(releases.front()).if_contains("scopes")), R"(["name"])");
}

TEST_P(ReleaseTest, id_token_of_a_login_service_says_who_it_is_and_how_to_reach_them) {
  catalogue::Client login = *exchange_.client;
  login.kind = catalogue::ClientKind::kLogin;
  catalogue::Entitlement identity;
  identity.scope = "user.identity";
  login.entitlements.push_back(identity);
  auto order = exchange_.order({"openid", "user.identity", "name", "email", "mobileno"}, "id_token");
  order.client = &login;
  const auto outcome = exchange_.release(std::move(order));
  ASSERT_TRUE(outcome && outcome->data);
  EXPECT_EQ(to_json_text(outcome->data->sub_attributes),
            R"({"account_type":"standard","identity_number":")" + exchange_.number +
                R"(","identity_coi":"SG","name":"TAN MEI LING","email":"meiling@example.org","mobileno":"81234567"})");
}

TEST_P(ReleaseTest, sign_in_without_data_is_a_sign_in_and_no_release) {
  auto order = exchange_.order({"openid"}, "id_token");
  order.also_sign_in = true;
  const auto outcome = exchange_.release(std::move(order));
  ASSERT_TRUE(outcome && outcome->data);
  EXPECT_TRUE(outcome->data->sub_attributes.empty());
  EXPECT_EQ(exchange_.events(EventKind::kSignIn).size(), 1u);
  EXPECT_TRUE(exchange_.events(EventKind::kRelease).empty());
}

TEST_P(ReleaseTest, description_for_the_resident_is_their_own_view) {
  std::vector<std::string> scopes{"openid", "name", "sex", "regadd", "mobileno", "marriedname", "noa", "user.identity"};
  const auto lines = run_task(exchange_.releases.describe(exchange_.person, exchange_.account, scopes));
  ASSERT_TRUE(lines.has_value());
  ASSERT_EQ(lines->size(), 7u);
  EXPECT_EQ(lines->at(0).value, "TAN MEI LING");
  EXPECT_EQ(lines->at(1).value, "FEMALE");
  EXPECT_EQ(lines->at(2).value, "102 BEDOK NORTH AVENUE 4 #09-128 SINGAPORE 460102");
  EXPECT_EQ(lines->at(3).value, "+65 81234567");
  EXPECT_TRUE(lines->at(4).unavailable);
  EXPECT_TRUE(lines->at(5).unavailable);
  EXPECT_EQ(lines->at(6).value, exchange_.number);
  EXPECT_EQ(exchange_.events(EventKind::kPersonRead).size(), 1u);
  const accounts::AccountId stranger("nobody");
  EXPECT_FALSE(run_task(exchange_.releases.describe(exchange_.person, stranger, scopes)).has_value());
}

INSTANTIATE_TEST_SUITE_P(Engines, ReleaseTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::exchange
