#include <set>

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/random.h"
#include "catalogue/attributes.h"
#include "crypto/hash.h"
#include "http/pages.h"
#include "oidc/checks/pkce.h"
#include "oidc/checks/proof_url.h"
#include "oidc/handles.h"
#include "oidc/id_token.h"
#include "oidc/protocol_error.h"
#include "oidc/pushed_request.h"
#include "oidc/subject.h"

namespace inkan::oidc {
namespace {

crypto::KeyedHash keyed() { return crypto::KeyedHash(Secret(std::string(32, 'k'))); }

TEST(ProofUrl, refuses_what_is_no_absolute_address) {
  for (std::string_view bad : {"", "/fapi/par", "ftp://a.example/x", "https://", "https://u@a.example/x",
                               "https://a b/", "https://a.example:8443=x://u@b.example/"}) {
    EXPECT_FALSE(normal_proof_url(bad)) << bad;
  }
  EXPECT_EQ(normal_proof_url("https://A.example"), "https://a.example/");
  EXPECT_EQ(normal_proof_url("http://a.example:80/X?y#z"), "http://a.example/X");
}

// RFC 7636 Appendix B.
TEST(Pkce, agrees_with_the_example_of_the_rfc) {
  std::string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  std::string challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  EXPECT_TRUE(is_code_challenge(challenge));
  EXPECT_TRUE(verifier_matches(verifier, challenge));
  verifier.back() = 'l';
  EXPECT_FALSE(verifier_matches(verifier, challenge));
}

TEST(Pkce, refuses_verifiers_of_illegal_form) {
  EXPECT_FALSE(verifier_matches("", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
  for (std::string verifier : {std::string(42, 'a'), std::string(129, 'a'), std::string(43, '+')}) {
    EXPECT_FALSE(verifier_matches(verifier, base64url_encode(crypto::sha256(verifier)))) << verifier;
  }
  for (std::string_view bad :
       {"", "short", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c=", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM="}) {
    EXPECT_FALSE(is_code_challenge(bad)) << bad;
  }
}

TEST(Handles, are_read_back_only_as_their_own_kind) {
  SeededRandom random(7);
  auto hash = keyed();
  Handle code = make_handle(HandleKind::kCode, hash, std::string(16, 's'), random);
  EXPECT_EQ(code.text.size(), 64u);
  auto read = read_handle(HandleKind::kCode, hash, code.text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->sign_in_hash, std::string(16, 's'));
  EXPECT_EQ(read->secret_hash, code.secret_hash);
  EXPECT_NE(read_handle(HandleKind::kAccessToken, hash, code.text)->secret_hash, code.secret_hash);
  EXPECT_EQ(code.text.find(code.secret_hash), std::string::npos);
  for (std::string bad : {std::string(), code.text.substr(1), code.text + "A", std::string(64, '!')}) {
    EXPECT_FALSE(read_handle(HandleKind::kCode, hash, bad));
  }
}

TEST(Subject, is_the_account_for_public_clients_and_unlinkable_for_pairwise_ones) {
  catalogue::Client a;
  accounts::AccountId account("3b0c6d1e-8f2a-4a55-9d0e-f6a1b2c3d4e5");
  EXPECT_EQ(subject_of(keyed(), a, account), account.text());
  a.subject_type = catalogue::SubjectType::kPairwise;
  a.sector = "a.example";
  catalogue::Client b = a;
  b.sector = "b.example";
  std::string subject = subject_of(keyed(), a, account);
  EXPECT_EQ(subject.size(), 36u);
  EXPECT_EQ(subject[14], '8');
  EXPECT_EQ(subject, subject_of(keyed(), a, account));
  EXPECT_NE(subject, subject_of(keyed(), b, account));
  EXPECT_NE(subject, subject_of(keyed(), a, accounts::AccountId("3b0c6d1e-8f2a-4a55-9d0e-f6a1b2c3d4e6")));
}

TEST(ProtocolError, descriptions_hold_only_legal_characters) {
  EXPECT_EQ(legal_description("a\"b\\c\r\n\t\xc3\xa9"), "a'b/c?????");
  EXPECT_EQ(legal_description(std::string(5000, 'x')).size(), 1000u);
  EXPECT_EQ(legal_description("grant_type 123456789018 is unknown"), "grant_type (a personal number) is unknown");
}

TEST(ProtocolError, has_the_status_of_its_endpoint) {
  http::Request request;
  request.id = "r-1";
  ProtocolError error{Code::kInvalidClient, "Because.", "private"};
  http::Response response = error_response(error, request);
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body.find("\"request_id\":\"r-1\""), std::string::npos);
  EXPECT_EQ(response.body.find("private"), std::string::npos);
  EXPECT_EQ(*response.header("cache-control"), "no-store");
  error.code = Code::kInvalidDpopProof;
  EXPECT_EQ(error_response(error, request).status, 400);
  http::Response resource = resource_error_response(error, request, "DPoP");
  EXPECT_EQ(resource.status, 401);
  EXPECT_TRUE(resource.header("www-authenticate")->starts_with("DPoP error=\"invalid_dpop_proof\""));
}

TEST(ProtocolError, codes_are_distinct) {
  std::set<std::string_view> seen;
  for (int code = 0; code <= static_cast<int>(Code::kTemporarilyUnavailable); ++code) {
    EXPECT_TRUE(seen.insert(to_text(static_cast<Code>(code))).second);
  }
}

TEST(PushedRequest, survives_storage) {
  PushedRequest request;
  request.redirect_uri = "https://a.example/cb?x=\"1\"";
  request.scopes = {"openid", "name"};
  request.state = "st";
  request.code_challenge = std::string(43, 'c');
  request.level = 2;
  request.max_age = 0;
  request.consent_again = true;
  request.context_message = "Renew 'it'!";
  auto read = PushedRequest::from_text(request.to_text());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->redirect_uri, request.redirect_uri);
  EXPECT_EQ(read->scopes, request.scopes);
  EXPECT_EQ(read->nonce, "");
  EXPECT_EQ(read->max_age, 0);
  EXPECT_TRUE(read->consent_again);
  EXPECT_FALSE(read->sign_in_again);
  EXPECT_FALSE(PushedRequest::from_text("{}"));
}

TEST(IdToken, holds_exactly_the_claims_of_the_contract) {
  catalogue::Client client;
  client.id = catalogue::ClientId("client");
  SignIn sign_in;
  sign_in.request.nonce = "n";
  sign_in.level = 2;
  sign_in.methods = {"pwd", "otp"};
  Time now = from_unix_seconds(1'795'420'000);
  sign_in.authenticated_at = now - std::chrono::seconds(5);
  json::object attributes{{"name", "X"}};
  auto claims = id_token_claims("https://i", client, "sub", sign_in, attributes, now);
  std::set<std::string> names;
  for (const auto& [name, value] : claims) {
    names.insert(std::string(name));
    EXPECT_FALSE(value.is_null()) << std::string(name);
  }
  EXPECT_EQ(names, (std::set<std::string>{"iss", "aud", "sub", "sub_type", "sub_attributes", "iat", "exp", "auth_time",
                                          "nonce", "acr", "amr"}));
  EXPECT_EQ(claims["exp"].as_int64() - claims["iat"].as_int64(), 600);
  EXPECT_EQ(claims["auth_time"].as_int64(), 1'795'419'995);
  EXPECT_EQ(claims["acr"].as_string(), "urn:singpass:authentication:loa:2");
  EXPECT_EQ(json::serialize(claims["amr"]), R"(["pwd","otp"])");
  sign_in.request.nonce.clear();
  auto bare = id_token_claims("https://i", client, "sub", sign_in, {}, now);
  EXPECT_FALSE(bare.contains("nonce"));
  EXPECT_FALSE(bare.contains("sub_attributes"));
}

// The sign-in page says in words what the type means, and a word that is missing would end the program.
TEST(ContextTypes, every_published_one_has_words_in_every_language) {
  const auto pages = http::Pages::create("en");
  ASSERT_TRUE(pages) << pages.error().public_text;
  ASSERT_EQ(catalogue::context_types().size(), 44u);
  for (const std::string& tag : (*pages)->languages()) {
    http::Language language;
    language.tag = tag;
    for (std::string_view type : catalogue::context_types())
      EXPECT_FALSE((*pages)->word(language, "accounts.context." + std::string(type)).empty()) << tag << ' ' << type;
  }
}

}  // namespace
}  // namespace inkan::oidc
