#include "accounts/passkeys.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "accounts/account_store.h"
#include "accounts/test_world.h"
#include "base/encoding.h"

namespace inkan::accounts {
namespace {

// Ceremonies of tests/vectors/webauthn, whose challenges the scripted random deals out.
json::object ceremony(const std::string& name) {
  std::ifstream file(std::string(INKAN_SOURCE_DIR) + "/tests/vectors/webauthn/ceremonies.json");
  std::ostringstream text;
  text << file.rdbuf();
  const json::value vectors = json::parse(text.str());
  for (const json::value& vector : vectors.at("vectors").as_array()) {
    if (vector.at("name").as_string() == name) return vector.as_object();
  }
  return {};
}

std::string raw(const json::object& object, std::string_view name) {
  return hex_decode(json::value_to<std::string>(object.at(name))).value();
}
std::string url(const json::object& object, std::string_view name) { return base64url_encode(raw(object, name)); }

class PasskeyTest : public testing::TestWithParam<std::string> {
 protected:
  // enrol signs up with a letter, so that a passkey may be added, and adds the one of this ceremony.
  AccountId enrol(Visit& visit, const std::string& name, const std::string& login_id = "mei.ling") {
    const AccountId account = world.resident(login_id);
    visit.sign_in(1, login_id);
    visit.get("/account/letter");
    visit.post("/account/letter", {{"activation-code", world.letter(visit.session()->person)}});
    EXPECT_EQ(add(visit, name).status, 200) << name;
    return account;
  }
  http::Response begin_add(Visit& visit, const std::string& name) {
    visit.get("/account/passkeys/add");
    world.random.queue(raw(ceremony(name).at("registration").as_object(), "challenge"));
    json::object body;
    body["csrf"] = visit.csrf();
    return visit.post_json("/webauthn/register/options", body);
  }
  http::Response finish_add(Visit& visit, const std::string& name) {
    const json::object vector = ceremony(name);
    const json::object& registration = vector.at("registration").as_object();
    json::object response;
    response["clientDataJSON"] = url(registration, "clientDataJSON");
    response["attestationObject"] = url(registration, "attestationObject");
    response["transports"] = json::array({"internal", "hybrid", 7, "<script>"});
    json::object credential;
    credential["response"] = std::move(response);
    json::object body;
    body["csrf"] = visit.csrf();
    body["name"] = "my <phone>";
    body["credential"] = std::move(credential);
    return visit.post_json("/webauthn/register", body);
  }
  http::Response add(Visit& visit, const std::string& name) {
    begin_add(visit, name);
    return finish_add(visit, name);
  }
  http::Response begin_sign_in(Visit& visit, const std::string& name) {
    world.random.queue(raw(ceremony(name).at("assertion").as_object(), "challenge"));
    json::object body;
    body["csrf"] = visit.csrf();
    body["flow"] = visit.flow;
    return visit.post_json("/webauthn/sign-in/options", body);
  }
  http::Response finish_sign_in(Visit& visit, const std::string& name, const std::string& user_handle) {
    const json::object vector = ceremony(name);
    const json::object& assertion = vector.at("assertion").as_object();
    json::object response;
    response["clientDataJSON"] = url(assertion, "clientDataJSON");
    response["authenticatorData"] = url(assertion, "authenticatorData");
    response["signature"] = url(assertion, "signature");
    response["userHandle"] = base64url_encode(user_handle);
    json::object credential;
    credential["rawId"] = url(vector, "credentialId");
    credential["response"] = std::move(response);
    json::object body;
    body["csrf"] = visit.csrf();
    body["flow"] = visit.flow;
    body["credential"] = std::move(credential);
    return visit.post_json("/webauthn/sign-in", body);
  }
  std::string handle_of(const AccountId& account) {
    return store::run_task(find_account(world.deps.database, account)).value()->user_handle;
  }
  World world{GetParam()};
  Visit visit{world};
};

TEST_P(PasskeyTest, added_passkey_signs_in_at_level_2) {
  for (const auto& [name, amr] : std::vector<std::pair<std::string, std::string>>{
           {"none-es256", "hwk"}, {"none-eddsa", "hwk"}, {"none-rs256", "hwk"}, {"none-es256-synced", "swk"}}) {
    const std::string login_id = "user." + name;
    Visit owner(world);
    const AccountId account = enrol(owner, name, login_id);
    Visit later(world);
    later.open(2);
    begin_sign_in(later, name);
    const http::Response response = finish_sign_in(later, name, handle_of(account));
    ASSERT_EQ(response.status, 200) << name << response.body;
    EXPECT_EQ(response.body, R"({"location":"/authorize/continue?flow=x"})");
    const std::optional<SignedIn> session = later.session();
    ASSERT_TRUE(session);
    EXPECT_EQ(session->account, account);
    EXPECT_EQ(session->level, 2);
    EXPECT_EQ(session->methods, (std::vector<std::string>{amr, "user"}));
  }
}

TEST_P(PasskeyTest, options_ask_for_what_the_policy_wants) {
  world.resident();
  visit.sign_in(1);
  visit.get("/account/letter");
  visit.post("/account/letter", {{"activation-code", world.letter(visit.session()->person)}});
  const http::Response response = begin_add(visit, "none-es256");
  ASSERT_EQ(response.status, 200) << response.body;
  const json::object options = json::parse(response.body).as_object();
  EXPECT_EQ(options.at("rp").at("id").as_string(), "example.org");
  EXPECT_EQ(options.at("attestation").as_string(), "none");
  EXPECT_EQ(options.at("authenticatorSelection").at("userVerification").as_string(), "required");
  EXPECT_EQ(options.at("authenticatorSelection").at("residentKey").as_string(), "required");
  EXPECT_EQ(options.at("pubKeyCredParams").as_array().size(), 3u);
  EXPECT_EQ(json::value_to<std::string>(options.at("challenge")),
            url(ceremony("none-es256").at("registration").as_object(), "challenge"));
}

TEST_P(PasskeyTest, account_page_lists_it_by_its_name_and_offers_removal) {
  enrol(visit, "none-es256");
  const std::string body = visit.get("/account").body;
  EXPECT_NE(body.find("my &lt;phone&gt;"), std::string::npos);
  EXPECT_NE(body.find("/account/passkeys/remove?id="), std::string::npos);
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM passkeys WHERE transports = 'internal hybrid'"), 1);
}

TEST_P(PasskeyTest, first_passkey_leads_to_recovery_codes) {
  world.resident();
  visit.sign_in(1);
  visit.get("/account/letter");
  visit.post("/account/letter", {{"activation-code", world.letter(visit.session()->person)}});
  EXPECT_EQ(add(visit, "none-es256").body, R"({"location":"/account/recovery-codes"})");
}

TEST_P(PasskeyTest, rejects_adding_with_a_password_alone) {
  world.resident();
  visit.sign_in(1);
  visit.get("/account/letter");
  const std::string token = visit.hidden("csrf");
  json::object body;
  body["csrf"] = token;
  EXPECT_EQ(visit.post_json("/webauthn/register/options", body).status, 403);
}

TEST_P(PasskeyTest, rejects_a_registration_challenge_used_twice_and_an_expired_one) {
  enrol(visit, "none-es256");
  EXPECT_EQ(finish_add(visit, "none-es256").status, 400);
  begin_add(visit, "none-eddsa");
  world.nation.clock.advance(std::chrono::minutes(5));
  EXPECT_EQ(finish_add(visit, "none-eddsa").status, 400);
}

TEST_P(PasskeyTest, rejects_a_credential_that_is_registered_already) {
  enrol(visit, "none-es256");
  Visit other(world);
  world.resident("other.one");
  other.sign_in(1, "other.one");
  other.get("/account/letter");
  other.post("/account/letter", {{"activation-code", world.letter(other.session()->person)}});
  EXPECT_EQ(add(other, "none-es256").status, 409);
}

TEST_P(PasskeyTest, rejects_a_registration_challenge_of_another_session) {
  enrol(visit, "none-es256");
  begin_add(visit, "none-eddsa");
  Visit other(world);
  world.resident("other.one");
  other.sign_in(1, "other.one");
  other.get("/account/letter");
  other.post("/account/letter", {{"activation-code", world.letter(other.session()->person)}});
  other.get("/account/passkeys/add");
  EXPECT_EQ(finish_add(other, "none-eddsa").status, 400);
}

TEST_P(PasskeyTest, rejects_ceremonies_without_user_verification_or_from_inside_another_site) {
  world.resident();
  visit.sign_in(1);
  visit.get("/account/letter");
  visit.post("/account/letter", {{"activation-code", world.letter(visit.session()->person)}});
  for (const char* name : {"none-es256-presence-only", "none-es256-cross-origin", "none-es384"}) {
    EXPECT_EQ(add(visit, name).status, 400) << name;
  }
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM passkeys"), 0);
}

TEST_P(PasskeyTest, rejects_a_sign_in_challenge_used_twice) {
  const AccountId account = enrol(visit, "none-es256");
  Visit later(world);
  later.open(2);
  begin_sign_in(later, "none-es256");
  ASSERT_EQ(finish_sign_in(later, "none-es256", handle_of(account)).status, 200);
  later.open(2, /*fresh=*/true);
  EXPECT_EQ(finish_sign_in(later, "none-es256", handle_of(account)).status, 403);
}

TEST_P(PasskeyTest, rejects_a_challenge_of_another_flow_and_an_expired_one) {
  const AccountId account = enrol(visit, "none-es256");
  Visit later(world);
  later.open(2);
  begin_sign_in(later, "none-es256");
  later.open(2);
  EXPECT_EQ(finish_sign_in(later, "none-es256", handle_of(account)).status, 403);
  Visit slow(world);
  slow.open(2);
  world.nation.clock.advance(std::chrono::minutes(1));
  store::Batch batch;
  batch.add("DELETE FROM passkey_challenges", {});
  store::run_task(world.deps.database.commit_all(std::move(batch))).value();
  begin_sign_in(slow, "none-es256");
  world.nation.clock.advance(std::chrono::minutes(5));
  EXPECT_EQ(finish_sign_in(slow, "none-es256", handle_of(account)).status, 403);
}

TEST_P(PasskeyTest, rejects_the_handle_of_another_user_and_unknown_credentials) {
  const AccountId account = enrol(visit, "none-es256");
  const AccountId other = world.resident("other.one");
  for (const std::string& handle : {handle_of(other), std::string("nobody"), std::string()}) {
    Visit later(world);
    later.open(2);
    store::Batch batch;
    batch.add("DELETE FROM passkey_challenges", {});
    store::run_task(world.deps.database.commit_all(std::move(batch))).value();
    begin_sign_in(later, "none-es256");
    EXPECT_NE(finish_sign_in(later, "none-es256", handle).status, 200);
    EXPECT_FALSE(later.session());
  }
  Visit later(world);
  later.open(2);
  begin_sign_in(later, "none-eddsa");
  const auto events = [&] {
    return world.deps.database.query_blocking("SELECT event_id FROM audit_events", {}).value().size();
  };
  const size_t before = events();
  EXPECT_EQ(finish_sign_in(later, "none-eddsa", handle_of(account)).status, 403);
  EXPECT_EQ(events(), before) << "strangers do not write into the journal";
}

TEST_P(PasskeyTest, rejects_somebody_elses_passkey_after_a_password) {
  const AccountId account = enrol(visit, "none-es256");
  world.resident("other.one");
  Visit later(world);
  later.follow(later.sign_in(2, "other.one"));
  begin_sign_in(later, "none-es256");
  EXPECT_EQ(finish_sign_in(later, "none-es256", handle_of(account)).status, 403);
}

TEST_P(PasskeyTest, rejects_a_counter_that_does_not_rise) {
  const AccountId account = enrol(visit, "none-es256-counter");
  for (const int expected : {200, 403}) {
    Visit later(world);
    later.open(2);
    store::Batch batch;
    batch.add("DELETE FROM passkey_challenges", {});
    store::run_task(world.deps.database.commit_all(std::move(batch))).value();
    begin_sign_in(later, "none-es256-counter");
    EXPECT_EQ(finish_sign_in(later, "none-es256-counter", handle_of(account)).status, expected);
  }
}

TEST_P(PasskeyTest, rejects_requests_without_token_or_with_a_form_type) {
  visit.open(2);
  json::object body;
  body["flow"] = visit.flow;
  EXPECT_EQ(visit.post_json("/webauthn/sign-in/options", body).status, 403);
  const std::string token = visit.csrf();
  EXPECT_EQ(visit.post_raw("/webauthn/sign-in/options", {{"csrf", token}, {"flow", visit.flow}}).status, 400);
}

TEST_P(PasskeyTest, removed_passkey_signs_nobody_in) {
  const AccountId account = enrol(visit, "none-es256");
  Visit owner(world);
  owner.open(2);
  begin_sign_in(owner, "none-es256");
  ASSERT_EQ(finish_sign_in(owner, "none-es256", handle_of(account)).status, 200);
  const std::string id = url(ceremony("none-es256"), "credentialId");
  EXPECT_EQ(owner.get("/account/passkeys/remove?id=" + id).status, 200);
  EXPECT_EQ(location_of(owner.post("/account/passkeys/remove", {{"id", id}})), "/account?done=passkey_removed");
  EXPECT_EQ(world.count("SELECT COUNT(*) FROM passkeys"), 0);
  EXPECT_EQ(owner.get("/account/passkeys/remove?id=" + id).status, 404);
}

INSTANTIATE_TEST_SUITE_P(Engines, PasskeyTest, testing::ValuesIn(store::test_engines()));

}  // namespace
}  // namespace inkan::accounts
