#include <gtest/gtest.h>

#include "crypto/x509.h"
#include "oidc/test_provider.h"

namespace inkan::oidc {
namespace {

struct Said {
  int status = 0;
  std::string error{};
  std::string description{};
};
Said said(const http::Response& response) {
  json::object body = Service::body_of(response);
  return {response.status, std::string(find_string(body, "error").value_or("")),
          std::string(find_string(body, "error_description").value_or(""))};
}

class TokenTest : public testing::TestWithParam<std::string> {
 protected:
  // code_for signs in, consents where asked, and gives the code.
  std::string code_for(Service& service) { return code_for(service, service.pushed()); }
  std::string code_for(Service& service, const std::string& request_uri) {
    provider.sign_in();
    std::string location = location_of(browser.authorize(service, request_uri));
    if (location.starts_with("/consent")) {
      exchange::Answer answer;
      answer.flow = parameter(location, "flow");
      answer.browser = browser.cookie("__Host-browser");
      answer.account = provider.world.account;
      answer.decision = exchange::Decision::kAllowed;
      catalogue::ClientId id(service.id);
      auto client = store::run_task(provider.clients.find(id)).value();
      store::run_task(provider.world.consents.answer(std::move(answer), client)).value();
      location = location_of(browser.open("/fapi/auth/continue?flow=" + parameter(location, "flow")));
    }
    return parameter(location, "code");
  }
  json::object tokens_for(Service& service) {
    return Service::body_of(service.redeem(service.token_form(code_for(service))));
  }
  static std::string text(const json::object& object, std::string_view name) {
    return std::string(find_string(object, name).value_or(""));
  }
  std::string access_token(Service& service) { return text(tokens_for(service), "access_token"); }
  void withdraw_consents() {
    auto consents = store::run_task(provider.world.consents.list(provider.world.account)).value();
    for (const auto& consent : consents) {
      if (!consent.withdrawn_at)
        store::run_task(
            provider.world.consents.withdraw(provider.world.account, provider.world.person, consent.consent_id))
            .value();
    }
  }
  void set_account_status(accounts::AccountStatus status) {
    provider.world.accounts.accounts[provider.world.account.text()].status = status;
  }

  std::unique_ptr<store::TestDatabase> database = store::open_test_database(GetParam());
  TestProvider provider{**database};
  Service library{provider};
  TestBrowser browser{provider};
};
INSTANTIATE_TEST_SUITE_P(Engines, TokenTest, testing::ValuesIn(store::test_engines()));

TEST_P(TokenTest, gives_tokens_in_one_batch_and_puts_the_sign_in_on_record) {
  std::string code = code_for(library);
  Form form = library.token_form(code);
  std::string proof = library.proof("POST", "/token");
  int before = provider.database.commits;
  http::Response response = library.redeem(form, proof);
  EXPECT_EQ(provider.database.commits, before + 1);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(*response.header("cache-control"), "no-store");
  json::object body = Service::body_of(response);
  EXPECT_EQ(text(body, "token_type"), "DPoP");
  EXPECT_EQ(body.at("expires_in").as_int64(), 1800);
  EXPECT_EQ(text(body, "scope"), "openid uinfin name");
  EXPECT_FALSE(body.contains("refresh_token"));
  for (const auto& [name, value] : body) EXPECT_FALSE(value.is_null()) << std::string(name);

  json::object claims = library.open_token(text(body, "id_token"));
  EXPECT_EQ(text(claims, "iss"), "https://id.example.test/fapi");
  EXPECT_EQ(text(claims, "aud"), "library");
  EXPECT_EQ(text(claims, "sub"), provider.world.account.text());
  EXPECT_EQ(text(claims, "nonce"), "nonce-1");
  EXPECT_EQ(text(claims, "acr"), "urn:singpass:authentication:loa:2");
  EXPECT_EQ(claims.at("exp").as_int64() - claims.at("iat").as_int64(), 600);
  EXPECT_EQ(text(claims.at("sub_attributes").as_object(), "name"), "TAN MEI LING");
  EXPECT_EQ(provider.world.events(audit::EventKind::kSignIn).size(), 1u);
}

TEST_P(TokenTest, userinfo_gives_the_data_sealed_in_one_batch) {
  std::string token = access_token(library);
  http::Request request = library.userinfo_request(token);
  int before = provider.database.commits;
  http::Response response = provider.send(request);
  EXPECT_EQ(provider.database.commits, before + 1);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(*response.header("content-type"), "application/jwt");
  EXPECT_NE(response.header("date"), nullptr);
  EXPECT_EQ(response.header("x-fapi-interaction-id")->size(), 36u);
  json::object claims = library.open_token(response.body);
  EXPECT_EQ(text(claims, "sub"), provider.world.account.text());
  const json::object& person = claims.at("person_info").as_object();
  EXPECT_EQ(text(person.at("name").as_object(), "value"), "TAN MEI LING");
  EXPECT_EQ(text(person.at("uinfin").as_object(), "value"), provider.world.number);
  EXPECT_FALSE(person.contains("sex"));
}

TEST_P(TokenTest, a_code_works_once_and_its_second_use_ends_what_the_first_gave) {
  std::string code = code_for(library);
  std::string token = text(Service::body_of(library.redeem(library.token_form(code))), "access_token");
  EXPECT_EQ(library.userinfo(token).status, 200);
  Said again = said(library.redeem(library.token_form(code)));
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(again.error, "invalid_grant");
  Said dead = said(library.userinfo(token));
  EXPECT_EQ(dead.status, 401);
  EXPECT_EQ(dead.error, "invalid_token");
}

TEST_P(TokenTest, two_redemptions_at_once_give_one_success) {
  std::string code = code_for(library);
  auto request = [&] {
    return Service::form_request("/fapi/token", library.token_form(code), library.proof("POST", "/token"));
  };
  http::Request one = request(), two = request();
  auto match = provider.router.match(http::Method::kPost, "/fapi/token");
  std::vector<Task<http::Response>> tasks;
  tasks.push_back(answer_of(*match.handler, one));
  tasks.push_back(answer_of(*match.handler, two));
  auto answers = store::run_tasks(std::move(tasks));
  int good = 0;
  for (auto& answer : answers) good += answer->status == 200;
  EXPECT_EQ(good, 1);
}

TEST_P(TokenTest, a_code_lives_sixty_seconds) {
  std::string code = code_for(library);
  provider.advance(std::chrono::seconds(59));
  EXPECT_EQ(library.redeem(library.token_form(code)).status, 200);
  code = code_for(library);
  provider.advance(std::chrono::seconds(60));
  Said late = said(library.redeem(library.token_form(code)));
  EXPECT_EQ(late.error, "invalid_grant");
  EXPECT_EQ(late.status, 400);
}

TEST_P(TokenTest, a_misused_code_is_refused_and_used_up) {
  struct Case {
    std::string name, value, text;
  };
  const Case cases[] = {{"code_verifier", "", "code_verifier is missing"},
                        {"code_verifier", std::string(43, 'w'), "does not match"},
                        {"redirect_uri", "", "redirect_uri is"},
                        {"redirect_uri", "https://library.example/cb", "redirect_uri is"}};
  for (const Case& one : cases) {
    std::string code = code_for(library);
    Form form = library.token_form(code);
    if (one.value.empty())
      form.erase(one.name);
    else
      form[one.name] = one.value;
    Said answer = said(library.redeem(form));
    EXPECT_EQ(answer.error, "invalid_grant") << one.name;
    EXPECT_NE(answer.description.find(one.text), std::string::npos) << answer.description;
    EXPECT_EQ(said(library.redeem(library.token_form(code))).error, "invalid_grant") << "used up: " << one.name;
  }
}

TEST_P(TokenTest, a_code_belongs_to_its_client) {
  Service shop(provider, "shop", {{"redirect_uris", json::array{"https://library.example/cb?x=1"}}});
  std::string code = code_for(library);
  Said answer = said(shop.redeem(shop.token_form(code)));
  EXPECT_EQ(answer.error, "invalid_grant");
  EXPECT_NE(answer.description.find("another client"), std::string::npos);
  EXPECT_EQ(said(library.redeem(library.token_form(code))).error, "invalid_grant");
}

TEST_P(TokenTest, a_code_is_bound_to_the_key_of_the_pushed_request) {
  std::string code = code_for(library);
  library.proof_key = make_key();
  Said answer = said(library.redeem(library.token_form(code)));
  EXPECT_EQ(answer.error, "invalid_grant");
  EXPECT_NE(answer.description.find("Incoming DPOP Proof JWT does not match the initial dpop_jkt sent at PAR endpoint"),
            std::string::npos);

  Form form = library.par_form();
  form["dpop_jkt"] = make_key().public_key().thumbprint();
  auto pushed = Service::body_of(library.push(form, std::nullopt));
  code = code_for(library, text(pushed, "request_uri"));
  EXPECT_EQ(said(library.redeem(library.token_form(code))).error, "invalid_grant");
}

TEST_P(TokenTest, a_call_without_proof_or_with_a_bad_one_does_not_use_the_code_up) {
  std::string code = code_for(library);
  Said none = said(library.redeem(library.token_form(code), std::nullopt));
  EXPECT_EQ(none.error, "invalid_dpop_proof");
  EXPECT_EQ(none.status, 400);
  EXPECT_EQ(said(library.redeem(library.token_form(code), library.proof("GET", "/token"))).error, "invalid_dpop_proof");
  EXPECT_EQ(said(library.redeem(library.token_form(code), library.proof("POST", "/par"))).error, "invalid_dpop_proof");
  EXPECT_EQ(library.redeem(library.token_form(code)).status, 200);
}

TEST_P(TokenTest, replayed_assertions_and_proofs_are_refused_and_the_code_stays) {
  std::string first = code_for(library);
  Form used = library.token_form(first);
  std::string used_proof = library.proof("POST", "/token");
  EXPECT_EQ(library.redeem(used, used_proof).status, 200);
  std::string code = code_for(library);
  Form form = used;
  form["code"] = code;
  EXPECT_EQ(said(library.redeem(form)).error, "invalid_client");
  EXPECT_EQ(said(library.redeem(library.token_form(code), used_proof)).error, "invalid_dpop_proof");
  EXPECT_EQ(library.redeem(library.token_form(code)).status, 200);
}

TEST_P(TokenTest, refuses_other_grants_and_missing_parameters) {
  Form form = library.token_form("x");
  EXPECT_EQ(said(library.redeem(form)).error, "invalid_grant");
  form = library.token_form(std::string(64, 'A'));
  EXPECT_EQ(said(library.redeem(form)).error, "invalid_grant");
  form = library.token_form("x");
  form.erase("code");
  EXPECT_EQ(said(library.redeem(form)).error, "invalid_request");
  form = library.token_form("x");
  form["grant_type"] = "client_credentials";
  EXPECT_EQ(said(library.redeem(form)).error, "unsupported_grant_type");
  form = library.token_form("x");
  form.erase("grant_type");
  EXPECT_EQ(said(library.redeem(form)).error, "invalid_request");
  form = library.token_form("x");
  form.erase("client_assertion");
  form["client_id"] = "library";
  EXPECT_EQ(said(library.redeem(form)).error, "invalid_client");
  form = library.token_form("x");
  form["client_id"] = "shop";
  EXPECT_EQ(said(library.redeem(form)).error, "invalid_client");
}

TEST_P(TokenTest, client_id_may_accompany_the_assertion) {
  Form form = library.token_form(code_for(library));
  form["client_id"] = "library";
  EXPECT_EQ(library.redeem(form).status, 200);
}

TEST_P(TokenTest, status_is_looked_at_again_before_tokens_are_given) {
  std::string code = code_for(library);
  set_account_status(accounts::AccountStatus::kSuspended);
  EXPECT_EQ(said(library.redeem(library.token_form(code))).error, "invalid_grant");
  set_account_status(accounts::AccountStatus::kActive);
  code = code_for(library);
  withdraw_consents();
  Said withdrawn = said(library.redeem(library.token_form(code)));
  EXPECT_EQ(withdrawn.error, "invalid_grant");
  EXPECT_NE(withdrawn.description.find("withdrawn"), std::string::npos);
}

TEST_P(TokenTest, userinfo_looks_at_status_again) {
  std::string token = access_token(library);
  set_account_status(accounts::AccountStatus::kSuspended);
  EXPECT_EQ(said(library.userinfo(token)).error, "invalid_token");
  set_account_status(accounts::AccountStatus::kActive);
  EXPECT_EQ(library.userinfo(token).status, 200);
  withdraw_consents();
  EXPECT_EQ(said(library.userinfo(token)).error, "invalid_token");
}

TEST_P(TokenTest, refresh_looks_at_status_and_registration_again) {
  Service lasting(provider, "lasting", {{"grant_types", json::array{"authorization_code", "refresh_token"}}});
  std::string token = text(tokens_for(lasting), "refresh_token");
  set_account_status(accounts::AccountStatus::kSuspended);
  EXPECT_EQ(said(lasting.redeem(lasting.refresh_form(token))).error, "invalid_grant");
  set_account_status(accounts::AccountStatus::kActive);
  json::object narrower = lasting.registration;
  narrower["scope"] = "openid name";
  provider.add_client(narrower);
  EXPECT_EQ(said(lasting.redeem(lasting.refresh_form(token))).error, "invalid_grant");
  provider.add_client(lasting.registration);
  EXPECT_EQ(lasting.redeem(lasting.refresh_form(token)).status, 200);
  withdraw_consents();
  EXPECT_EQ(said(lasting.redeem(lasting.refresh_form(token))).error, "invalid_grant");
}

TEST_P(TokenTest, a_new_consent_does_not_revive_what_the_withdrawn_one_gave) {
  Service lasting(provider, "lasting", {{"grant_types", json::array{"authorization_code", "refresh_token"}}});
  json::object old = tokens_for(lasting);
  std::string code = code_for(lasting);
  provider.advance(std::chrono::seconds(1));
  withdraw_consents();
  provider.advance(std::chrono::seconds(1));
  json::object fresh = tokens_for(lasting);  // consents again
  EXPECT_EQ(lasting.userinfo(text(fresh, "access_token")).status, 200);
  EXPECT_EQ(said(lasting.userinfo(text(old, "access_token"))).error, "invalid_token");
  EXPECT_EQ(said(lasting.redeem(lasting.refresh_form(text(old, "refresh_token")))).error, "invalid_grant");
  EXPECT_EQ(said(lasting.redeem(lasting.token_form(code))).error, "invalid_grant");
  EXPECT_EQ(lasting.redeem(lasting.refresh_form(text(fresh, "refresh_token"))).status, 200);
}

TEST_P(TokenTest, userinfo_of_a_removed_client_is_refused) {
  std::string token = access_token(library);
  audit::Actor actor;
  ASSERT_TRUE(store::run_task(provider.clients.remove(catalogue::ClientId("library"), actor)));
  provider.advance(std::chrono::seconds(2));
  EXPECT_EQ(said(library.userinfo(token)).error, "invalid_token");
}

TEST_P(TokenTest, access_tokens_expire) {
  std::string token = access_token(library);
  provider.advance(std::chrono::minutes(30) - std::chrono::seconds(1));
  EXPECT_EQ(library.userinfo(token).status, 200);
  provider.advance(std::chrono::seconds(1));
  EXPECT_EQ(said(library.userinfo(token)).error, "invalid_token");
}

TEST_P(TokenTest, userinfo_refuses_tokens_that_are_not_proven) {
  std::string token = access_token(library);
  auto changed = [&](auto change) {
    http::Request request = library.userinfo_request(token);
    change(request);
    http::Response response = provider.send(request);
    EXPECT_TRUE(response.status == 401 || response.status == 400) << response.status;
    EXPECT_NE(response.header("www-authenticate"), nullptr);
    return said(response);
  };
  EXPECT_EQ(changed([](http::Request& r) { r.headers.erase(r.headers.begin()); }).error, "invalid_token");
  EXPECT_EQ(changed([](http::Request& r) { r.headers.pop_back(); }).error, "invalid_dpop_proof");
  EXPECT_EQ(changed([](http::Request& r) { r.headers.push_back(r.headers.back()); }).error, "invalid_dpop_proof");
  EXPECT_EQ(changed([&](http::Request& r) { r.headers[0].second = "Bearer " + token; }).error, "invalid_token");
  EXPECT_EQ(changed([&](http::Request& r) { r.headers[0].second = "Basic " + token; }).error, "invalid_token");
  EXPECT_EQ(changed([](http::Request& r) { r.headers[0].second = "DPoP"; }).error, "invalid_token");
  EXPECT_EQ(changed([](http::Request& r) { r.headers[0].second = "DPoP " + std::string(64, 'A'); }).error,
            "invalid_token");
  EXPECT_EQ(changed([&](http::Request& r) { r.query_text = "access_token=" + token; }).error, "invalid_request");
  EXPECT_EQ(changed([](http::Request& r) { r.method = http::Method::kPost; }).error, "invalid_dpop_proof");
  std::string other = access_token(library);
  EXPECT_EQ(changed([&](http::Request& r) { r.headers[0].second = "DPoP " + other; }).error, "invalid_dpop_proof");
  crypto::PrivateKey mine = library.proof_key;
  library.proof_key = make_key();
  EXPECT_EQ(said(library.userinfo(token)).error, "invalid_token");
  library.proof_key = mine;
  EXPECT_EQ(library.userinfo(token).status, 200);
}

TEST_P(TokenTest, userinfo_takes_the_scheme_in_any_case_and_echoes_the_interaction) {
  http::Request request = library.userinfo_request(access_token(library));
  request.headers[0].second.replace(0, 4, "dPoP");
  request.headers.emplace_back("x-fapi-interaction-id", "c770aef3-6784-41f7-8e0e-ff5f97bddb3a");
  http::Response response = provider.send(request);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(*response.header("x-fapi-interaction-id"), "c770aef3-6784-41f7-8e0e-ff5f97bddb3a");
  request = library.userinfo_request(access_token(library));
  request.headers.emplace_back("x-fapi-interaction-id", "<script>alert(1)</script>aaaaaaaaaaa");
  EXPECT_EQ(provider.send(request).header("x-fapi-interaction-id")->find('<'), std::string::npos);
}

TEST_P(TokenTest, a_userinfo_proof_is_accepted_once) {
  std::string token = access_token(library);
  http::Request request = library.userinfo_request(token);
  EXPECT_EQ(provider.send(request).status, 200);
  Said again = said(provider.send(request));
  EXPECT_EQ(again.error, "invalid_dpop_proof");
  EXPECT_EQ(again.status, 401);
}

TEST_P(TokenTest, refresh_keeps_its_token_and_takes_a_new_key) {
  Service lasting(provider, "lasting", {{"grant_types", json::array{"authorization_code", "refresh_token"}}});
  json::object tokens = tokens_for(lasting);
  std::string refresh = text(tokens, "refresh_token");
  ASSERT_FALSE(refresh.empty());
  for (int round = 0; round < 2; ++round) {
    lasting.proof_key = make_key();
    Form form = lasting.refresh_form(refresh);
    std::string proof = lasting.proof("POST", "/token");
    int before = provider.database.commits;
    http::Response response = lasting.redeem(form, proof);
    EXPECT_EQ(provider.database.commits, before + 1);
    ASSERT_EQ(response.status, 200) << response.body;
    json::object fresh = Service::body_of(response);
    EXPECT_FALSE(fresh.contains("refresh_token"));
    EXPECT_EQ(text(fresh, "scope"), "openid uinfin name");
    EXPECT_EQ(lasting.userinfo(text(fresh, "access_token")).status, 200);
  }
}

TEST_P(TokenTest, refresh_narrows_and_never_widens) {
  Service lasting(provider, "lasting", {{"grant_types", json::array{"authorization_code", "refresh_token"}}});
  std::string refresh = text(tokens_for(lasting), "refresh_token");
  Form form = lasting.refresh_form(refresh);
  form["scope"] = "openid name";
  json::object narrow = Service::body_of(lasting.redeem(form));
  EXPECT_EQ(text(narrow, "scope"), "openid name");
  json::object claims = lasting.open_token(lasting.userinfo(text(narrow, "access_token")).body);
  EXPECT_FALSE(claims.at("person_info").as_object().contains("uinfin"));
  form = lasting.refresh_form(refresh);
  form["scope"] = "openid name sex";
  EXPECT_EQ(said(lasting.redeem(form)).error, "invalid_scope");
}

TEST_P(TokenTest, refresh_belongs_to_its_client_and_needs_a_proof) {
  Service lasting(provider, "lasting", {{"grant_types", json::array{"authorization_code", "refresh_token"}}});
  Service other(provider, "other", {{"grant_types", json::array{"authorization_code", "refresh_token"}}});
  json::object tokens = tokens_for(lasting);
  std::string refresh = text(tokens, "refresh_token");
  EXPECT_EQ(said(other.redeem(other.refresh_form(refresh))).error, "invalid_grant");
  EXPECT_EQ(said(library.redeem(library.refresh_form(refresh))).error, "invalid_grant");
  EXPECT_EQ(said(lasting.redeem(lasting.refresh_form(refresh), std::nullopt)).error, "invalid_dpop_proof");
  EXPECT_EQ(said(lasting.redeem(lasting.refresh_form(text(tokens, "access_token")))).error, "invalid_grant");
  Form bare = lasting.refresh_form(refresh);
  bare.erase("client_assertion");
  bare["client_id"] = "lasting";
  EXPECT_EQ(said(lasting.redeem(bare)).error, "invalid_client");
  set_account_status(accounts::AccountStatus::kClosed);
  EXPECT_EQ(said(lasting.redeem(lasting.refresh_form(refresh))).error, "invalid_grant");
  set_account_status(accounts::AccountStatus::kActive);
  withdraw_consents();
  EXPECT_EQ(said(lasting.redeem(lasting.refresh_form(refresh))).error, "invalid_grant");
}

TEST_P(TokenTest, a_refresh_token_is_no_access_token_and_dies_with_a_replayed_code) {
  Service lasting(provider, "lasting", {{"grant_types", json::array{"authorization_code", "refresh_token"}}});
  std::string code = code_for(lasting);
  std::string refresh = text(Service::body_of(lasting.redeem(lasting.token_form(code))), "refresh_token");
  EXPECT_EQ(said(lasting.userinfo(refresh)).error, "invalid_token");
  lasting.redeem(lasting.token_form(code));
  EXPECT_EQ(said(lasting.redeem(lasting.refresh_form(refresh))).error, "invalid_grant");
}

TEST_P(TokenTest, nonces_hold_at_every_endpoint) {
  Service strict(provider, "strict", {{"inkan_dpop_nonce", true}});
  strict.nonce = DpopNonces(provider.world.people.keyed_hash).current(provider.now());
  std::string code = code_for(strict);
  std::string kept = std::exchange(strict.nonce, "");
  http::Response refused = strict.redeem(strict.token_form(code));
  EXPECT_EQ(said(refused).error, "use_dpop_nonce");
  EXPECT_EQ(*refused.header("dpop-nonce"), kept);
  strict.nonce = kept;
  std::string token = text(Service::body_of(strict.redeem(strict.token_form(code))), "access_token");
  strict.nonce.clear();
  refused = strict.userinfo(token);
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(said(refused).error, "use_dpop_nonce");
  EXPECT_TRUE(refused.header("www-authenticate")->starts_with("DPoP error=\"use_dpop_nonce\""));
  strict.nonce = kept;
  EXPECT_EQ(strict.userinfo(token).status, 200);
}

TEST_P(TokenTest, pairwise_services_know_the_resident_under_different_names) {
  Service one(provider, "one",
              {{"subject_type", "pairwise"}, {"redirect_uris", json::array{"https://one.example/cb"}}});
  Service two(provider, "two",
              {{"subject_type", "pairwise"}, {"redirect_uris", json::array{"https://two.example/cb"}}});
  json::object tokens = tokens_for(one);
  std::string first = text(one.open_token(text(tokens, "id_token")), "sub");
  EXPECT_EQ(text(one.open_token(one.userinfo(text(tokens, "access_token")).body), "sub"), first);
  std::string second = text(two.open_token(text(tokens_for(two), "id_token")), "sub");
  EXPECT_NE(first, second);
  EXPECT_NE(first, provider.world.account.text());
}

TEST_P(TokenTest, plain_answers_for_clients_that_registered_no_sealing) {
  json::object changes;
  Service plain(provider, "plain");
  plain.registration.erase("id_token_encrypted_response_alg");
  plain.registration.erase("userinfo_signed_response_alg");
  plain.registration.erase("userinfo_encrypted_response_alg");
  provider.add_client(plain.registration);
  json::object tokens = tokens_for(plain);
  EXPECT_EQ(split(text(tokens, "id_token"), '.').size(), 3u);
  http::Response response = plain.userinfo(text(tokens, "access_token"));
  EXPECT_TRUE(response.header("content-type")->starts_with("application/json"));
  EXPECT_EQ(text(Service::body_of(response).at("person_info").at("name").as_object(), "value"), "TAN MEI LING");
}

TEST_P(TokenTest, certificate_bound_tokens_need_their_certificate) {
  Time now = provider.now();
  auto authority = crypto::make_authority("test", now, std::chrono::hours(24)).value();
  auto der_of = [&](const std::string& name) {
    crypto::LeafRequest leaf{.common_name = name, .client = true};
    std::string pem = crypto::issue_certificate(authority, leaf, now, std::chrono::hours(24)).value().certificate_pem;
    std::string body;
    for (const std::string& line : split(pem, '\n')) {
      if (!line.empty() && line[0] != '-') body += line;
    }
    return base64_decode(body).value();
  };
  std::string mine = der_of("mine"), other = der_of("other");
  Service bound(provider, "bound",
                {{"token_endpoint_auth_method", "tls_client_auth"},
                 {"tls_client_auth_subject_dn", crypto::subject_dn(mine).value()},
                 {"tls_client_certificate_bound_access_tokens", true}});
  auto send = [&](const std::string& path, Form form, const std::string& certificate, bool trusted = true) {
    form.erase("client_assertion");
    form.erase("client_assertion_type");
    form["client_id"] = "bound";
    http::Request request = Service::form_request(path, form, std::nullopt);
    request.client_certificate = certificate;
    request.client_certificate_trusted = trusted;
    return provider.send(request);
  };
  EXPECT_EQ(said(send("/fapi/par", bound.par_form(), other)).error, "invalid_client");
  // Anybody can write this subject into a certificate of their own making.
  EXPECT_EQ(said(send("/fapi/par", bound.par_form(), mine, /*trusted=*/false)).error, "invalid_client");
  http::Response pushed = send("/fapi/par", bound.par_form(), mine);
  ASSERT_EQ(pushed.status, 201) << pushed.body;
  std::string code = code_for(bound, text(Service::body_of(pushed), "request_uri"));
  EXPECT_EQ(said(send("/fapi/token", bound.token_form(code), "")).error, "invalid_client");
  http::Response redeemed = send("/fapi/token", bound.token_form(code), mine);
  ASSERT_EQ(redeemed.status, 200) << redeemed.body;
  json::object tokens = Service::body_of(redeemed);
  EXPECT_EQ(text(tokens, "token_type"), "Bearer");
  auto visit = [&](const std::string& certificate) {
    http::Request request;
    request.path = "/fapi/userinfo";
    request.headers.emplace_back("authorization", "bEARER " + text(tokens, "access_token"));
    request.client_certificate = certificate;
    return provider.send(request).status;
  };
  EXPECT_EQ(visit(mine), 200);
  EXPECT_EQ(visit(other), 401);
  EXPECT_EQ(visit(""), 401);
}

}  // namespace
}  // namespace inkan::oidc
