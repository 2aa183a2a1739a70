#include <gtest/gtest.h>

#include "oidc/endpoints/all.h"
#include "oidc/test_provider.h"

namespace inkan::oidc {
namespace {

class ParTest : public testing::TestWithParam<std::string> {
 protected:
  std::unique_ptr<store::TestDatabase> database = store::open_test_database(GetParam());
  TestProvider provider{**database};
  Service library{provider};

  struct Said {
    int status = 0;
    std::string error{};
    std::string description{};
  };
  static Said said(const http::Response& response) {
    json::object body = Service::body_of(response);
    return {response.status, std::string(find_string(body, "error").value_or("")),
            std::string(find_string(body, "error_description").value_or(""))};
  }
  // refusal pushes a request with one parameter changed (removed when empty).
  Said refusal(const std::string& name, const std::string& value) {
    Form form = library.par_form();
    if (value.empty())
      form.erase(name);
    else
      form[name] = value;
    return said(library.push(form));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ParTest, testing::ValuesIn(store::test_engines()));

TEST_P(ParTest, answers_a_request_uri_in_one_batch) {
  Form form = library.par_form();
  std::string proof = library.proof("POST", "/par");
  int before = provider.database.commits;
  http::Response response = library.push(form, proof);
  EXPECT_EQ(provider.database.commits, before + 1);
  EXPECT_EQ(response.status, 201) << response.body;
  json::object body = Service::body_of(response);
  EXPECT_TRUE(body.at("request_uri").as_string().starts_with("urn:ietf:params:oauth:request_uri:"));
  EXPECT_EQ(body.at("request_uri").as_string().size(), 34u + 43u);
  EXPECT_EQ(body.at("expires_in").as_int64(), 60);
  EXPECT_EQ(*response.header("cache-control"), "no-store");
}

TEST_P(ParTest, refuses_wrong_parameters_and_says_what_is_right) {
  struct Case {
    std::string name, value, error, text;
  };
  const Case cases[] = {
      {"response_type", "", "invalid_request", "response_type is missing"},
      {"response_type", "token", "unsupported_response_type", "must be 'code'"},
      {"response_type", "code id_token", "unsupported_response_type", "must be 'code'"},
      {"response_mode", "fragment", "invalid_request", "'query'"},
      {"redirect_uri", "", "invalid_request", "https://library.example/cb?x=1"},
      {"redirect_uri", "https://library.example/cb", "invalid_request", "letter for letter"},
      {"redirect_uri", "https://library.example/cb?x=1&y", "invalid_request", "not registered"},
      {"scope", "", "invalid_scope", "openid"},
      {"scope", "uinfin", "invalid_scope", "must hold 'openid'"},
      {"scope", "openid sex", "invalid_scope", "'sex' is not registered"},
      {"scope", "openid  uinfin", "invalid_scope", "two spaces"},
      {"code_challenge", "", "invalid_request", "PKCE"},
      {"code_challenge", "short", "invalid_request", "43 characters"},
      {"code_challenge_method", "", "invalid_request", "S256"},
      {"code_challenge_method", "plain", "invalid_request", "S256"},
      {"state", std::string(256, 's'), "invalid_request", "255"},
      {"state", "a b", "invalid_request", "state may hold"},
      {"nonce", std::string(384, 'n'), "invalid_request", "255"},
      {"nonce", "<script>", "invalid_request", "nonce may hold"},
      {"acr_values", "urn:singpass:authentication:loa:3", "invalid_request", "not allowed"},
      {"acr_values", "gold", "invalid_request", "not known"},
      {"prompt", "none login", "invalid_request", "excludes"},
      {"prompt", "create", "invalid_request", "not known"},
      {"max_age", "-1", "invalid_request", "whole number"},
      {"max_age", "1h", "invalid_request", "whole number"},
      {"request_uri", "urn:x", "invalid_request", "request_uri must not"},
      {"request", "eyJ", "invalid_request", "Request objects"},
      {"authentication_context_type", "APP_AUTHENTICATION_DEFAULT", "invalid_request",
       "only for login clients. Remove"},
      {"authentication_context_message", "Hello", "invalid_request", "only for login clients"},
      {"dpop_jkt", "short", "invalid_request", "dpop_jkt"},
      {"dpop_jkt", std::string(43, 'A'), "invalid_dpop_proof", "dpop_jkt is not the thumbprint"},
      {"client_id", "", "invalid_request", "client_id is missing"},
      {"client_id", "nobody", "invalid_client", "must be the same"},
      {"client_assertion", "", "invalid_client", "client_assertion is missing"},
      {"client_assertion", "nonsense", "invalid_client", "not a signed JWT"},
      {"client_assertion_type", "", "invalid_client", "client_assertion_type"},
      {"client_secret", "hush", "invalid_client", "secrets are not used"},
  };
  int before = provider.database.commits;
  for (const Case& one : cases) {
    Said answer = refusal(one.name, one.value);
    EXPECT_EQ(answer.error, one.error) << one.name << "=" << one.value << ": " << answer.description;
    EXPECT_NE(answer.description.find(one.text), std::string::npos) << one.name << ": " << answer.description;
    EXPECT_EQ(answer.status, 400) << one.name;
  }
  EXPECT_EQ(provider.database.commits, before) << "a refusal writes nothing";
}

TEST_P(ParTest, strangers_write_nothing) {
  Service other(provider, "other");
  int before = provider.database.commits;
  auto events = [&] {
    return provider.database.query_blocking("SELECT event_id FROM audit_events", {}).value().size();
  };
  size_t on_record = events();
  Form forged = library.par_form();
  forged["client_assertion"] = other.sign_assertion(library.assertion_claims());  // signed by another
  Form unknown = library.par_form();
  unknown["client_id"] = "nobody";
  unknown.erase("client_assertion");
  for (const Form& form :
       {forged, unknown, Form{}, Form{{"client_id", "library"}}, Form{{"client_assertion", "a.b.c"}}}) {
    EXPECT_EQ(library.push(form).status, 400);
    EXPECT_EQ(library.redeem(form).status, 400);
  }
  EXPECT_EQ(provider.database.commits, before);
  EXPECT_EQ(events(), on_record);
}

TEST_P(ParTest, tolerates_what_the_contract_tolerates) {
  for (auto& [name, value] : Form{{"redirect_uri_https_type", "app_claimed_https"},
                                  {"app_launch_url", "https://x.example"},
                                  {"unknown", "1"},
                                  {"acr_values", "urn:singpass:authentication:loa:2"},
                                  {"state", std::string(255, 's')},
                                  {"nonce", "/+_-=.AZaz09"},
                                  {"scope", "name openid uinfin"},
                                  {"prompt", "consent"},
                                  {"max_age", "0"},
                                  {"response_mode", "query"}}) {
    Form form = library.par_form();
    form[name] = value;
    EXPECT_EQ(library.push(form).status, 201) << name;
  }
  Form form = library.par_form();
  form.erase("state");
  form.erase("nonce");
  EXPECT_EQ(library.push(form).status, 201);
}

TEST_P(ParTest, refuses_repeated_parameters_and_other_media_types) {
  http::Request request = Service::form_request("/fapi/par", library.par_form(), library.proof("POST", "/par"));
  request.body += "&scope=openid";
  EXPECT_EQ(said(provider.send(request)).error, "invalid_request");
  request = Service::form_request("/fapi/par", library.par_form(), library.proof("POST", "/par"));
  request.headers[0].second = "application/json";
  EXPECT_EQ(said(provider.send(request)).error, "invalid_request");
  request.method = http::Method::kPut;
  EXPECT_EQ(provider.send(request).status, 405);
}

TEST_P(ParTest, accepts_an_assertion_once) {
  Form form = library.par_form();
  EXPECT_EQ(library.push(form).status, 201);
  Said again = said(library.push(form));
  EXPECT_EQ(again.error, "invalid_client");
  EXPECT_NE(again.description.find("jti was used before"), std::string::npos);
}

TEST_P(ParTest, accepts_a_proof_once) {
  std::string proof = library.proof("POST", "/par");
  EXPECT_EQ(library.push(library.par_form(), proof).status, 201);
  Said again = said(library.push(library.par_form(), proof));
  EXPECT_EQ(again.error, "invalid_dpop_proof");
  EXPECT_EQ(again.status, 400);
}

TEST_P(ParTest, a_refused_replay_leaves_the_other_value_unused) {
  std::string proof = library.proof("POST", "/par");
  EXPECT_EQ(library.push(library.par_form(), proof).status, 201);
  Form form = library.par_form();
  EXPECT_EQ(said(library.push(form, proof)).error, "invalid_dpop_proof");
  EXPECT_EQ(library.push(form).status, 201) << "the whole batch was undone, the assertion with it";
}

TEST_P(ParTest, refuses_assertions_of_other_keys_and_for_other_audiences) {
  Form form = library.par_form();
  crypto::PrivateKey other = make_key("sig");
  form["client_assertion"] = crypto::sign(other, "JWT", library.assertion_claims()).value();
  EXPECT_NE(said(library.push(form)).description.find("does not verify"), std::string::npos);
  crypto::PrivateKey unknown = make_key("old");
  form["client_assertion"] = crypto::sign(unknown, "JWT", library.assertion_claims()).value();
  EXPECT_NE(said(library.push(form)).description.find("no signing key with kid 'old'; registered are: 'sig'"),
            std::string::npos)
      << said(library.push(form)).description;
  json::object claims = library.assertion_claims();
  claims["aud"] = "https://id.example.test/fapi/par";
  form["client_assertion"] = library.sign_assertion(claims);
  EXPECT_EQ(said(library.push(form)).error, "invalid_client");
  form["client_assertion"] =
      jws_of(library.signing, {{"alg", "ES256"}, {"kid", "sig"}, {"typ", "dpop+jwt"}}, library.assertion_claims());
  EXPECT_NE(said(library.push(form)).description.find("typ is"), std::string::npos);
  form["client_assertion"] = jws_of(library.signing, {{"alg", "RS256"}, {"kid", "sig"}}, library.assertion_claims());
  EXPECT_NE(said(library.push(form)).description.find("alg is 'RS256'"), std::string::npos);
}

TEST_P(ParTest, accepts_assertions_without_typ_and_kid) {
  Form form = library.par_form();
  form["client_assertion"] = jws_of(library.signing, {{"alg", "ES256"}}, library.assertion_claims());
  EXPECT_EQ(library.push(form).status, 201);
}

TEST_P(ParTest, the_endpoint_is_an_audience_only_with_the_switch) {
  Service java(provider, "java", {{"inkan_compat", {{"endpoint_audience", true}}}});
  json::object claims = java.assertion_claims();
  claims["aud"] = "https://id.example.test/fapi/par";
  Form form = java.par_form();
  form["client_assertion"] = java.sign_assertion(claims);
  EXPECT_EQ(java.push(form).status, 201);
}

TEST_P(ParTest, needs_a_key_and_takes_its_thumbprint_alone) {
  EXPECT_EQ(said(library.push(library.par_form(), std::nullopt)).error, "invalid_dpop_proof");
  Form form = library.par_form();
  form["dpop_jkt"] = library.proof_key.public_key().thumbprint();
  EXPECT_EQ(library.push(form, std::nullopt).status, 201);
  form = library.par_form();
  form["dpop_jkt"] = library.proof_key.public_key().thumbprint();
  EXPECT_EQ(library.push(form).status, 201);
}

TEST_P(ParTest, accepts_the_clients_signing_key_as_proof_key) {
  std::string proof = jws_of(library.signing, proof_header(library.signing),
                             library.proof_claims("POST", "https://id.example.test/fapi/par"));
  EXPECT_EQ(library.push(library.par_form(), proof).status, 201);
}

TEST_P(ParTest, demands_nonces_only_of_clients_whose_policy_says_so) {
  Service strict(provider, "strict", {{"inkan_dpop_nonce", true}});
  http::Response first = strict.push(strict.par_form());
  EXPECT_EQ(said(first).error, "use_dpop_nonce");
  EXPECT_EQ(first.status, 400);
  ASSERT_NE(first.header("dpop-nonce"), nullptr);
  strict.nonce = *first.header("dpop-nonce");
  EXPECT_EQ(strict.push(strict.par_form()).status, 201);
  EXPECT_EQ(library.push(library.par_form()).header("dpop-nonce"), nullptr);
}

TEST_P(ParTest, login_services_must_say_what_for) {
  Service bank(provider, "bank",
               {{"inkan_kind", "login"},
                {"scope", "openid user.identity name"},
                {"inkan_authentication_context_types", json::array{"APP_AUTHENTICATION_DEFAULT"}}});
  EXPECT_NE(said(bank.push(bank.par_form())).description.find("authentication_context_type is missing"),
            std::string::npos);
  auto with = [&bank](std::string type, std::string message) {
    Form form = bank.par_form();
    form["authentication_context_type"] = std::move(type);
    form["authentication_context_message"] = std::move(message);
    return bank.push(form);
  };
  EXPECT_EQ(with("APP_AUTHENTICATION_DEFAULT", "Log in to your account (it's safe!)").status, 201);
  EXPECT_NE(said(with("BANK_CASA_OPENING", "x")).description.find("is not registered"), std::string::npos);
  EXPECT_NE(said(with("MADE_UP", "x")).description.find("not in the published list"), std::string::npos);
  EXPECT_EQ(with("APP_AUTHENTICATION_DEFAULT", std::string(100, 'm')).status, 201);
  for (std::string message : {std::string(101, 'm'), std::string("a<b"), std::string("a>b"), std::string("a\\b"),
                              std::string("a`b"), std::string("caf\xc3\xa9"), std::string("a\nb")}) {
    EXPECT_EQ(said(with("APP_AUTHENTICATION_DEFAULT", message)).error, "invalid_request") << message;
  }
}

TEST_P(ParTest, a_removed_client_is_refused_within_a_second) {
  EXPECT_EQ(library.push(library.par_form()).status, 201);
  audit::Actor actor;
  ASSERT_TRUE(store::run_task(provider.clients.remove(catalogue::ClientId("library"), actor)));
  provider.advance(std::chrono::seconds(2));
  EXPECT_EQ(said(library.push(library.par_form())).error, "invalid_client");
}

TEST_P(ParTest, certificate_clients_need_their_certificate) {
  Service certified(
      provider, "certified",
      {{"token_endpoint_auth_method", "tls_client_auth"}, {"tls_client_auth_subject_dn", "CN=certified"}});
  Form form = certified.par_form();
  form.erase("client_assertion");
  form.erase("client_assertion_type");
  Said answer = said(certified.push(form));
  EXPECT_EQ(answer.error, "invalid_client");
  EXPECT_NE(answer.description.find("mtls_endpoint_aliases"), std::string::npos);
}

TEST_P(ParTest, metadata_and_keys_are_where_clients_look) {
  auto get = [this](std::string path) {
    http::Request request;
    request.path = std::move(path);
    return provider.send(request);
  };
  json::object document = Service::body_of(get("/fapi/.well-known/openid-configuration"));
  EXPECT_EQ(document.at("issuer").as_string(), "https://id.example.test/fapi");
  for (std::string_view name : {"authorization_endpoint", "pushed_authorization_request_endpoint", "token_endpoint",
                                "userinfo_endpoint", "jwks_uri"}) {
    EXPECT_TRUE(document.at(name).as_string().starts_with("https://id.example.test/fapi/")) << name;
  }
  EXPECT_TRUE(document.at("require_pushed_authorization_requests").as_bool());
  EXPECT_TRUE(document.at("authorization_response_iss_parameter_supported").as_bool());
  EXPECT_EQ(document.at("mtls_endpoint_aliases").at("token_endpoint").as_string(),
            "https://id.example.test:8444/fapi/token");
  EXPECT_EQ(document.at("token_endpoint_auth_methods_supported"),
            (json::array{"private_key_jwt", "self_signed_tls_client_auth"}))
      << "nobody vouches here";
  EXPECT_EQ(get("/.well-known/oauth-authorization-server/fapi").body,
            get("/fapi/.well-known/openid-configuration").body);
  EXPECT_EQ(get("/.well-known/keys").body, get("/fapi/.well-known/keys").body);
  EXPECT_EQ(get("/.well-known/keys").body.find("\"d\""), std::string::npos);
  for (const char* path : {"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"}) {
    http::Response hint = get(path);
    EXPECT_EQ(hint.status, 404);
    EXPECT_NE(hint.body.find("https://id.example.test/fapi/.well-known/openid-configuration"), std::string::npos);
  }
}

}  // namespace
}  // namespace inkan::oidc
