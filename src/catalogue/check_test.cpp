#include "catalogue/check.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace inkan::catalogue {
namespace {

json::object good() {
  return *parse_json_object(R"({
  "client_id": "shop", "client_name": "Shop", "client_name#ja": "店", "inkan_kind": "myinfo",
  "redirect_uris": ["https://shop.example/cb"], "scope": "openid name",
  "inkan_entitlements": [{"scope": "name", "purpose": {"en": "p"}, "legal_basis": {"en": "l"}}],
  "jwks": {"keys": [
    {"kty":"EC","crv":"P-256","kid":"sig","use":"sig","alg":"ES256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}})",
                            "registration");
}

// lines gives the findings of this severity as one text.
std::string lines(const json::object& registration, Severity severity) {
  std::string text;
  for (const Finding& finding : explain_registration(registration)) {
    if (finding.severity == severity) text += to_text(finding) + "\n";
  }
  return text;
}
std::string errors(const json::object& registration) { return lines(registration, Severity::kError); }
std::string warnings(const json::object& registration) { return lines(registration, Severity::kWarning); }

TEST(ExplainRegistration, finds_nothing_wrong_in_a_good_one) {
  EXPECT_EQ(errors(good()), "");
  EXPECT_EQ(warnings(good()), "");
  EXPECT_NE(lines(good(), Severity::kOk).find("registration: can be added"), std::string::npos);
}

TEST(ExplainRegistration, reports_every_mistake_at_once) {
  json::object bad = good();
  bad["redirect_uris"] = json::array{"http://shop.example/cb", "https://shop.example/*"};
  bad["scope"] = "openid name sex";
  bad["redirect_uri"] = "https://shop.example/cb";
  std::string text = errors(bad);
  EXPECT_NE(text.find("redirect_uris[0]"), std::string::npos) << text;
  EXPECT_NE(text.find("redirect_uris[1]"), std::string::npos) << text;
  EXPECT_NE(text.find("\"sex\" without an entitlement"), std::string::npos) << text;
  EXPECT_NE(text.find("did you mean \"redirect_uris\""), std::string::npos) << text;
}

TEST(ExplainRegistration, points_at_private_and_repeated_keys) {
  json::object bad = good();
  json::array& keys = bad["jwks"].as_object()["keys"].as_array();
  json::object second = keys[0].as_object();
  keys.push_back(second);
  keys[0].as_object()["d"] = "AAAA";
  std::string text = errors(bad);
  EXPECT_NE(text.find("private member \"d\""), std::string::npos) << text;
  EXPECT_NE(text.find("kid \"sig\" is used twice"), std::string::npos) << text;
  EXPECT_EQ(text.find("AAAA"), std::string::npos) << "the private value must not be repeated";
}

TEST(ExplainRegistration, points_at_weak_keys) {
  json::object bad = good();
  bad["jwks"].as_object()["keys"].as_array()[0] = json::object{{"kty", "oct"}, {"kid", "a"}, {"k", "c2VjcmV0"}};
  EXPECT_NE(errors(bad).find("jwks.keys[0]"), std::string::npos);
  bad["jwks"].as_object()["keys"].as_array()[0] =
      json::object{{"kty", "RSA"}, {"kid", "a"}, {"use", "sig"}, {"n", std::string(171, 'v')}, {"e", "AQAB"}};
  EXPECT_NE(errors(bad).find("2048"), std::string::npos) << errors(bad);
}

TEST(ExplainRegistration, missing_encryption_key_and_unused_encryption_key) {
  json::object bad = good();
  bad["id_token_encrypted_response_alg"] = "ECDH-ES+A256KW";
  EXPECT_NE(errors(bad).find("no encryption key"), std::string::npos) << errors(bad);
  json::object unused = good();
  unused["jwks"].as_object()["keys"].as_array().push_back(*parse_json_object(
      R"({"kty":"EC","crv":"P-256","kid":"enc","use":"enc","alg":"ECDH-ES+A256KW","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"})",
      "key"));
  EXPECT_EQ(errors(unused), "");
  EXPECT_NE(warnings(unused).find("id_token_encrypted_response_alg"), std::string::npos);
}

TEST(ExplainRegistration, warns_of_localhost_and_of_sources_not_there) {
  json::object local = good();
  local["redirect_uris"] = json::array{"http://localhost/cb"};
  local["scope"] = "openid name vehicles.make";
  local["inkan_entitlements"].as_array().push_back(
      json::object{{"scope", "vehicles.make"}, {"purpose", "p"}, {"legal_basis", "l"}});
  EXPECT_EQ(errors(local), "");
  EXPECT_NE(warnings(local).find("http is for localhost"), std::string::npos);
  EXPECT_NE(warnings(local).find("no source here yet"), std::string::npos);
}

}  // namespace
}  // namespace inkan::catalogue
