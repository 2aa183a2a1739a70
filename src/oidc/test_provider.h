#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "exchange/test_exchange.h"
#include "http/router.h"
#include "oidc/checks/dpop_nonce.h"
#include "oidc/deps.h"
#include "oidc/routes.h"
#include "oidc/test_tokens.h"
#include "store/test_forwarding.h"

// A provider over a real database with one resident, for the tests of this folder; the program links none of it.
namespace inkan::oidc {

struct FakeSignInRequests final : accounts::SignInRequests {
  void add(store::Batch&, const accounts::SignInRequest& request) const override { asked = request; }
  std::string location(std::string_view flow) const override { return "/login?flow=" + std::string(flow); }
  Task<std::string> begin(accounts::SignInRequest, std::string, std::string) const override {
    co_return fail(ErrorCode::kInternal, "the provider adds its requests to batches of its own");
  }
  mutable std::optional<accounts::SignInRequest> asked{};
};

// CountingDatabase counts the batches that were written, to hold endpoints to one each.
class CountingDatabase final : public store::ForwardingDatabase {
 public:
  explicit CountingDatabase(store::Database& inner) : ForwardingDatabase(inner) {}
  Task<store::CommitResult> commit(store::Batch batch) override {
    ++commits;
    return inner().commit(std::move(batch));
  }

  int commits = 0;
};

inline Task<http::Response> answer_of(const http::Handler& handler, const http::Request& request) {
  http::Response response = co_await handler(request);
  co_return response;
}

struct TestProvider {
  explicit TestProvider(store::Database& inner)
      : database(inner),
        world(database),
        outbound(http::Outbound::Rules{}, log),
        clients(catalogue::ClientDirectory::Deps{database, world.people.journal, outbound, world.people.clock,
                                                 world.people.random, log}),
        signing_keys(
            SigningKeys::Deps{database, *world.people.master_key, world.people.clock, world.people.random, log}, {}) {
    store::run_task(signing_keys.load()).value();
    session.account = world.account;
    session.person = world.person;
    session.authenticated_at = now();
    session.level = 2;
    session.methods = {"pwd", "otp"};
    add_routes(router, deps);
  }

  Time now() const { return world.people.clock.now(); }
  void advance(Duration by) { world.people.clock.advance(by); }
  void sign_in() {
    session.authenticated_at = now();
    sessions.signed_in = session;
  }
  void add_client(const json::object& registration) {
    audit::Actor actor;
    store::run_task(clients.add(registration, actor)).value();
  }
  // send routes a request as the server would.
  http::Response send(http::Request request) {
    auto match = router.match(request.method, request.path);
    if (match.handler == nullptr) return http::text_response(match.allow.empty() ? 404 : 405, "text/plain", "");
    request.id = "request-1";
    return store::run_task(answer_of(*match.handler, request)).value();
  }

  SilentLog log{};
  CountingDatabase database;
  exchange::TestExchange world;
  http::Outbound outbound;
  catalogue::ClientDirectory clients;
  SigningKeys signing_keys;
  Settings settings{.origin = "https://id.example.test",
                    .issuer_path = "/fapi",
                    .mtls_origin = "https://id.example.test:8444",
                    .default_level = 1};
  exchange::FakeSessions sessions{};
  FakeSignInRequests sign_in_requests{};
  std::unique_ptr<http::Pages> pages = http::Pages::create("en").value();
  http::Metrics metrics{};
  accounts::SignedIn session{};
  http::Router router{};
  Deps deps{settings,
            database,
            world.people.keyed_hash,
            signing_keys,
            clients,
            sessions,
            sign_in_requests,
            world.accounts,
            world.people.people,
            world.consents,
            world.releases,
            *pages,
            metrics,
            world.people.clock,
            world.people.random,
            log};
};

using Form = std::map<std::string, std::string, std::less<>>;

// Service is a relying party with its keys, which does everything right unless told otherwise.
class Service {
 public:
  explicit Service(TestProvider& provider, std::string client_id = "library", const json::object& changes = {})
      : provider_(provider), id(std::move(client_id)) {
    registration = *parse_json_object(R"({
      "client_name": "Library", "inkan_kind": "myinfo", "redirect_uris": ["https://library.example/cb?x=1"],
      "scope": "openid uinfin name", "userinfo_signed_response_alg": "ES256",
      "id_token_encrypted_response_alg": "ECDH-ES+A256KW", "userinfo_encrypted_response_alg": "ECDH-ES+A256KW",
      "inkan_entitlements": [{"scope": "uinfin name email mobileno user.identity", "purpose": {"en": "p"}, "legal_basis": {"en": "l"}}]})",
                                      "registration");
    registration["client_id"] = id;
    json::array keys{signing.public_key().to_jwk(), encryption.public_key().to_jwk()};
    registration["jwks"] = json::object{{"keys", keys}};
    for (const auto& [name, value] : changes) registration[name] = value;
    provider_.add_client(registration);
    redirect_uri = std::string(registration["redirect_uris"].as_array()[0].as_string());
    scope = std::string(registration["scope"].as_string());
  }

  json::object assertion_claims() {
    int64_t seconds = unix_seconds(provider_.now());
    return {{"iss", id},      {"sub", id},           {"aud", "https://id.example.test/fapi"},
            {"iat", seconds}, {"exp", seconds + 60}, {"jti", "a" + std::to_string(++counter_)}};
  }
  std::string assertion() { return sign_assertion(assertion_claims()); }
  std::string sign_assertion(const json::object& claims) { return crypto::sign(signing, "JWT", claims).value(); }

  json::object proof_claims(std::string method, std::string url) {
    json::object claims{{"htm", method},
                        {"htu", url},
                        {"iat", unix_seconds(provider_.now())},
                        {"jti", "p" + std::to_string(++counter_)}};
    if (!nonce.empty()) claims["nonce"] = nonce;
    return claims;
  }
  std::string proof(std::string method, std::string path) {
    return jws_of(proof_key, proof_header(proof_key),
                  proof_claims(std::move(method), "https://id.example.test/fapi" + path));
  }

  Form with_assertion(Form form) {
    form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    form["client_assertion"] = assertion();
    return form;
  }
  Form par_form() {
    return with_assertion({{"client_id", id},
                           {"response_type", "code"},
                           {"redirect_uri", redirect_uri},
                           {"scope", scope},
                           {"state", "state-1"},
                           {"nonce", "nonce-1"},
                           {"code_challenge", base64url_encode(crypto::sha256(verifier))},
                           {"code_challenge_method", "S256"}});
  }
  Form token_form(const std::string& code) {
    return with_assertion({{"grant_type", "authorization_code"},
                           {"code", code},
                           {"redirect_uri", redirect_uri},
                           {"code_verifier", verifier}});
  }
  Form refresh_form(const std::string& token) {
    return with_assertion({{"grant_type", "refresh_token"}, {"refresh_token", token}});
  }

  static http::Request form_request(std::string path, const Form& form, std::optional<std::string> dpop) {
    http::Request request;
    request.method = http::Method::kPost;
    request.path = std::move(path);
    request.headers.emplace_back("content-type", "application/x-www-form-urlencoded;charset=UTF-8");
    if (dpop) request.headers.emplace_back("dpop", std::move(*dpop));
    for (const auto& [name, value] : form)
      request.body += (request.body.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
    return request;
  }
  http::Response push(const Form& form) { return push(form, proof("POST", "/par")); }
  http::Response push(const Form& form, std::optional<std::string> dpop) {
    return provider_.send(form_request("/fapi/par", form, std::move(dpop)));
  }
  http::Response redeem(const Form& form) { return redeem(form, proof("POST", "/token")); }
  http::Response redeem(const Form& form, std::optional<std::string> dpop) {
    return provider_.send(form_request("/fapi/token", form, std::move(dpop)));
  }

  std::string pushed() { return pushed(par_form()); }
  std::string pushed(const Form& form) { return std::string(body_of(push(form)).at("request_uri").as_string()); }

  static json::object body_of(const http::Response& response) {
    auto body = parse_json_object(response.body, "answer");
    check(body.has_value(), "the answer is JSON");
    return *body;
  }

  http::Request userinfo_request(const std::string& token) {
    json::object claims = proof_claims("GET", "https://id.example.test/fapi/userinfo");
    claims["ath"] = base64url_encode(crypto::sha256(token));
    http::Request request;
    request.path = "/fapi/userinfo";
    request.headers.emplace_back("authorization", "DPoP " + token);
    request.headers.emplace_back("dpop", jws_of(proof_key, proof_header(proof_key), claims));
    return request;
  }
  http::Response userinfo(const std::string& token) { return provider_.send(userinfo_request(token)); }

  // open_token decrypts and verifies what the provider sealed for this service.
  json::object open_token(std::string_view compact) {
    auto inner = crypto::decrypt(encryption, compact);
    check(inner.has_value(), "the token is encrypted for this service");
    auto keys = crypto::JwkSet::parse(std::string_view(*provider_.signing_keys.published()));
    auto jws = crypto::UnverifiedJws::parse(*inner);
    constexpr crypto::SignatureAlgorithm kAllowed[] = {crypto::SignatureAlgorithm::kES256};
    auto verified = crypto::verify(*jws, *keys->signing_keys(jws->key_id()).front(), kAllowed);
    check(verified.has_value(), "the token is signed by the provider");
    return verified->claims();
  }

 private:
  TestProvider& provider_;
  int counter_ = 0;

 public:
  std::string id;
  crypto::PrivateKey signing = make_key("sig");
  crypto::PrivateKey encryption =
      std::move(crypto::PrivateKey::generate(crypto::KeyManagement::kEcdhEsA256Kw, "P-256", "enc").value());
  crypto::PrivateKey proof_key = make_key("dpop");
  std::string verifier = std::string(43, 'v');
  std::string redirect_uri{};
  std::string scope{};
  std::string nonce{};
  json::object registration{};
};

// TestBrowser keeps cookies and follows nothing.
class TestBrowser {
 public:
  explicit TestBrowser(TestProvider& provider) : provider_(provider) {}
  http::Response open(std::string_view location) {
    http::Request request;
    size_t question = location.find('?');
    request.path = std::string(location.substr(0, question));
    if (question != std::string_view::npos) request.query_text = std::string(location.substr(question + 1));
    std::string cookies;
    for (const auto& [name, value] : cookies_) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    if (!cookies.empty()) request.headers.emplace_back("cookie", cookies);
    http::Response response = provider_.send(std::move(request));
    for (const auto& [name, value] : response.headers) {
      if (!equal_ignoring_case(name, "set-cookie")) continue;
      size_t equals = value.find('=');
      cookies_[value.substr(0, equals)] = value.substr(equals + 1, value.find(';') - equals - 1);
    }
    return response;
  }
  http::Response authorize(const Service& service, const std::string& request_uri) {
    return open("/fapi/auth?client_id=" + service.id + "&request_uri=" + percent_encode(request_uri));
  }
  std::string cookie(const std::string& name) const {
    auto found = cookies_.find(name);
    return found == cookies_.end() ? "" : found->second;
  }
  void forget_browser_cookie() { cookies_.erase("__Host-browser"); }

 private:
  TestProvider& provider_;
  std::map<std::string, std::string> cookies_{};
};

inline std::string location_of(const http::Response& response) {
  const std::string* location = response.header("location");
  return location == nullptr ? "" : *location;
}
// parameter gives a decoded query parameter of an address, empty when absent.
inline std::string parameter(const std::string& location, std::string_view name) {
  auto parameters = http::Parameters::parse(std::string_view(location).substr(location.find('?') + 1));
  return parameters ? std::string(parameters->get(name)) : "";
}

}  // namespace inkan::oidc
