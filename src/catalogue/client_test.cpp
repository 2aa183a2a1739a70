#include "catalogue/client.h"

#include <gtest/gtest.h>

#include "catalogue/acr.h"
#include "catalogue/attributes.h"
#include "catalogue/redirect_uri.h"

namespace inkan::catalogue {
namespace {

// Public keys of RFC 7515 A.3 and RFC 7517 A.1.
constexpr std::string_view kRegistration = R"({
  "client_id": "RsrOy2iB0edR53TJSuD5ULad1pGmrVZL",
  "client_name": "Library card", "client_name#ja": "図書館カード",
  "inkan_kind": "myinfo",
  "redirect_uris": ["http://localhost:3080/callback", "https://library.example/cb?x=1"],
  "scope": "openid uinfin name",
  "inkan_entitlements": [
    {"scope": "uinfin name", "purpose": {"en": "To issue your card", "ja": "カードの発行"}, "legal_basis": {"en": "Library Act, section 4"}}],
  "jwks": {"keys": [
    {"kty":"EC","crv":"P-256","kid":"sig","use":"sig","alg":"ES256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"},
    {"kty":"EC","crv":"P-256","kid":"enc","use":"enc","alg":"ECDH-ES+A256KW","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]},
  "id_token_encrypted_response_alg": "ECDH-ES+A256KW",
  "userinfo_signed_response_alg": "ES256", "userinfo_encrypted_response_alg": "ECDH-ES+A256KW",
  "default_acr_values": ["urn:singpass:authentication:loa:2"]
})";

json::object registration() { return *parse_json_object(kRegistration, "registration"); }

// with parses the registration with one member replaced (or added).
Result<Client> with(std::string_view member, json::value value) {
  json::object changed = registration();
  changed[member] = std::move(value);
  return Client::parse(changed);
}

std::string refusal(std::string_view member, json::value value) {
  auto client = with(member, std::move(value));
  return client ? "accepted" : client.error().public_text;
}

TEST(Client, reads_a_complete_registration) {
  auto client = Client::parse(registration());
  ASSERT_TRUE(client) << client.error().public_text;
  EXPECT_EQ(client->id.text(), "RsrOy2iB0edR53TJSuD5ULad1pGmrVZL");
  EXPECT_EQ(client->display_name("ja"), "図書館カード");
  EXPECT_EQ(client->display_name("fr"), "Library card");
  EXPECT_EQ(client->kind, ClientKind::kMyinfo);
  EXPECT_EQ(client->scopes, (std::vector<std::string>{"openid", "uinfin", "name"}));
  EXPECT_EQ(client->find_entitlement("name")->legal_basis.at("en"), "Library Act, section 4");
  EXPECT_EQ(client->find_entitlement("sex"), nullptr);
  EXPECT_EQ(client->id_token_key_management, crypto::KeyManagement::kEcdhEsA256Kw);
  EXPECT_EQ(client->id_token_encryption, crypto::ContentEncryption::kA256CbcHs512);
  EXPECT_EQ(client->userinfo_encryption, crypto::ContentEncryption::kA256Gcm);
  EXPECT_EQ(client->default_level, 2);
  EXPECT_EQ(client->sender_constraint, SenderConstraint::kDpop);
  EXPECT_FALSE(client->refresh_tokens);
  EXPECT_FALSE(client->endpoint_audience_accepted);
}

TEST(Client, refuses_a_missing_member_by_name) {
  for (std::string_view member : {"client_id", "client_name", "inkan_kind", "redirect_uris", "scope", "jwks"}) {
    json::object changed = registration();
    changed.erase(member);
    auto client = Client::parse(changed);
    ASSERT_FALSE(client) << member;
    EXPECT_TRUE(client.error().public_text.starts_with(member)) << client.error().public_text;
  }
}

TEST(Client, refuses_unknown_members_instead_of_ignoring_them) {
  EXPECT_NE(refusal("inkan_dpop_nonces", true).find("did you mean \"inkan_dpop_nonce\""), std::string::npos);
  EXPECT_NE(refusal("pkce", "off").find("not a known member"), std::string::npos);
  EXPECT_NE(refusal("inkan_compat", json::object{{"any_audience", true}}).find("not a known switch"),
            std::string::npos);
}

TEST(Client, refuses_scopes_it_is_not_entitled_to) {
  EXPECT_NE(refusal("scope", "openid uinfin name sex").find("no line in inkan_entitlements"), std::string::npos);
  EXPECT_NE(refusal("scope", "openid uinfn").find("not a scope of the catalogue"), std::string::npos);
  EXPECT_NE(refusal("scope", "uinfin").find("openid"), std::string::npos);
  EXPECT_NE(refusal("scope", "openid uinfin uinfin").find("twice"), std::string::npos);
  EXPECT_NE(refusal("scope", "openid user.identity").find("login services"), std::string::npos);
}

TEST(Client, refuses_an_entitlement_without_purpose_or_law) {
  json::object line{{"scope", "uinfin"}, {"purpose", {{"en", "x"}}}};
  EXPECT_NE(refusal("inkan_entitlements", json::array{line}).find("legal_basis is missing"), std::string::npos);
  line["legal_basis"] = json::object{{"ja", "法"}};
  EXPECT_NE(refusal("inkan_entitlements", json::array{line}).find("English"), std::string::npos);
}

TEST(Client, login_services_need_context_types_and_few_scopes) {
  json::object login = registration();
  login["inkan_kind"] = "login";
  EXPECT_NE(Client::parse(login).error().public_text.find("inkan_authentication_context_types"), std::string::npos);
  login["inkan_authentication_context_types"] = json::array{"APP_AUTHENTICATION_DEFAULT"};
  EXPECT_NE(Client::parse(login).error().public_text.find("\"uinfin\" is for myinfo services"), std::string::npos);
  login["scope"] = "openid name";
  EXPECT_TRUE(Client::parse(login));
  EXPECT_NE(refusal("inkan_authentication_context_types", json::array{"APP_AUTHENTICATION_DEFAULT"})
                .find("login services only"),
            std::string::npos);
}

TEST(Client, refuses_two_ways_to_bind_tokens_and_none) {
  EXPECT_NE(refusal("tls_client_certificate_bound_access_tokens", json::value("yes")).find("true or false"),
            std::string::npos);
  EXPECT_NE(refusal("dpop_bound_access_tokens", false).find("exactly one"), std::string::npos);
  json::object both = registration();
  both["dpop_bound_access_tokens"] = true;
  both["tls_client_certificate_bound_access_tokens"] = true;
  EXPECT_FALSE(Client::parse(both));
  EXPECT_EQ(with("tls_client_certificate_bound_access_tokens", true)->sender_constraint, SenderConstraint::kMtls);
}

TEST(Client, refuses_keys_that_do_not_fit) {
  json::object both = registration();
  both["jwks_uri"] = "https://library.example/jwks";
  EXPECT_NE(Client::parse(both).error().public_text.find("exclude each other"), std::string::npos);
  EXPECT_NE(refusal("id_token_encrypted_response_alg", "ECDH-ES+A128KW").find("has no encryption key"),
            std::string::npos);
  EXPECT_NE(refusal("token_endpoint_auth_signing_alg", "RS256").find("must be ES256"), std::string::npos);
  EXPECT_NE(refusal("token_endpoint_auth_signing_alg", "ES512").find("no signing key"), std::string::npos);
  EXPECT_NE(refusal("token_endpoint_auth_method", "client_secret_basic").find("private_key_jwt"), std::string::npos);
  EXPECT_NE(refusal("token_endpoint_auth_method", "tls_client_auth").find("tls_client_auth_subject_dn"),
            std::string::npos);
}

TEST(Client, pairwise_subjects_need_a_clear_sector) {
  EXPECT_NE(refusal("subject_type", "pairwise").find("sector_identifier_uri"), std::string::npos);
  json::object pairwise = registration();
  pairwise["subject_type"] = "pairwise";
  pairwise["sector_identifier_uri"] = "https://Library.example/sector.json";
  EXPECT_EQ(Client::parse(pairwise)->sector, "library.example");
}

TEST(Client, levels_stay_below_the_maximum) {
  EXPECT_NE(refusal("default_acr_values", json::array{"urn:singpass:authentication:loa:3"}).find("above"),
            std::string::npos);
  EXPECT_NE(refusal("inkan_level_max", 4).find("1, 2 or 3"), std::string::npos);
  EXPECT_NE(refusal("default_acr_values", json::array{"gold"}).find("loa:2"), std::string::npos);
}

TEST(RedirectUri, accepts_only_full_safe_addresses) {
  for (std::string_view good : {"https://a.example/cb", "https://a.example/cb?x=1&y=2",
                                "http://localhost:3080/callback", "http://127.0.0.1/cb", "http://[::1]:8080/cb"}) {
    EXPECT_TRUE(check_redirect_uri(good)) << good;
  }
  for (std::string_view bad :
       {"", "http://a.example/cb", "https://*.a.example/cb", "https://a.example/cb#x", "/cb", "myapp:/cb", "myapp://cb",
        "https://user@a.example/cb", "https://", "javascript:alert(1)", "http://localhost.evil.example/cb",
        "https://a.example/c b", "https://a.example/*", "http://localhost:3)80/cb",
        "https://a.example:8443=x@b.example/cb", "https://a.example;script-src/cb", "https://a%2eexample/cb"}) {
    EXPECT_FALSE(check_redirect_uri(bad)) << bad;
  }
}

TEST(Acr, reads_three_levels_and_nothing_else) {
  EXPECT_EQ(parse_acr("urn:singpass:authentication:loa:2"), 2);
  EXPECT_EQ(acr_text(3), "urn:singpass:authentication:loa:3");
  for (std::string_view bad : {"", "urn:singpass:authentication:loa:", "urn:singpass:authentication:loa:0",
                               "urn:singpass:authentication:loa:4", "urn:singpass:authentication:loa:22", "loa:2"}) {
    EXPECT_FALSE(parse_acr(bad)) << bad;
  }
}

TEST(Attributes, are_unique_and_split_by_kind_of_service) {
  std::set<std::string_view> seen;
  for (const Attribute& attribute : attributes()) EXPECT_TRUE(seen.insert(attribute.scope).second) << attribute.scope;
  EXPECT_TRUE(find_attribute("uinfin")->served);
  EXPECT_FALSE(find_attribute("vehicles.make")->served);
  EXPECT_FALSE(find_attribute("user.identity")->myinfo_may_ask);
  EXPECT_EQ(find_attribute("openid"), nullptr);
  EXPECT_TRUE(is_context_type("BANK_ADD_LOCAL_RECEIPIENT"));
  EXPECT_FALSE(is_context_type("BANK_ADD_LOCAL_RECIPIENT"));
}

}  // namespace
}  // namespace inkan::catalogue
