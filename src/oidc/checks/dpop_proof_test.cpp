#include "oidc/checks/dpop_proof.h"

#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "oidc/test_tokens.h"

namespace inkan::oidc {
namespace {

constexpr std::string_view kUrl = "https://id.example.test/fapi/userinfo";
constexpr std::string_view kToken = "example-access-token";

class DpopProofTest : public testing::Test {
 protected:
  json::object claims() {
    json::object claims;
    claims["htm"] = "GET";
    claims["htu"] = std::string(kUrl);
    claims["iat"] = unix_seconds(now);
    claims["jti"] = "one";
    claims["ath"] = base64url_encode(crypto::sha256(kToken));
    return claims;
  }
  json::object with(std::string_view name, json::value value) {
    json::object changed = claims();
    changed[name] = std::move(value);
    return changed;
  }
  Answer<DpopProof> verify_text(std::vector<std::string> headers, const DpopNonces* nonces = nullptr) {
    http::Request request;
    for (std::string& text : headers) request.headers.emplace_back("dpop", std::move(text));
    ProofExpectation expected{
        .method = "GET", .urls = {std::string(kUrl)}, .access_token = std::string(kToken), .nonces = nonces};
    return verify_dpop_proof(request, expected, now);
  }
  Answer<DpopProof> verify(const json::object& claims, const DpopNonces* nonces = nullptr) {
    return verify_text({jws_of(key, proof_header(key), claims)}, nonces);
  }
  Answer<DpopProof> verify_header(const json::object& header) { return verify_text({jws_of(key, header, claims())}); }
  std::string refusal(const json::object& claims) {
    auto proof = verify(claims);
    if (proof) return "accepted";
    EXPECT_EQ(proof.error().code, Code::kInvalidDpopProof);
    return proof.error().description;
  }

  Time now = from_unix_seconds(1'795'420'000);
  crypto::PrivateKey key = make_key();
};

TEST_F(DpopProofTest, accepts_a_proof_and_gives_the_thumbprint_of_its_key) {
  auto proof = verify(claims());
  ASSERT_TRUE(proof) << proof.error().description;
  EXPECT_EQ(proof->thumbprint, key.public_key().thumbprint());
  EXPECT_EQ(proof->jti, "one");
  EXPECT_EQ(proof->accepted_until, now + std::chrono::seconds(60));
}

TEST_F(DpopProofTest, refuses_a_proof_with_any_required_claim_missing) {
  for (std::string_view name : {"htm", "htu", "iat", "jti", "ath"}) {
    json::object changed = claims();
    changed.erase(name);
    EXPECT_NE(refusal(changed).find(std::string(name) + " is missing"), std::string::npos)
        << name << ": " << refusal(changed);
  }
}

TEST_F(DpopProofTest, refuses_claims_of_a_wrong_type) {
  EXPECT_NE(refusal(with("iat", "1795420000")).find("without quotes"), std::string::npos);
  EXPECT_NE(refusal(with("exp", "soon")).find("without quotes"), std::string::npos);
  EXPECT_NE(refusal(with("jti", 7)).find("jti is missing"), std::string::npos);
  EXPECT_NE(refusal(with("jti", json::string(std::string(256, 'j')))).find("longer than 255"), std::string::npos);
  EXPECT_NE(refusal(with("htm", json::array{"GET"})).find("htm is missing"), std::string::npos);
}

TEST_F(DpopProofTest, refuses_another_method_address_or_token) {
  EXPECT_NE(refusal(with("htm", "POST")).find("htm is 'POST'"), std::string::npos);
  EXPECT_NE(refusal(with("htm", "get")).find("htm is 'get'"), std::string::npos);
  EXPECT_NE(refusal(with("htu", "https://id.example.test/fapi/token"))
                .find("expected 'https://id.example.test/fapi/userinfo'"),
            std::string::npos);
  EXPECT_NE(refusal(with("htu", "https://id.example.test/fapi/userinfo/")).find("htu is"), std::string::npos);
  EXPECT_NE(refusal(with("htu", "http://id.example.test/fapi/userinfo")).find("htu is"), std::string::npos);
  EXPECT_NE(refusal(with("htu", "https://id.example.test:8443/fapi/userinfo")).find("htu is"), std::string::npos);
  EXPECT_NE(refusal(with("ath", json::string(base64url_encode(crypto::sha256("other"))))).find("ath is not"),
            std::string::npos);
}

TEST_F(DpopProofTest, compares_addresses_normalised) {
  for (std::string_view url : {"https://id.example.test/fapi/userinfo?x=1", "https://id.example.test/fapi/userinfo#f",
                               "HTTPS://ID.example.TEST/fapi/userinfo", "https://id.example.test:443/fapi/userinfo"}) {
    EXPECT_TRUE(verify(with("htu", json::string(std::string(url))))) << url;
  }
}

TEST_F(DpopProofTest, accepts_issue_times_near_ours_only) {
  int64_t seconds = unix_seconds(now);
  for (int64_t offset : {-60, -10, 0, 8, 10}) EXPECT_TRUE(verify(with("iat", seconds + offset))) << offset;
  for (int64_t offset : {-3600, -61, 11, 3600})
    EXPECT_NE(refusal(with("iat", seconds + offset)).find("iat is"), std::string::npos) << offset;
}

TEST_F(DpopProofTest, accepts_expiry_up_to_120_seconds_inclusive) {
  int64_t seconds = unix_seconds(now);
  EXPECT_TRUE(verify(with("exp", seconds + 120)));
  EXPECT_TRUE(verify(with("nbf", seconds)));
  EXPECT_NE(refusal(with("exp", seconds + 121)).find("more than 120"), std::string::npos);
  EXPECT_NE(refusal(with("exp", seconds)).find("expired"), std::string::npos);
  EXPECT_NE(refusal(with("nbf", seconds + 11)).find("nbf"), std::string::npos);
}

TEST_F(DpopProofTest, refuses_headers_that_are_not_one_proof) {
  std::string good = jws_of(key, proof_header(key), claims());
  EXPECT_FALSE(verify_text({}));
  EXPECT_FALSE(verify_text({good, good}));
  EXPECT_FALSE(verify_text({"nonsense"}));
  EXPECT_FALSE(verify_text({good + ", " + good}));
  EXPECT_FALSE(verify_text({good.substr(0, good.size() - 4) + "AAAA"}));
}

TEST_F(DpopProofTest, refuses_wrong_header_members) {
  json::object header = proof_header(key);
  for (const char* type : {"JWT", "DPOP+JWT", ""}) {
    header["typ"] = type;
    EXPECT_FALSE(verify_header(header)) << type;
  }
  header.erase("typ");
  EXPECT_FALSE(verify_header(header));
  header = proof_header(key);
  for (const char* algorithm : {"none", "RS256", "HS256", "ES384", ""}) {
    header["alg"] = algorithm;
    EXPECT_FALSE(verify_header(header)) << algorithm;
  }
  header.erase("alg");
  EXPECT_FALSE(verify_header(header));
  header = proof_header(key);
  header.erase("jwk");
  EXPECT_FALSE(verify_header(header));
}

TEST_F(DpopProofTest, refuses_a_private_or_symmetric_key_in_the_header) {
  json::object header = proof_header(key);
  header["jwk"] = *parse_json_object(key.to_jwk_text().reveal(Purpose::kTest), "key");
  EXPECT_FALSE(verify_header(header));
  header["jwk"] = json::object{{"kty", "oct"}, {"k", "c2VjcmV0"}};
  EXPECT_FALSE(verify_header(header));
}

TEST_F(DpopProofTest, refuses_a_signature_of_another_key) {
  crypto::PrivateKey other = make_key();
  EXPECT_FALSE(verify_text({jws_of(other, proof_header(key), claims())}));
}

TEST_F(DpopProofTest, ignores_unknown_members_of_header_key_and_claims) {
  json::object header = proof_header(key);
  header["x"] = 1;
  header["jwk"].as_object()["note"] = "extra";
  json::object changed = with("unknown", json::object{{"a", 1}});
  auto proof = verify_text({jws_of(key, header, changed)});
  ASSERT_TRUE(proof) << proof.error().description;
  EXPECT_EQ(proof->thumbprint, key.public_key().thumbprint());
}

TEST_F(DpopProofTest, with_nonces_the_clients_clock_does_not_matter) {
  crypto::KeyedHash keyed(Secret(std::string(32, 'k')));
  DpopNonces nonces(keyed);
  auto missing = verify(claims(), &nonces);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Code::kUseDpopNonce);
  json::object changed = with("nonce", json::string(nonces.current(now)));
  changed["iat"] = unix_seconds(now) - 3600;
  EXPECT_TRUE(verify(changed, &nonces));
  changed["iat"] = unix_seconds(now) + 3600;
  EXPECT_TRUE(verify(changed, &nonces));
  changed["nonce"] = "made-up";
  auto made_up = verify(changed, &nonces);
  ASSERT_FALSE(made_up);
  EXPECT_EQ(made_up.error().code, Code::kUseDpopNonce);
}

TEST(DpopNonces, live_for_this_window_and_the_next) {
  crypto::KeyedHash keyed(Secret(std::string(32, 'k')));
  DpopNonces nonces(keyed);
  Time now = from_unix_seconds(1'795'420'000);
  std::string nonce = nonces.current(now);
  EXPECT_TRUE(nonces.is_current(nonce, now));
  EXPECT_TRUE(nonces.is_current(nonce, now + std::chrono::minutes(5)));
  EXPECT_FALSE(nonces.is_current(nonce, now + std::chrono::minutes(10)));
  EXPECT_FALSE(nonces.is_current(nonce, now - std::chrono::minutes(5)));
  EXPECT_FALSE(nonces.is_current("", now));
  EXPECT_NE(nonce, nonces.current(now + std::chrono::minutes(5)));
  crypto::KeyedHash other(Secret(std::string(32, 'o')));
  EXPECT_FALSE(DpopNonces(other).is_current(nonce, now));
}

}  // namespace
}  // namespace inkan::oidc
