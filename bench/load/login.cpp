#include "login.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>

#include "base/encoding.h"
#include "failure.h"

namespace inkan::bench {
namespace {

constexpr int kAssertionSeconds = 60;

int64_t unix_now() { return std::time(nullptr); }

json::object object_of(std::string_view text, const char* what) {
  auto object = parse_json_object(text, what);
  require(object.has_value(), std::string(what) + " is not a JSON object: " + clip(text, 120));
  return std::move(*object);
}

std::string member(const json::object& object, std::string_view name, const char* of) {
  const auto value = find_string(object, name);
  require(value.has_value(), std::string(of) + " has no " + std::string(name));
  return std::string(*value);
}

void require_status(const Response& response, int status, const char* endpoint) {
  require(response.status == status,
          std::string(endpoint) + " answered " + std::to_string(response.status) + " " + clip(response.body));
}

bool audience_has(const json::object& claims, std::string_view id) {
  const json::value* audience = claims.if_contains("aud");
  if (!audience) return false;
  if (audience->is_string()) return audience->as_string() == id;
  return audience->is_array() && std::ranges::find(audience->as_array(), json::value(id)) != audience->as_array().end();
}

Fields assertion_fields(const RelyingParty& party, const std::string& issuer) {
  const int64_t now = unix_now();
  const json::object claims{{"iss", party.id},
                            {"sub", party.id},
                            {"aud", issuer},
                            {"jti", random_text(16)},
                            {"iat", now},
                            {"nbf", now},
                            {"exp", now + kAssertionSeconds}};
  const std::string header = R"({"typ":"JWT","alg":"ES256","kid":")" + party.signing_id + "\"}";
  return {{"client_id", party.id},
          {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
          {"client_assertion", sign_jwt(*party.signing, header, claims)}};
}

bool asks_for_nonce(const Response& response) {
  if (response.status != 400 && response.status != 401) return false;
  const std::string* challenge = response.header("www-authenticate");
  return response.body.contains("use_dpop_nonce") || (challenge && challenge->contains("use_dpop_nonce"));
}

class Laps {
 public:
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    const double ms = std::chrono::duration<double, std::milli>(now - last_).count();
    last_ = now;
    return ms;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace

Provider Provider::discover(HttpClient& http, const std::string& issuer) {
  Response response = http.request("GET", issuer + "/.well-known/openid-configuration", {}, "");
  require_status(response, 200, "discovery");
  const json::object document = object_of(response.body, "discovery");
  Provider provider{.issuer = member(document, "issuer", "discovery"),
                    .pushed = member(document, "pushed_authorization_request_endpoint", "discovery"),
                    .authorization = member(document, "authorization_endpoint", "discovery"),
                    .token = member(document, "token_endpoint", "discovery"),
                    .userinfo = member(document, "userinfo_endpoint", "discovery")};
  require(provider.issuer == issuer, "discovery names another issuer: " + provider.issuer);
  response = http.request("GET", member(document, "jwks_uri", "discovery"), {}, "");
  require_status(response, 200, "jwks_uri");
  const json::object set = object_of(response.body, "jwks");
  const json::array* keys = find_array(set, "keys");
  require(keys, "jwks has no keys");
  for (const json::value& value : *keys) {
    const json::object& jwk = value.as_object();
    if (find_string(jwk, "crv") != "P-256" || find_string(jwk, "use").value_or("sig") != "sig") continue;
    provider.keys.push_back({.id = std::string(find_string(jwk, "kid").value_or("")), .key = key_from_jwk(jwk)});
  }
  return provider;
}

void RelyingParty::load_keys(const std::string& file) {
  std::ifstream stream(file);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const json::object set = object_of(text, file.c_str());
  const json::array* keys = find_array(set, "keys");
  require(keys, file + " has no keys");
  for (const json::value& value : *keys) {
    const json::object& jwk = value.as_object();
    if (find_string(jwk, "use") == "enc") {
      decryption = key_from_jwk(jwk);
    } else {
      signing = key_from_jwk(jwk);
      signing_id = member(jwk, "kid", "a signing key");
    }
  }
  require(signing && decryption, file + " must hold a key for signing and one for decryption, with private parts");
}

VirtualUser::VirtualUser(SSL_CTX& tls, const Provider& provider, const RelyingParty& party, Answers answers,
                         Options options)
    : provider_(&provider),
      party_(&party),
      browser_(tls, std::move(answers), options.trace),
      http_(tls),
      options_(options) {
  static std::atomic<size_t> users{0};
  next_key_ = 97 * users++;
}

EVP_PKEY& VirtualUser::next_proof_key() { return *party_->proof_keys[next_key_++ % party_->proof_keys.size()]; }

std::string VirtualUser::proof(EVP_PKEY& key, std::string_view method, const std::string& url,
                               std::string_view access_token) const {
  json::object claims{{"jti", random_text(12)}, {"htm", method}, {"htu", url}, {"iat", unix_now()}};
  if (!access_token.empty()) claims["ath"] = base64url_encode(sha256(access_token));
  if (!dpop_nonce_.empty()) claims["nonce"] = dpop_nonce_;
  const json::object header{{"typ", "dpop+jwt"}, {"alg", "ES256"}, {"jwk", jwk_of(key, /*with_private=*/false)}};
  return sign_jwt(key, json::serialize(header), claims);
}

Response VirtualUser::back_channel(std::string_view method, const std::string& url, const Fields& fields,
                                   EVP_PKEY& proof_key, std::string_view access_token) {
  for (bool again = false;; again = true) {
    Fields headers{{"DPoP", proof(proof_key, method, url, access_token)}, {"Accept", "application/json"}};
    std::string body;
    if (access_token.empty()) {
      headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
      Fields all = fields;
      std::ranges::copy(assertion_fields(*party_, provider_->issuer), std::back_inserter(all));
      body = form_encode(all);
    } else {
      headers.emplace_back("Authorization", "DPoP " + std::string(access_token));
    }
    Response response = http_.request(method, url, headers, body);
    if (options_.trace) {
      std::fprintf(stderr, "  service %s %s -> %d %s\n", std::string(method).c_str(), url.c_str(), response.status,
                   clip(response.body, 160).c_str());
    }
    if (const std::string* nonce = response.header("dpop-nonce")) dpop_nonce_ = *nonce;
    if (again || !asks_for_nonce(response)) return response;
  }
}

// open reads what the server made for this service: encrypted and signed, or as little of it as the run allows.
json::object VirtualUser::open(const std::string& token, bool may_be_plain) const {
  const bool encrypted = std::ranges::count(token, '.') == 4 && !token.starts_with('{');
  require(encrypted || !party_->expect_encrypted, "an answer that is not encrypted");
  const std::string inner = encrypted ? open_jwe(*party_->decryption, token) : token;
  if (may_be_plain && !party_->expect_encrypted && inner.starts_with('{')) return object_of(inner, "userinfo");
  return open_jwt(inner, provider_->keys);
}

std::string VirtualUser::push(const Started& started, EVP_PKEY& proof_key) {
  const Fields fields{{"response_type", "code"},        {"redirect_uri", party_->redirect_uri},
                      {"scope", party_->scope},         {"state", started.state},
                      {"nonce", started.nonce},         {"code_challenge", base64url_encode(sha256(started.verifier))},
                      {"code_challenge_method", "S256"}};
  const Response response = back_channel("POST", provider_->pushed, fields, proof_key, "");
  require_status(response, 201, "par");
  return member(object_of(response.body, "par"), "request_uri", "par");
}

std::string VirtualUser::authorize(const Started& started, const std::string& request_uri) {
  const std::string url =
      provider_->authorization + "?" + form_encode({{"client_id", party_->id}, {"request_uri", request_uri}});
  const std::string back = browser_.visit(url, party_->redirect_uri);
  const auto answer = form_decode(back.substr(std::min(back.find('?') + 1, back.size())));
  const auto get = [&](const char* name) { return answer.contains(name) ? answer.at(name) : std::string(); };
  require(!get("code").empty(), "no code but " + clip(get("error") + " " + get("error_description")));
  require(get("state") == started.state, "another state came back");
  require(get("iss") == provider_->issuer, "another issuer came back");
  return get("code");
}

Fields VirtualUser::code_fields(const Started& started, const std::string& code) const {
  return {{"grant_type", "authorization_code"},
          {"code", code},
          {"redirect_uri", party_->redirect_uri},
          {"code_verifier", started.verifier}};
}

VirtualUser::Tokens VirtualUser::redeem(const Started& started, const std::string& code, EVP_PKEY& proof_key) {
  const Response response = back_channel("POST", provider_->token, code_fields(started, code), proof_key, "");
  require_status(response, 200, "token");
  const json::object tokens = object_of(response.body, "token");
  const json::object claims = open(member(tokens, "id_token", "token"), /*may_be_plain=*/false);
  require(find_string(claims, "iss") == provider_->issuer, "ID token of another issuer");
  require(audience_has(claims, party_->id), "ID token for another service");
  require(find_string(claims, "nonce") == started.nonce, "ID token with another nonce");
  require(find_int(claims, "exp").value_or(0) > unix_now(), "ID token that has expired");
  return {.access_token = member(tokens, "access_token", "token"), .subject = member(claims, "sub", "ID token")};
}

void VirtualUser::read_userinfo(const Tokens& tokens, EVP_PKEY& proof_key) {
  const Response response = back_channel("GET", provider_->userinfo, {}, proof_key, tokens.access_token);
  require_status(response, 200, "userinfo");
  const json::object claims = open(response.body, /*may_be_plain=*/true);
  require(find_string(claims, "sub") == tokens.subject, "userinfo about another person");
}

Milliseconds VirtualUser::login() {
  if (options_.fresh_session) browser_.forget();
  EVP_PKEY& proof_key = next_proof_key();
  const Started started{.verifier = random_text(32), .nonce = random_text(16), .state = random_text(16)};
  Milliseconds took{};
  Laps whole;
  Laps laps;
  const std::string request_uri = push(started, proof_key);
  took[kPushed] = laps.lap();
  const std::string code = authorize(started, request_uri);
  took[kAuthorize] = laps.lap();
  const Tokens tokens = redeem(started, code, proof_key);
  took[kToken] = laps.lap();
  read_userinfo(tokens, proof_key);
  took[kUserinfo] = laps.lap();
  took[kWhole] = whole.lap();
  return took;
}

void VirtualUser::start_over() {
  browser_.forget();
  http_.close_all();
}

bool VirtualUser::code_is_single_use() {
  EVP_PKEY& proof_key = next_proof_key();
  const Started started{.verifier = random_text(32), .nonce = random_text(16), .state = random_text(16)};
  const std::string code = authorize(started, push(started, proof_key));
  redeem(started, code, proof_key);
  return back_channel("POST", provider_->token, code_fields(started, code), proof_key, "").status != 200;
}

}  // namespace inkan::bench
