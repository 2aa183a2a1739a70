#include "accounts/sign_up.h"

#include <gtest/gtest.h>

#include "accounts/test_world.h"
#include "accounts/totp.h"
#include "base/encoding.h"

namespace inkan::accounts {
namespace {

class SignUpTest : public testing::TestWithParam<std::string> {
 protected:
  http::Response try_letter(Visit& visit, const PersonalNumber& number, const std::string& code) {
    visit.get("/sign-up");
    return visit.post("/sign-up", {{"personal-number", number.digits()}, {"activation-code", code}});
  }
  http::Response choose(Visit& visit, const std::string& login_id, std::string_view password = kPassword) {
    return visit.post("/sign-up/login", {{"login-id", login_id},
                                         {"new-password", std::string(password)},
                                         {"new-password-again", std::string(password)}});
  }
  World world{GetParam()};
  Visit visit{world};
};

TEST_P(SignUpTest, letter_login_id_and_password_open_an_account_and_a_session) {
  const auto person = world.person();
  const http::Response step = try_letter(visit, person.number, world.letter(person.id));
  ASSERT_EQ(step.status, 303);
  visit.follow(step);
  const std::string before = visit.cookie("__Host-browser");
  const http::Response opened = choose(visit, "Hana.Sato");
  EXPECT_EQ(location_of(opened), "/sign-up/second-factor");
  EXPECT_NE(visit.cookie("__Host-browser"), before);
  ASSERT_TRUE(visit.session());
  EXPECT_EQ(visit.session()->person, person.id);
  EXPECT_EQ(visit.session()->level, 1);
  EXPECT_EQ(visit.follow(opened).status, 200);
  Visit later(world);
  EXPECT_EQ(later.sign_in(1, "hana.sato").status, 303);
}

TEST_P(SignUpTest, takes_codes_and_numbers_as_people_type_them) {
  const auto person = world.person();
  std::string code = world.letter(person.id);
  for (char& c : code) c = c == '-' ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  visit.get("/sign-up");
  const std::string digits = person.number.digits();
  const std::string typed = digits.substr(0, 4) + " " + digits.substr(4, 4) + "-" + digits.substr(8);
  EXPECT_EQ(visit.post("/sign-up", {{"personal-number", typed}, {"activation-code", code}}).status, 303);
}

TEST_P(SignUpTest, rejects_number_without_code_code_without_number_and_nonsense_alike) {
  const auto person = world.person();
  const std::string code = world.letter(person.id);
  const auto stranger = world.person();
  SystemRandom random;
  EXPECT_EQ(try_letter(visit, person.number, "").status, 422);
  EXPECT_EQ(try_letter(visit, person.number, "WRONGCODE123").status, 422);
  EXPECT_EQ(try_letter(visit, stranger.number, code).status, 422);  // other person's number
  EXPECT_EQ(try_letter(visit, PersonalNumber::draw(random), code).status, 422);
  visit.get("/sign-up");
  EXPECT_EQ(visit.post("/sign-up", {{"personal-number", "123456789012"}, {"activation-code", code}}).status, 422);
}

TEST_P(SignUpTest, rejects_an_expired_letter_and_a_replaced_one) {
  const auto person = world.person();
  const std::string first = world.letter(person.id);
  const std::string second = world.letter(person.id);
  EXPECT_EQ(try_letter(visit, person.number, first).status, 422);
  world.nation.clock.advance(std::chrono::days(30));
  EXPECT_EQ(try_letter(visit, person.number, second).status, 422);
}

TEST_P(SignUpTest, rejects_a_letter_used_before) {
  const auto person = world.person();
  const std::string code = world.letter(person.id);
  Visit other(world);
  other.follow(try_letter(other, person.number, code));
  visit.follow(try_letter(visit, person.number, code));
  EXPECT_EQ(choose(visit, "first.one").status, 303);
  EXPECT_EQ(choose(other, "second.one").status, 400);
  EXPECT_FALSE(other.session());
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM accounts"), 1);
  Visit third(world);
  EXPECT_EQ(try_letter(third, person.number, code).status, 422);
}

TEST_P(SignUpTest, rejects_a_second_account_of_the_same_person) {
  const auto person = world.person();
  for (const int expected : {303, 422}) {
    Visit one(world);
    const http::Response step = try_letter(one, person.number, world.letter(person.id));
    EXPECT_EQ(step.status, expected);
    if (step.status == 303) {
      one.follow(step);
      choose(one, "only.one");
    }
  }
  DemoAccount demo;
  demo.person = person.id;
  demo.login_id = "another.one";
  demo.password = kPassword;
  EXPECT_EQ(store::run_task(create_account_for_demo(world.deps, std::move(demo))).error().code, ErrorCode::kConflict);
}

TEST_P(SignUpTest, rejects_a_taken_login_id_whatever_its_case_and_lets_choose_again) {
  world.resident("hana.sato");
  const auto person = world.person();
  visit.follow(try_letter(visit, person.number, world.letter(person.id)));
  const http::Response taken = choose(visit, "HANA.sato");
  EXPECT_EQ(taken.status, 422);
  EXPECT_NE(taken.body.find("is taken"), std::string::npos);
  EXPECT_EQ(choose(visit, "hana.sato2").status, 303);
}

TEST_P(SignUpTest, rejects_weak_passwords_with_advice) {
  const auto person = world.person();
  visit.follow(try_letter(visit, person.number, world.letter(person.id)));
  for (const char* weak : {"password1", "short", "aaaaaaaaaaaa", "qwertyuiop", "hana.sato.1"}) {
    const http::Response response = choose(visit, "hana.sato.1", weak);
    EXPECT_EQ(response.status, 422) << weak;
    EXPECT_NE(response.body.find("id=\"password-advice\""), std::string::npos) << weak;
  }
  visit.follow(http::redirect("/sign-up/login?flow=" + visit.hidden("flow")));
  const http::Response differs = visit.post(
      "/sign-up/login",
      {{"login-id", "hana.sato"}, {"new-password", std::string(kPassword)}, {"new-password-again", "something else"}});
  EXPECT_EQ(differs.status, 422);
  EXPECT_FALSE(visit.session());
}

TEST_P(SignUpTest, rejects_a_login_id_that_is_a_personal_number) {
  const auto person = world.person();
  visit.follow(try_letter(visit, person.number, world.letter(person.id)));
  EXPECT_EQ(choose(visit, person.number.digits()).status, 422);
}

TEST_P(SignUpTest, rejects_the_sign_up_of_another_browser_and_an_expired_one) {
  const auto person = world.person();
  const http::Response step = try_letter(visit, person.number, world.letter(person.id));
  Visit other(world);
  EXPECT_EQ(other.follow(step).status, 400);
  visit.follow(step);
  world.nation.clock.advance(std::chrono::minutes(15));
  EXPECT_EQ(choose(visit, "hana.sato").status, 400);
}

TEST_P(SignUpTest, holds_up_guessing_of_codes) {
  const auto person = world.person();
  http::Response last;
  for (int i = 0; i < 10 && last.status != 429; ++i) last = try_letter(visit, person.number, "7K2M-9QXA-3ZDF-0B5T");
  EXPECT_EQ(last.status, 429);
}

TEST_P(SignUpTest, authenticator_app_and_recovery_codes_follow) {
  const auto person = world.person();
  visit.follow(try_letter(visit, person.number, world.letter(person.id)));
  choose(visit, "hana.sato");
  const http::Response page = visit.get("/account/totp/add");
  ASSERT_EQ(page.status, 200);
  const size_t at = page.body.find("id=\"totp-secret\">") + 17;
  std::string typed = page.body.substr(at, page.body.find('<', at) - at);
  std::erase(typed, ' ');
  const Secret secret(base32_decode(typed).value());
  const http::Response qr = visit.get("/account/totp/qr.svg");
  EXPECT_EQ(header_of(qr, "content-type"), "image/svg+xml");
  EXPECT_EQ(header_of(qr, "cache-control"), "no-store");
  visit.get("/account/totp/add");
  EXPECT_EQ(visit.post("/account/totp/add", {{"otp", "000000"}}).status, 422);
  const std::string code = totp_code(secret, totp_step(world.deps.clock.now()));
  const http::Response added = visit.post("/account/totp/add", {{"otp", code}});
  EXPECT_EQ(location_of(added), "/account/recovery-codes");
  visit.follow(added);
  const http::Response codes = visit.post("/account/recovery-codes", {});
  EXPECT_EQ(codes.status, 200);
  EXPECT_NE(codes.body.find("id=\"recovery-codes\""), std::string::npos);
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM recovery_codes"), 10);
  Visit later(world);
  later.follow(later.sign_in(2, "hana.sato"));
  EXPECT_EQ(later.otp(code).status, 422);  // the step that proved the app is used up
  world.nation.clock.advance(std::chrono::seconds(30));
  EXPECT_EQ(later.otp(totp_code(secret, totp_step(world.deps.clock.now()))).status, 303);
}

INSTANTIATE_TEST_SUITE_P(Engines, SignUpTest, testing::ValuesIn(store::test_engines()));

}  // namespace
}  // namespace inkan::accounts
