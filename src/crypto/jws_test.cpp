#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/jose.h"
#include "crypto/signature.h"

namespace inkan::crypto {
namespace {

using enum SignatureAlgorithm;
constexpr SignatureAlgorithm kAll[] = {kES256, kES384, kES512, kPS256, kEdDSA, kRS256};

// RSA keys take long to make: three serve all tests, in turn. They never change.
PrivateKey make(SignatureAlgorithm algorithm) {
  if (algorithm != kPS256) return PrivateKey::generate(algorithm, "kid-1").value();
  static const std::vector<PrivateKey> rsa = [] {
    std::vector<PrivateKey> made;
    for (int i = 0; i < 3; ++i) made.push_back(PrivateKey::generate(kPS256, "kid-1").value());
    return made;
  }();
  static size_t next = 0;
  return rsa[next++ % rsa.size()];
}

json::object claims() {
  json::object object;
  object["iss"] = "https://client.example";
  object["n"] = 7;
  return object;
}

std::string compact_of(std::string_view header, std::string_view payload, std::string_view signature) {
  return base64url_encode(header) + "." + base64url_encode(payload) + "." + base64url_encode(signature);
}

class EachAlgorithm : public testing::TestWithParam<SignatureAlgorithm> {};
INSTANTIATE_TEST_SUITE_P(Jws, EachAlgorithm, testing::Values(kES256, kES384, kES512, kPS256, kEdDSA));

TEST_P(EachAlgorithm, verifies_what_was_signed_and_nothing_altered) {
  auto key = make(GetParam());
  auto compact = sign(key, "JWT", claims());
  ASSERT_TRUE(compact) << compact.error().private_detail;
  auto jws = UnverifiedJws::parse(*compact);
  ASSERT_TRUE(jws);
  EXPECT_EQ(jws->key_id(), "kid-1");
  EXPECT_EQ(jws->type(), "JWT");
  EXPECT_EQ(jws->algorithm(), to_text(GetParam()));
  EXPECT_EQ(jws->claimed_issuer(), "https://client.example");
  auto verified = verify(*jws, key.public_key(), kAll);
  ASSERT_TRUE(verified) << verified.error().public_text;
  EXPECT_EQ(verified->claims(), claims());

  json::object other = claims();
  other["n"] = 8;
  const auto first_dot = compact->find('.'), last_dot = compact->rfind('.');
  std::string altered =
      compact->substr(0, first_dot + 1) + base64url_encode(to_json_text(other)) + compact->substr(last_dot);
  EXPECT_EQ(verify(*UnverifiedJws::parse(altered), key.public_key(), kAll).error().code, ErrorCode::kUnauthenticated);
  std::string signature = *base64url_decode(compact->substr(last_dot + 1));
  for (size_t i : {size_t(0), signature.size() / 2, signature.size() - 1}) {
    std::string wrong = signature;
    wrong[i] ^= 1;
    std::string text = compact->substr(0, last_dot + 1) + base64url_encode(wrong);
    EXPECT_EQ(verify(*UnverifiedJws::parse(text), key.public_key(), kAll).error().code, ErrorCode::kUnauthenticated);
  }
  for (std::string wrong : {signature + "x", signature.substr(1), std::string(signature.size(), '\0')}) {
    std::string text = compact->substr(0, last_dot + 1) + base64url_encode(wrong);
    EXPECT_FALSE(verify(*UnverifiedJws::parse(text), key.public_key(), kAll));
  }
}

TEST_P(EachAlgorithm, rejects_the_signature_of_another_key) {
  auto compact = sign(make(GetParam()), "JWT", claims()).value();
  EXPECT_EQ(verify(*UnverifiedJws::parse(compact), make(GetParam()).public_key(), kAll).error().code,
            ErrorCode::kUnauthenticated);
}

TEST_P(EachAlgorithm, private_key_survives_sealing_text) {
  auto key = make(GetParam());
  auto text = key.to_jwk_text();
  auto again = PrivateKey::from_jwk(*parse_json_object(text.reveal(Purpose::kTest), "key"));
  ASSERT_TRUE(again) << again.error().public_text;
  EXPECT_EQ(again->public_key().thumbprint(), key.public_key().thumbprint());
  EXPECT_EQ(again->public_key().to_jwk(), key.public_key().to_jwk());
  auto compact = sign(*again, "JWT", claims()).value();
  EXPECT_TRUE(verify(*UnverifiedJws::parse(compact), key.public_key(), kAll));
}

TEST_P(EachAlgorithm, a_thread_signs_with_many_keys_in_turn) {
  std::vector<PrivateKey> keys;
  for (int i = 0; i < (GetParam() == kPS256 ? 2 : 7); ++i) keys.push_back(make(GetParam()));
  for (int round = 0; round < 2; ++round)
    for (const auto& key : keys)
      EXPECT_TRUE(verify(*UnverifiedJws::parse(*sign(key, "JWT", claims())), key.public_key(), kAll));
}

TEST(Jws, rejects_algorithms_not_allowed_here) {
  auto key = make(kES256);
  auto jws = UnverifiedJws::parse(*sign(key, "JWT", claims())).value();
  constexpr SignatureAlgorithm only_es384[] = {kES384};
  EXPECT_EQ(verify(jws, key.public_key(), only_es384).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(verify(jws, key.public_key(), {}).error().code, ErrorCode::kInvalidInput);
}

TEST(Jws, rejects_a_header_that_names_another_algorithm_than_the_key) {
  auto key = make(kES256);
  for (const char* alg : {"none", "HS256", "ES384", "ES256K", "es256", "RS256", "PS256", "EdDSA", ""}) {
    auto jws = UnverifiedJws::parse(compact_of(std::string(R"({"alg":")") + alg + "\"}", "{}", std::string(64, 'x')));
    ASSERT_TRUE(jws);
    EXPECT_EQ(verify(*jws, key.public_key(), kAll).error().code, ErrorCode::kInvalidInput) << alg;
  }
  EXPECT_EQ(verify(*UnverifiedJws::parse(compact_of("{}", "{}", "x")), key.public_key(), kAll).error().code,
            ErrorCode::kInvalidInput);
}

TEST(Jws, rejects_header_members_that_must_be_text_and_are_not) {
  for (const char* header :
       {R"({"alg":7})", R"({"alg":null})", R"({"alg":["ES256"]})", R"({"alg":"ES256","kid":1})",
        R"({"alg":"ES256","kid":null})", R"({"alg":"ES256","typ":["JWT"]})", R"({"alg":"ES256","cty":{}})"})
    EXPECT_FALSE(UnverifiedJws::parse(compact_of(header, "{}", "x"))) << header;
}

TEST(Jws, accepts_both_names_of_Ed25519) {
  auto key = make(kEdDSA);
  for (const char* alg : {"EdDSA", "Ed25519"}) {
    std::string input = base64url_encode(std::string(R"({"alg":")") + alg + "\"}") + "." + base64url_encode("{}");
    auto jws = UnverifiedJws::parse(input + "." + base64url_encode(*sign_bytes(key, input)));
    EXPECT_TRUE(verify(*jws, key.public_key(), kAll)) << alg;
  }
  EXPECT_EQ(parse_signature_algorithm("Ed448"), std::nullopt);
}

TEST(Jws, rejects_texts_that_are_not_three_strict_parts) {
  const std::string good = sign(make(kES256), "JWT", claims()).value();
  ASSERT_TRUE(UnverifiedJws::parse(good));
  for (std::string bad : {std::string(), std::string("."), std::string(".."), std::string("a.b"), good + ".",
                          good + "=", good + "\n", " " + good, good + "." + good, good.substr(0, good.rfind('.')),
                          good.substr(0, good.rfind('.') + 1), "=" + good})
    EXPECT_FALSE(UnverifiedJws::parse(bad)) << bad;
}

TEST(Jws, rejects_headers_it_must_understand_and_does_not) {
  for (const char* header :
       {R"({"alg":"ES256","crit":["exp"]})", R"({"alg":"ES256","crit":[]})", R"({"alg":"ES256","b64":false})",
        R"({"alg":"ES256","b64":true})", R"({"alg":"ES256","alg":"ES256"})", R"(["alg"])", "not json", "",
        R"({"alg":"ES256"} )"
        "x"})
    EXPECT_FALSE(UnverifiedJws::parse(compact_of(header, "{}", "x"))) << header;
  EXPECT_TRUE(UnverifiedJws::parse(compact_of(R"({"alg":"ES256","unknown":1})", "{}", "x")));
}

TEST(Jws, rejects_what_is_too_large) {
  auto with_header = [](size_t size) {
    return compact_of(R"({"alg":"ES256","x":")" + std::string(size, 'x') + "\"}", "{}", "x");
  };
  EXPECT_TRUE(UnverifiedJws::parse(with_header(4000)));
  EXPECT_FALSE(UnverifiedJws::parse(with_header(4096)));
  EXPECT_TRUE(UnverifiedJws::parse(compact_of(R"({"alg":"ES256"})", std::string(12000, 'x'), "x")));
  EXPECT_FALSE(UnverifiedJws::parse(compact_of(R"({"alg":"ES256"})", std::string(12300, 'x'), "x")));
}

TEST(Jws, claims_no_issuer_where_the_payload_has_none) {
  for (const char* payload : {"{}", R"({"iss":7})", "[]", "no json", R"({"iss":"a","iss":"b"})"})
    EXPECT_FALSE(UnverifiedJws::parse(compact_of(R"({"alg":"ES256"})", payload, "x"))->claimed_issuer()) << payload;
}

TEST(Jws, rejects_a_rightly_signed_payload_that_is_no_object) {
  auto key = make(kES256);
  auto code = [&](std::string_view payload) {
    std::string input = base64url_encode(R"({"alg":"ES256"})") + "." + base64url_encode(payload);
    auto jws = UnverifiedJws::parse(input + "." + base64url_encode(*sign_bytes(key, input)));
    auto verified = verify(*jws, key.public_key(), kAll);
    return verified ? ErrorCode::kInternal : verified.error().code;
  };
  EXPECT_EQ(code(R"({"a":1})"), ErrorCode::kInternal);  // accepted
  for (const char* payload : {"[]", "\"text\"", R"({"a":1,"a":2})", "", "{} x", "\xFF"})
    EXPECT_EQ(code(payload), ErrorCode::kInvalidInput) << payload;
}

TEST(Jws, escapes_key_ids_and_types) {
  auto key = PrivateKey::generate(kES256, "a\"b\\").value();
  auto jws = UnverifiedJws::parse(*sign(key, "x\"y", claims()));
  ASSERT_TRUE(jws);
  EXPECT_EQ(jws->key_id(), "a\"b\\");
  EXPECT_EQ(jws->type(), "x\"y");
}

TEST(Jws, leaves_the_key_id_out_where_there_is_none) {
  auto jws = UnverifiedJws::parse(*sign(PrivateKey::generate(kES256, "").value(), "JWT", claims()));
  EXPECT_FALSE(jws->key_id());
}

TEST(Jws, encryption_keys_neither_sign_nor_verify) {
  auto key = PrivateKey::generate(KeyManagement::kEcdhEsA256Kw, "P-256", "e").value();
  EXPECT_FALSE(sign(key, "JWT", claims()));
  auto jws = UnverifiedJws::parse(*sign(make(kES256), "JWT", claims())).value();
  EXPECT_EQ(verify(jws, key.public_key(), kAll).error().code, ErrorCode::kInvalidInput);
  EXPECT_FALSE(verify_bytes(key.public_key(), kES256, "x", std::string(64, 'x')));
}

TEST(Jws, RS256_is_never_made) {
  EXPECT_FALSE(PrivateKey::generate(kRS256, "k"));
  json::object jwk = *parse_json_object(make(kPS256).to_jwk_text().reveal(Purpose::kTest), "key");
  jwk["alg"] = "RS256";
  auto key = PrivateKey::from_jwk(jwk);
  ASSERT_TRUE(key);
  EXPECT_FALSE(sign(*key, "JWT", claims()));
}

TEST(Jws, DER_signatures_are_read_for_EC_keys_only) {
  auto key = make(kES256);
  EXPECT_TRUE(ecdsa_signature_from_der(key.public_key(), *hex_decode("3006020101020102")));
  for (const char* bad :
       {"", "30", "3006020101020102ff", "300602010102010200", "3007020101020102", "308106020101020102",
        "30070200010201"
        "02",
        "3007020200010201"
        "02",
        "3006020181020102", "300402000200", "3106020101020102"})
    EXPECT_FALSE(ecdsa_signature_from_der(key.public_key(), *hex_decode(bad))) << bad;
  EXPECT_FALSE(ecdsa_signature_from_der(make(kEdDSA).public_key(), *hex_decode("3006020101020102")));
}

}  // namespace
}  // namespace inkan::crypto
