#include <gtest/gtest.h>

#include "officers/test_office.h"

namespace inkan::officers {
namespace {

class OfficerSignInTest : public testing::TestWithParam<std::string> {
 protected:
  TestOffice office{GetParam()};
};

TEST_P(OfficerSignInTest, invited_officer_enrols_a_passkey_and_signs_in) {
  const Colleague aoki = office.hire(Role::kRegistrar, "SG-46");
  const auto duty = office.duty_of(aoki);
  ASSERT_TRUE(duty);
  EXPECT_EQ(duty->officer.id, aoki.id);
  EXPECT_EQ(duty->officer.name, "Aoki Ren");
  EXPECT_EQ(duty->officer.jurisdiction.text(), "SG-46");
  EXPECT_TRUE(duty->may(Right::kServe));
  EXPECT_FALSE(duty->may(Right::kDecide));
}

TEST_P(OfficerSignInTest, invitation_works_once) {
  const Invitation invitation = office.invite(Role::kReviewer);
  const std::string code(invitation.code.reveal(Purpose::kTest));
  TestAuthenticator first, second;
  EXPECT_TRUE(office.enrol(first, code));
  EXPECT_EQ(office.enrol(second, code).error().code, ErrorCode::kForbidden);
  EXPECT_EQ(office.count("SELECT COUNT(*) FROM officer_passkeys"), 1);
}

TEST_P(OfficerSignInTest, invitation_runs_out) {
  const Invitation invitation = office.invite(Role::kReviewer);
  office.nation.clock.advance(office.deps.settings.enrolment_lifetime);
  TestAuthenticator passkey;
  EXPECT_EQ(office.enrol(passkey, std::string(invitation.code.reveal(Purpose::kTest))).error().code,
            ErrorCode::kForbidden);
}

TEST_P(OfficerSignInTest, wrong_invitation_is_refused) {
  office.invite(Role::kReviewer);
  TestAuthenticator passkey;
  EXPECT_EQ(office.enrol(passkey, "0000-0000-0000-0000").error().code, ErrorCode::kForbidden);
  EXPECT_EQ(office.enrol(passkey, "no code").error().code, ErrorCode::kForbidden);
}

TEST_P(OfficerSignInTest, new_invitation_kills_the_old_one) {
  const Invitation old = office.invite(Role::kReviewer);
  const Invitation fresh = office.run(invite_again(office.deps, old.officer)).value();
  TestAuthenticator passkey;
  EXPECT_FALSE(office.enrol(passkey, std::string(old.code.reveal(Purpose::kTest))));
  EXPECT_TRUE(office.enrol(passkey, std::string(fresh.code.reveal(Purpose::kTest))));
}

TEST_P(OfficerSignInTest, code_is_stored_as_keyed_hash_only) {
  const Invitation invitation = office.invite(Role::kReviewer);
  const auto row = office.run((*office.database)->query("SELECT code_hash FROM officer_enrolments", {})).value();
  EXPECT_EQ(row.front().bytes(0).size(), 32u);
  EXPECT_EQ(row.front().bytes(0).find(invitation.code.reveal(Purpose::kTest)), std::string::npos);
}

TEST_P(OfficerSignInTest, passkey_without_user_verification_is_refused) {
  Colleague aoki = office.hire(Role::kRegistrar);
  aoki.passkey.verifies = false;
  EXPECT_EQ(office.sign_in(aoki.passkey).error().code, ErrorCode::kForbidden);
}

TEST_P(OfficerSignInTest, unknown_passkey_is_refused) {
  TestAuthenticator stranger;
  const json::object options = office.run(begin_sign_in(office.deps, "browser")).value();
  SignInTry tried{.browser = "browser", .passkey = stranger.get(options)};
  EXPECT_EQ(office.run(finish_sign_in(office.deps, std::move(tried))).error().code, ErrorCode::kForbidden);
}

TEST_P(OfficerSignInTest, answer_for_another_browser_is_refused_and_works_once) {
  Colleague aoki = office.hire(Role::kRegistrar);
  const json::object options = office.run(begin_sign_in(office.deps, "mine")).value();
  const accounts::AssertionTry answer = aoki.passkey.get(options);
  SignInTry stolen{.browser = "theirs", .passkey = answer};
  EXPECT_FALSE(office.run(finish_sign_in(office.deps, std::move(stolen))));
  SignInTry first{.browser = "mine", .passkey = answer};
  EXPECT_TRUE(office.run(finish_sign_in(office.deps, std::move(first))));
  SignInTry again{.browser = "mine", .passkey = answer};
  EXPECT_FALSE(office.run(finish_sign_in(office.deps, std::move(again))));
}

TEST_P(OfficerSignInTest, challenge_runs_out) {
  Colleague aoki = office.hire(Role::kRegistrar);
  const json::object options = office.run(begin_sign_in(office.deps, "mine")).value();
  office.nation.clock.advance(office.deps.settings.challenge_lifetime);
  SignInTry late{.browser = "mine", .passkey = aoki.passkey.get(options)};
  EXPECT_EQ(office.run(finish_sign_in(office.deps, std::move(late))).error().code, ErrorCode::kForbidden);
}

TEST_P(OfficerSignInTest, session_ends_idle_and_after_a_shift) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  office.nation.clock.advance(office.deps.settings.session_idle_max);
  EXPECT_FALSE(office.duty_of(aoki));
  const Colleague mori = office.hire(Role::kRegistrar);
  const Duration step = std::chrono::minutes(10);
  for (Duration gone{}; gone + step < office.deps.settings.session_lifetime; gone += step) {
    office.nation.clock.advance(step);
    ASSERT_TRUE(office.duty_of(mori));
  }
  office.nation.clock.advance(step);
  EXPECT_FALSE(office.duty_of(mori));
}

TEST_P(OfficerSignInTest, unknown_and_missing_cookies_are_nobody) {
  office.hire(Role::kRegistrar);
  EXPECT_FALSE(office.run(find_duty(office.deps, std::nullopt)).value());
  EXPECT_FALSE(office.run(find_duty(office.deps, std::string())).value());
  EXPECT_FALSE(office.run(find_duty(office.deps, std::string(43, 'A'))).value());
}

TEST_P(OfficerSignInTest, removed_officer_is_nobody_from_the_next_request_on) {
  Colleague aoki = office.hire(Role::kRegistrar);
  const Presence presence = office.serve(aoki);
  const auto before = *office.duty_of(aoki);
  ASSERT_TRUE(office.run(remove_officer(office.deps, aoki.id)));
  EXPECT_FALSE(office.duty_of(aoki));
  EXPECT_FALSE(office.sign_in(aoki.passkey));
  // What a request still holds is worth nothing either: rights are checked again in the batch.
  Look look{.basis = presence_basis(presence), .purpose = "view"};
  EXPECT_FALSE(office.run(open_person(office.deps, before, std::move(look))));
  EXPECT_EQ(office.run(open_presence(office.deps, before, office.presence_code(office.resident))).error().code,
            ErrorCode::kForbidden);
  EXPECT_EQ(office.run(remove_officer(office.deps, aoki.id)).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(office.run(invite_again(office.deps, aoki.id)).error().code, ErrorCode::kNotFound);
}

TEST_P(OfficerSignInTest, officers_names_and_jurisdictions_are_checked) {
  NewOfficer nameless{.name = "  "};
  EXPECT_EQ(office.run(add_officer(office.deps, std::move(nameless))).error().code, ErrorCode::kInvalidInput);
  NewOfficer endless{.name = std::string(101, 'x')};
  EXPECT_EQ(office.run(add_officer(office.deps, std::move(endless))).error().code, ErrorCode::kInvalidInput);
  for (const char* wrong : {"", "A", "sg-46", "SG_46", "ABCDEFGHIJKLMNOPQ"})
    EXPECT_FALSE(Jurisdiction::parse(wrong)) << wrong;
  for (const char* right : {"all", "SG-46", "13101"}) EXPECT_TRUE(Jurisdiction::parse(right)) << right;
}

TEST_P(OfficerSignInTest, only_an_active_officer_of_the_right_role_acts_by_a_command) {
  const auto refusal = [&](const OfficerId& id) {
    const auto may_act = check_may_act(*office.run(find_officer_row(office.deps.database, id)), Right::kPropose);
    return may_act ? Error() : may_act.error();
  };
  EXPECT_TRUE(refusal(office.hire(Role::kRegistrar).id).public_text.empty());
  const OfficerId invited = office.invite(Role::kRegistrar).officer;
  EXPECT_EQ(refusal(invited).code, ErrorCode::kForbidden);
  EXPECT_NE(refusal(invited).public_text.find("has not enrolled a passkey yet"), std::string::npos);
  const Colleague removed = office.hire(Role::kRegistrar);
  ASSERT_TRUE(office.run(remove_officer(office.deps, removed.id)));
  EXPECT_EQ(refusal(removed.id).public_text, "This officer was removed.");
  EXPECT_EQ(refusal(office.hire(Role::kAuditor).id).public_text, "This officer's role may not do this.");
  EXPECT_EQ(refusal(OfficerId("nobody")).code, ErrorCode::kForbidden);
}

TEST_P(OfficerSignInTest, list_shows_who_is_and_was_an_officer) {
  const Colleague aoki = office.hire(Role::kRegistrar);
  office.invite(Role::kAuditor, "SG-01", "Mori Yui");
  ASSERT_TRUE(office.run(remove_officer(office.deps, aoki.id)));
  const auto all = office.run(list_officers(office.deps)).value();
  ASSERT_EQ(all.size(), 2u);
  for (const Officer& officer : all)
    EXPECT_EQ(officer.status, officer.id == aoki.id ? OfficerStatus::kRemoved : OfficerStatus::kInvited);
}

INSTANTIATE_TEST_SUITE_P(Engines, OfficerSignInTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::officers
