#include "accounts/sign_in.h"

#include <gtest/gtest.h>

#include "accounts/hashes.h"
#include "accounts/manage.h"
#include "accounts/test_world.h"
#include "accounts/totp.h"

namespace inkan::accounts {
namespace {

const std::string kTotpSecret(kTotpSecretBytes, 's');

class SignInTest : public testing::TestWithParam<std::string> {
 protected:
  std::string code(int64_t step_offset = 0) {
    return totp_code(Secret(kTotpSecret), totp_step(world.deps.clock.now()) + step_offset);
  }
  World world{GetParam()};
  Visit visit{world};
};

TEST_P(SignInTest, password_gives_a_session_of_level_1_and_goes_back_to_the_service) {
  const AccountId account = world.resident();
  const http::Response response = visit.sign_in(1);
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(location_of(response), "/authorize/continue?flow=x");
  const std::optional<SignedIn> session = visit.session();
  ASSERT_TRUE(session);
  EXPECT_EQ(session->account, account);
  EXPECT_EQ(session->level, 1);
  EXPECT_EQ(session->methods, std::vector<std::string>{"pwd"});
  EXPECT_EQ(session->authenticated_at, world.deps.clock.now());
}

TEST_P(SignInTest, page_says_who_asks_and_what_for_escaped) {
  const std::string body = visit.open(1).body;
  EXPECT_NE(body.find("City &lt;Library&gt;"), std::string::npos);
  EXPECT_NE(body.find("Sign in to the service"), std::string::npos);
  EXPECT_NE(body.find("Renew &lt;b&gt;card&lt;/b&gt;"), std::string::npos);
  for (const char* id : {"id=\"login-id\"", "id=\"login-password\"", "id=\"login-submit\""}) {
    EXPECT_NE(body.find(id), std::string::npos) << id;
  }
}

// Chromium applies form-action to the redirects behind a form: without its origin the way back to the service is
// barred.
TEST_P(SignInTest, page_lets_the_form_lead_back_to_this_service_only) {
  visit.get("/signed-out");
  const std::string flow = world.asks(visit.cookie("__Host-browser"), 1, false, "https://rp.example/cb?x=1");
  const std::string policy = header_of(visit.get("/login?flow=" + flow), "content-security-policy");
  EXPECT_TRUE(policy.ends_with("form-action 'self' https://rp.example")) << policy;
  visit.follow(visit.get("/login"));
  EXPECT_EQ(header_of(visit.get("/login?flow=" + visit.hidden("flow")), "content-security-policy"), "");
}

TEST_P(SignInTest, a_network_that_begins_too_many_is_told_so_and_stores_nothing_more) {
  visit.get("/login");
  store::Batch as_if;
  as_if.add("UPDATE guard_attempts SET attempts = 6000, allowed_from = window_ends_at WHERE kind = 'opening'", {});
  ASSERT_TRUE(store::run_task((*world.database)->commit_all(std::move(as_if))));
  const int64_t before = world.count("SELECT COUNT(*) FROM sign_in_requests");
  const http::Response refused = visit.get("/login");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM sign_in_requests"), before);
}

TEST_P(SignInTest, login_id_is_compared_without_regard_to_case) {
  world.resident();
  EXPECT_EQ(visit.sign_in(1, " Mei.LING ").status, 303);
}

TEST_P(SignInTest, rejects_wrong_password_and_unknown_login_id_with_the_same_answer) {
  world.resident();
  const http::Response wrong = visit.sign_in(1, "mei.ling", "not the password");
  Visit other(world);
  const http::Response unknown = other.sign_in(1, "nobody.here", "not the password");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(unknown.status, 422);
  EXPECT_NE(wrong.body.find("is not right"), std::string::npos);
  EXPECT_NE(unknown.body.find("is not right"), std::string::npos);
  EXPECT_FALSE(visit.session());
}

// A refused attempt is written down whether or not the login id exists, so that neither takes less work.
TEST_P(SignInTest, records_refusals_of_known_and_unknown_login_ids_alike) {
  world.resident();
  const auto events = [this] { return world.count("SELECT COUNT(*) FROM audit_events"); };
  const int64_t before = events();
  visit.sign_in(1, "mei.ling", "not the password");
  EXPECT_EQ(events(), before + 1);
  visit.sign_in(1, "nobody.here", "not the password");
  EXPECT_EQ(events(), before + 2);
}

TEST_P(SignInTest, moves_a_password_hash_to_todays_cost) {
  world.resident();
  world.deps.settings.password_cost.operations = 2;
  ASSERT_EQ(visit.sign_in(1).status, 303);
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM account_logins WHERE password_hash LIKE '%t=2%'"), 1);
  EXPECT_EQ(Visit(world).sign_in(1).status, 303);
}

TEST_P(SignInTest, rejects_empty_fields_with_a_summary_that_links_to_them) {
  visit.open(1);
  const http::Response response = visit.post("/login", {{"login-id", ""}, {"login-password", ""}});
  EXPECT_EQ(response.status, 422);
  EXPECT_NE(response.body.find("href=\"#login-id\""), std::string::npos);
  EXPECT_NE(response.body.find("href=\"#login-password\""), std::string::npos);
}

TEST_P(SignInTest, holds_up_a_guesser_but_not_the_owner_on_a_known_device) {
  world.resident();
  ASSERT_EQ(visit.sign_in(1).status, 303);
  Visit guesser(world);
  guesser.peer = "203.0.113.9";
  http::Response last;
  for (int i = 0; i < 8; ++i) last = guesser.sign_in(1, "mei.ling", "guess");
  EXPECT_EQ(last.status, 429);
  EXPECT_NE(last.body.find("id=\"error-page\""), std::string::npos);
  EXPECT_FALSE(header_of(last, "retry-after").empty());
  EXPECT_EQ(guesser.sign_in(1).status, 429);  // even with the right password
  world.nation.clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(visit.open(1, /*fresh=*/true).status, 200);
  EXPECT_EQ(visit.post("/login", {{"login-id", "mei.ling"}, {"login-password", std::string(kPassword)}}).status, 303);
}

TEST_P(SignInTest, rejects_a_form_without_csrf_token) {
  world.resident();
  visit.open(1);
  const http::Response response = visit.post_raw(
      "/login", {{"flow", visit.flow}, {"login-id", "mei.ling"}, {"login-password", std::string(kPassword)}});
  EXPECT_EQ(response.status, 403);
  EXPECT_FALSE(visit.session());
}

TEST_P(SignInTest, rejects_the_flow_of_another_browser) {
  world.resident();
  visit.open(1);
  Visit other(world);
  EXPECT_EQ(other.get("/login?flow=" + visit.flow).status, 400);
  other.open(1);
  const http::Response response = other.post_raw("/login", {{"flow", visit.flow},
                                                            {"csrf", other.hidden("csrf")},
                                                            {"login-id", "mei.ling"},
                                                            {"login-password", std::string(kPassword)}});
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body.find("id=\"error-page\""), std::string::npos);
}

TEST_P(SignInTest, rejects_an_expired_flow) {
  world.resident();
  visit.open(1);
  world.nation.clock.advance(std::chrono::minutes(15));
  EXPECT_EQ(visit.post("/login", {{"login-id", "mei.ling"}, {"login-password", std::string(kPassword)}}).status, 400);
}

TEST_P(SignInTest, rejects_a_flow_that_was_finished) {
  world.resident();
  visit.open(1);
  const std::string browser = visit.cookie("__Host-browser");
  const std::string csrf = visit.hidden("csrf");
  const std::vector<std::pair<std::string, std::string>> fields = {
      {"flow", visit.flow}, {"csrf", csrf}, {"login-id", "mei.ling"}, {"login-password", std::string(kPassword)}};
  EXPECT_EQ(visit.post_raw("/login", fields).status, 303);
  visit.set_cookie("__Host-browser", browser);
  EXPECT_EQ(visit.post_raw("/login", fields).status, 400);
}

TEST_P(SignInTest, loading_the_page_twice_before_signing_in_works) {
  world.resident();
  visit.open(1);
  EXPECT_EQ(visit.get("/login?flow=" + visit.flow).status, 200);
  EXPECT_EQ(visit.post("/login", {{"login-id", "mei.ling"}, {"login-password", std::string(kPassword)}}).status, 303);
}

TEST_P(SignInTest, changes_the_session_cookie_at_sign_in_and_at_level_change) {
  world.resident("mei.ling", kTotpSecret);
  visit.set_cookie("__Host-session", "planted-by-somebody");
  visit.sign_in(1);
  const std::string first = visit.cookie("__Host-session");
  EXPECT_NE(first, "planted-by-somebody");
  visit.follow(visit.open(2));
  ASSERT_EQ(visit.otp(code()).status, 303);
  EXPECT_NE(visit.cookie("__Host-session"), first);
  EXPECT_EQ(visit.session()->level, 2);
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM account_sessions"), 1);
}

TEST_P(SignInTest, replaces_the_anonymous_cookie_when_signing_in_to_the_portal) {
  world.resident();
  visit.follow(visit.get("/login"));
  const std::string before = visit.cookie("__Host-browser");
  const http::Response response =
      visit.post("/login", {{"login-id", "mei.ling"}, {"login-password", std::string(kPassword)}});
  EXPECT_EQ(location_of(response), "/portal");
  EXPECT_NE(visit.cookie("__Host-browser"), before);
}

TEST_P(SignInTest, password_and_code_give_level_2) {
  world.resident("mei.ling", kTotpSecret);
  const http::Response step = visit.sign_in(2);
  EXPECT_EQ(location_of(step), "/login/otp?flow=" + visit.flow);
  EXPECT_FALSE(visit.session());
  visit.follow(step);
  const http::Response response = visit.otp(code());
  EXPECT_EQ(location_of(response), "/authorize/continue?flow=x");
  const std::optional<SignedIn> session = visit.session();
  ASSERT_TRUE(session);
  EXPECT_EQ(session->level, 2);
  EXPECT_EQ(session->methods, (std::vector<std::string>{"pwd", "otp"}));
}

TEST_P(SignInTest, steps_up_a_session_without_asking_the_password_again) {
  world.resident("mei.ling", kTotpSecret);
  visit.sign_in(1);
  const http::Response response = visit.open(2);
  EXPECT_EQ(location_of(response), "/login/otp?flow=" + visit.flow);
}

TEST_P(SignInTest, goes_straight_back_when_the_session_is_enough_unless_fresh_is_asked) {
  world.resident();
  visit.sign_in(1);
  EXPECT_EQ(location_of(visit.open(1)), "/authorize/continue?flow=x");
  world.nation.clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(visit.open(1, /*fresh=*/true).status, 200);
}

TEST_P(SignInTest, rejects_a_code_without_a_password_before) {
  world.resident("mei.ling", kTotpSecret);
  visit.open(2);
  const http::Response response = visit.otp(code());
  EXPECT_EQ(location_of(response), "/login?flow=" + visit.flow);
  EXPECT_FALSE(visit.session());
}

TEST_P(SignInTest, rejects_wrong_and_old_codes) {
  world.resident("mei.ling", kTotpSecret);
  visit.follow(visit.sign_in(2));
  for (const std::string& wrong : {code(-2), code(2), std::string("12345"), std::string("abcdef"), std::string()}) {
    const http::Response response = visit.otp(wrong);
    EXPECT_EQ(response.status, 422) << wrong;
  }
  EXPECT_FALSE(visit.session());
}

TEST_P(SignInTest, rejects_a_code_used_twice) {
  world.resident("mei.ling", kTotpSecret);
  visit.follow(visit.sign_in(2));
  const std::string once = code();
  ASSERT_EQ(visit.otp(once).status, 303);
  Visit other(world);
  other.follow(other.sign_in(2));
  EXPECT_EQ(other.otp(once).status, 422);
  EXPECT_EQ(other.otp(code(-1)).status, 422);  // older than what was used
  EXPECT_EQ(other.otp(code(1)).status, 303);
}

TEST_P(SignInTest, locks_after_many_wrong_codes) {
  world.resident("mei.ling", kTotpSecret);
  visit.follow(visit.sign_in(2));
  http::Response last;
  for (int i = 0; i < 30 && last.status != 429; ++i) last = visit.otp("000000");
  EXPECT_EQ(last.status, 429);
}

TEST_P(SignInTest, recovery_code_works_once) {
  const AccountId account = world.resident("mei.ling", kTotpSecret);
  SessionRow session;
  session.account = account;
  session.person = store::run_task(find_account(world.deps.database, account)).value()->person;
  const std::vector<std::string> codes = store::run_task(make_recovery_codes(world.deps, session)).value();
  ASSERT_EQ(codes.size(), 10u);
  for (const int expected : {303, 422}) {
    Visit one(world);
    one.sign_in(2);
    one.get("/login/recovery?flow=" + one.flow);
    EXPECT_EQ(one.post("/login/recovery", {{"recovery-code", codes[3]}}).status, expected);
  }
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM recovery_codes"), 9);
}

TEST_P(SignInTest, explains_when_there_is_no_second_factor) {
  world.resident();
  const http::Response step = visit.sign_in(2);
  EXPECT_EQ(location_of(step), "/login/need-second-factor?flow=" + visit.flow);
  EXPECT_EQ(visit.follow(step).status, 200);
  EXPECT_FALSE(visit.session());
}

TEST_P(SignInTest, sign_out_ends_the_session_in_the_store) {
  world.resident();
  visit.sign_in(1);
  const std::string cookie = visit.cookie("__Host-session");
  visit.get("/sign-out");
  EXPECT_EQ(location_of(visit.post("/sign-out", {})), "/signed-out");
  visit.set_cookie("__Host-session", cookie);
  EXPECT_FALSE(visit.session());
}

TEST_P(SignInTest, session_ends_idle_and_absolute) {
  world.resident();
  visit.sign_in(1);
  world.nation.clock.advance(std::chrono::minutes(29));
  EXPECT_TRUE(visit.session());
  world.nation.clock.advance(std::chrono::minutes(29));
  EXPECT_TRUE(visit.session());  // each look counts as use
  world.nation.clock.advance(std::chrono::minutes(30));
  EXPECT_FALSE(visit.session());

  Visit busy(world);
  busy.sign_in(1);
  for (int i = 0; i < 35; ++i) {
    world.nation.clock.advance(std::chrono::minutes(20));
    EXPECT_TRUE(busy.session()) << i;
  }
  world.nation.clock.advance(std::chrono::minutes(20));
  EXPECT_FALSE(busy.session());
}

TEST_P(SignInTest, writes_the_time_of_last_use_at_most_once_a_minute) {
  world.resident();
  visit.sign_in(1);
  const int64_t at_first = world.count("SELECT MAX(last_seen) FROM account_sessions");
  world.nation.clock.advance(std::chrono::seconds(59));
  visit.session();
  EXPECT_EQ(world.count("SELECT MAX(last_seen) FROM account_sessions"), at_first);
  world.nation.clock.advance(std::chrono::seconds(1));
  visit.session();
  EXPECT_GT(world.count("SELECT MAX(last_seen) FROM account_sessions"), at_first);
}

TEST_P(SignInTest, rejects_a_suspended_account_like_an_unknown_one) {
  world.resident();
  visit.sign_in(1);
  store::Batch batch;
  batch.add("UPDATE accounts SET status = 'suspended'", {});
  store::run_task(world.deps.database.commit_all(std::move(batch))).value();
  EXPECT_FALSE(visit.session());
  Visit other(world);
  EXPECT_EQ(other.sign_in(1).status, 422);
}

TEST_P(SignInTest, directory_gives_contacts_only_when_asked) {
  const AccountId account = world.resident();
  StoredAccounts accounts(world.deps);
  EXPECT_EQ(store::run_task(accounts.find(account, false)).value()->email, "");
  EXPECT_EQ(store::run_task(accounts.find(account, true)).value()->email, "mei.ling@example.org");
  EXPECT_FALSE(store::run_task(accounts.find(AccountId("nobody"), true)).value());
}

INSTANTIATE_TEST_SUITE_P(Engines, SignInTest, testing::ValuesIn(store::test_engines()));

}  // namespace
}  // namespace inkan::accounts
