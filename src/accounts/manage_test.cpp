#include "accounts/manage.h"

#include <gtest/gtest.h>

#include "accounts/housekeeping.h"
#include "accounts/test_world.h"
#include "accounts/totp.h"
#include "store/outbox.h"

namespace inkan::accounts {
namespace {

const std::string kTotpSecret(kTotpSecretBytes, 's');

class AccountPagesTest : public testing::TestWithParam<std::string> {
 protected:
  std::string code() { return totp_code(Secret(kTotpSecret), totp_step(world.deps.clock.now())); }
  World world{GetParam()};
  Visit visit{world};
};

TEST_P(AccountPagesTest, ask_to_sign_in_and_come_back) {
  world.resident();
  const http::Response response = visit.get("/account");
  EXPECT_EQ(response.status, 303);
  visit.follow(response);
  const http::Response done =
      visit.post("/login", {{"login-id", "mei.ling"}, {"login-password", std::string(kPassword)}});
  EXPECT_EQ(location_of(done), "/account");
  EXPECT_NE(visit.follow(done).body.find("mei.ling"), std::string::npos);
}

TEST_P(AccountPagesTest, show_only_known_banners) {
  world.resident();
  visit.sign_in(1);
  EXPECT_NE(visit.get("/account?done=totp_added").body.find("was added"), std::string::npos);
  EXPECT_EQ(visit.get("/account?done=title").body.find("govuk-notification-banner"), std::string::npos);
}

TEST_P(AccountPagesTest, password_alone_cannot_add_a_second_factor) {
  world.resident();
  visit.sign_in(1);
  EXPECT_EQ(location_of(visit.get("/account/totp/add")), "/account/letter");
  EXPECT_EQ(location_of(visit.get("/account/passkeys/add")), "/account/letter");
  EXPECT_EQ(location_of(visit.get("/account/recovery-codes")), "/account/letter");
  visit.get("/account");
  visit.get("/account/letter");
  EXPECT_EQ(location_of(visit.post("/account/totp/add", {{"otp", "123456"}})), "/account/letter");
}

TEST_P(AccountPagesTest, a_new_letter_opens_the_way_once) {
  world.resident();
  visit.sign_in(1);
  const std::string letter = world.letter(visit.session()->person);
  visit.get("/account/letter");
  EXPECT_EQ(visit.post("/account/letter", {{"activation-code", "7K2M-9QXA-3ZDF-0B5T"}}).status, 422);
  EXPECT_EQ(location_of(visit.post("/account/letter", {{"activation-code", letter}})), "/account?done=letter_used");
  EXPECT_EQ(visit.get("/account/totp/add").status, 200);
  visit.get("/account/letter");
  EXPECT_EQ(visit.post("/account/letter", {{"activation-code", letter}}).status, 422);
  world.nation.clock.advance(std::chrono::minutes(29));
  visit.session();
  EXPECT_EQ(visit.get("/account/totp/add").status, 200);
  world.nation.clock.advance(std::chrono::minutes(1));
  EXPECT_EQ(location_of(visit.get("/account/totp/add")), "/account/letter");
}

TEST_P(AccountPagesTest, the_letter_of_another_person_opens_nothing) {
  world.resident();
  visit.sign_in(1);
  const std::string letter = world.letter(world.person().id);
  visit.get("/account/letter");
  EXPECT_EQ(visit.post("/account/letter", {{"activation-code", letter}}).status, 422);
}

TEST_P(AccountPagesTest, removing_a_factor_needs_a_fresh_second_proof) {
  world.resident("mei.ling", kTotpSecret);
  visit.sign_in(1);
  EXPECT_EQ(visit.get("/account/totp/remove").status, 303);
  visit.get("/account");
  visit.get("/sign-out");
  EXPECT_EQ(visit.post("/account/totp/remove", {}).status, 303);
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM totp_secrets"), 1);
  visit.follow(visit.follow(visit.get("/account/totp/remove")));  // steps up: straight to the code
  const http::Response proven = visit.otp(code());
  EXPECT_EQ(location_of(proven), "/account/totp/remove");
  visit.follow(proven);
  EXPECT_EQ(location_of(visit.post("/account/totp/remove", {})), "/account?done=totp_removed");
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM totp_secrets"), 0);
}

TEST_P(AccountPagesTest, an_old_proof_does_not_count_as_fresh) {
  world.resident();
  visit.sign_in(1);
  EXPECT_EQ(visit.get("/account/password").status, 200);
  world.nation.clock.advance(std::chrono::minutes(5) + std::chrono::seconds(1));
  EXPECT_EQ(visit.get("/account/password").status, 303);
  EXPECT_EQ(visit.follow(visit.get("/account/password")).status, 200);  // the password page, not straight back
}

TEST_P(AccountPagesTest, changing_the_password_signs_out_everywhere_else) {
  world.resident();
  Visit other(world);
  other.sign_in(1);
  visit.sign_in(1);
  visit.get("/account/password");
  EXPECT_EQ(visit.post("/account/password", {{"new-password", "qwertyuiop"}}).status, 422);
  EXPECT_EQ(visit.post("/account/password", {{"new-password", "harbour pencil violet 7"}}).status, 303);
  EXPECT_TRUE(visit.session());
  EXPECT_FALSE(other.session());
  EXPECT_EQ(Visit(world).sign_in(1).status, 422);
  EXPECT_EQ(Visit(world).sign_in(1, "mei.ling", "harbour pencil violet 7").status, 303);
}

TEST_P(AccountPagesTest, sign_out_everywhere_keeps_this_device) {
  world.resident();
  Visit other(world);
  other.sign_in(1);
  visit.sign_in(1);
  EXPECT_NE(visit.get("/account/sessions").body.find("This device"), std::string::npos);
  visit.post("/account/sessions", {});
  EXPECT_TRUE(visit.session());
  EXPECT_FALSE(other.session());
}

TEST_P(AccountPagesTest, closing_needs_the_tick_and_erases_what_is_not_kept) {
  const AccountId account = world.resident("mei.ling", kTotpSecret);
  visit.follow(visit.sign_in(2));
  visit.otp(code());
  const PersonId person = visit.session()->person;
  const std::string cookie = visit.cookie("__Host-session");
  visit.get("/account/close");
  EXPECT_EQ(visit.post("/account/close", {}).status, 422);
  EXPECT_TRUE(visit.session());
  EXPECT_EQ(location_of(visit.post("/account/close", {{"confirm", "yes"}})), "/account/closed");
  visit.set_cookie("__Host-session", cookie);
  EXPECT_FALSE(visit.session());
  for (const char* sql : {"SELECT COUNT(*) FROM account_logins", "SELECT COUNT(*) FROM totp_secrets",
                          "SELECT COUNT(*) FROM account_sessions", "SELECT COUNT(*) FROM known_devices",
                          "SELECT COUNT(*) FROM accounts WHERE wrapped_key IS NOT NULL OR sealed_email IS NOT NULL"}) {
    EXPECT_EQ(world.count(sql), 0) << sql;
  }
  StoredAccounts accounts(world.deps);
  EXPECT_EQ(store::run_task(accounts.find(account, true)).value()->status, AccountStatus::kClosed);
  const auto news = store::run_task(store::read_outbox(world.deps.database, "test", "account.closed", 10)).value();
  ASSERT_EQ(news.size(), 1u);
  EXPECT_EQ(news.front().subject, account.text());
  const auto events = store::run_task(world.nation.journal.list_for_person(person.text(), std::nullopt, 20)).value();
  const auto is_closing = [](const audit::RecordedEvent& event) {
    return event.kind == audit::EventKind::kAccountClosed;
  };
  EXPECT_EQ(std::ranges::count_if(events, is_closing), 1);
  // The login id is free, and the person may come back.
  EXPECT_EQ(Visit(world).sign_in(1).status, 422);
  DemoAccount again;
  again.person = person;
  again.login_id = "mei.ling";
  again.password = kPassword;
  EXPECT_TRUE(store::run_task(create_account_for_demo(world.deps, std::move(again))));
}

TEST_P(AccountPagesTest, forms_reject_a_token_of_another_browser) {
  world.resident();
  visit.sign_in(1);
  Visit other(world);
  other.get("/sign-out");
  for (const char* path :
       {"/account/password", "/account/sessions", "/account/close", "/account/letter", "/account/totp/add",
        "/account/totp/remove", "/account/passkeys/remove", "/account/recovery-codes", "/sign-out", "/sign-up",
        "/sign-up/login", "/login/otp", "/login/recovery"}) {
    EXPECT_EQ(visit.post_raw(path, {{"csrf", other.hidden("csrf")}}).status, 403) << path;
  }
  EXPECT_TRUE(visit.session());
}

TEST_P(AccountPagesTest, housekeeping_removes_what_is_over_and_nothing_else) {
  world.resident();
  visit.sign_in(1);
  visit.open(1, /*fresh=*/true);
  store::Batch early;
  remove_expired(early, world.deps.clock.now());
  store::run_task(world.deps.database.commit_all(std::move(early))).value();
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM account_sessions"), 1);
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM sign_in_requests"), 1);
  store::Batch late;
  remove_expired(late, world.deps.clock.now() + std::chrono::hours(13));
  store::run_task(world.deps.database.commit_all(std::move(late))).value();
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM account_sessions"), 0);
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM sign_in_requests"), 0);
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM known_devices"), 1);
}

INSTANTIATE_TEST_SUITE_P(Engines, AccountPagesTest, testing::ValuesIn(store::test_engines()));

}  // namespace
}  // namespace inkan::accounts
