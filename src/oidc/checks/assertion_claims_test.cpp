#include "oidc/checks/assertion_claims.h"

#include <gtest/gtest.h>

namespace inkan::oidc {
namespace {

class AssertionClaimsTest : public testing::Test {
 protected:
  json::object claims() {
    int64_t seconds = unix_seconds(now);
    json::object claims;
    claims["iss"] = "client";
    claims["sub"] = "client";
    claims["aud"] = "https://id.example.test/fapi";
    claims["iat"] = seconds;
    claims["exp"] = seconds + 60;
    claims["jti"] = "one";
    return claims;
  }
  json::object with(std::string_view name, json::value value) {
    json::object changed = claims();
    changed[name] = std::move(value);
    return changed;
  }
  std::string refusal(const json::object& claims) {
    auto facts = check_assertion_claims(claims, expected, now);
    if (facts) return "accepted";
    EXPECT_EQ(facts.error().code, Code::kInvalidClient);
    return facts.error().description;
  }

  Time now = from_unix_seconds(1'795'420'000);
  AssertionExpectation expected{.client_id = "client", .issuer = "https://id.example.test/fapi"};
};

TEST_F(AssertionClaimsTest, accepts_what_the_contract_says) {
  auto facts = check_assertion_claims(claims(), expected, now);
  ASSERT_TRUE(facts) << facts.error().description;
  EXPECT_EQ(facts->jti, "one");
  EXPECT_EQ(facts->expires_at, now + std::chrono::seconds(60));
  json::object both = with("nbf", unix_seconds(now));
  both["exp"] = unix_seconds(now) + 120;
  both["code"] = "tolerated";
  EXPECT_TRUE(check_assertion_claims(both, expected, now));
}

TEST_F(AssertionClaimsTest, refuses_an_assertion_with_any_required_claim_missing) {
  for (std::string_view name : {"iss", "sub", "aud", "exp", "jti"}) {
    json::object changed = claims();
    changed.erase(name);
    EXPECT_NE(refusal(changed).find(std::string(name) + " is missing"), std::string::npos) << name;
  }
}

TEST_F(AssertionClaimsTest, without_issue_time_expiry_counts_from_now) {
  json::object changed = claims();
  changed.erase("iat");
  EXPECT_EQ(refusal(changed), "accepted");
  changed["exp"] = unix_seconds(now) + 120;
  EXPECT_EQ(refusal(changed), "accepted");
  changed["exp"] = unix_seconds(now) + 121;
  EXPECT_NE(refusal(changed).find("after now"), std::string::npos);
}

TEST_F(AssertionClaimsTest, refuses_other_audiences_and_says_what_was_expected) {
  EXPECT_NE(refusal(with("aud", "https://id.example.test/fapi/token"))
                .find("aud is 'https://id.example.test/fapi/token', expected 'https://id.example.test/fapi'"),
            std::string::npos);
  EXPECT_NE(refusal(with("aud", "https://id.example.test/fapi/")).find("expected"), std::string::npos);
  EXPECT_NE(refusal(with("aud", json::array{"https://id.example.test/fapi"})).find("not a list"), std::string::npos);
}

TEST_F(AssertionClaimsTest, takes_an_endpoint_as_audience_only_with_the_switch) {
  json::object changed = with("aud", "https://id.example.test/fapi/par");
  EXPECT_NE(refusal(changed), "accepted");
  expected.endpoint_urls = {"https://id.example.test/fapi/par"};
  EXPECT_EQ(refusal(changed), "accepted");
  EXPECT_NE(refusal(with("aud", "https://id.example.test/fapi/token")), "accepted");
}

TEST_F(AssertionClaimsTest, refuses_other_subjects) {
  EXPECT_NE(refusal(with("sub", "other")).find("sub must be 'client'"), std::string::npos);
  EXPECT_NE(refusal(with("iss", "other")).find("iss must be 'client'"), std::string::npos);
  EXPECT_NE(refusal(with("sub", 1)).find("sub is missing"), std::string::npos);
}

TEST_F(AssertionClaimsTest, accepts_times_up_to_ten_seconds_ahead) {
  int64_t seconds = unix_seconds(now);
  for (std::string_view name : {"iat", "nbf"}) {
    EXPECT_EQ(refusal(with(name, seconds + 8)), "accepted") << name;
    EXPECT_EQ(refusal(with(name, seconds + 10)), "accepted") << name;
    EXPECT_NE(refusal(with(name, seconds + 11)).find("ahead of our clock"), std::string::npos) << name;
    EXPECT_NE(refusal(with(name, json::string(std::to_string(seconds)))).find("without quotes"), std::string::npos)
        << name;
  }
}

TEST_F(AssertionClaimsTest, refuses_expired_and_long_lived_assertions) {
  int64_t seconds = unix_seconds(now);
  EXPECT_NE(refusal(with("exp", seconds - 300)).find("expired 300 seconds ago"), std::string::npos);
  EXPECT_NE(refusal(with("exp", seconds)).find("expired"), std::string::npos);
  EXPECT_EQ(refusal(with("exp", seconds + 120)), "accepted");
  EXPECT_NE(refusal(with("exp", seconds + 121)).find("121 seconds after iat; at most 120"), std::string::npos);
  EXPECT_NE(refusal(with("exp", 99999999999999)).find("whole number"), std::string::npos);
  EXPECT_NE(refusal(with("exp", seconds + 0.5)).find("whole number"), std::string::npos);
}

}  // namespace
}  // namespace inkan::oidc
