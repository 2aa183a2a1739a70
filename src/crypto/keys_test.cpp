#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/jose.h"

namespace inkan::crypto {
namespace {

using enum SignatureAlgorithm;

json::object public_jwk(SignatureAlgorithm algorithm) {
  return PrivateKey::generate(algorithm, "k").value().public_key().to_jwk();
}

json::object bare(json::object jwk) {
  for (const char* name : {"use", "alg", "kid"}) jwk.erase(name);
  return jwk;
}

template <typename Value>
json::object with(json::object jwk, std::string_view name, Value value) {
  jwk[name] = value;
  return jwk;
}

bool refused(const json::object& jwk) {
  auto key = PublicKey::from_jwk(jwk);
  if (!key) {
    EXPECT_EQ(key.error().code, ErrorCode::kInvalidInput);
  }
  return !key;
}

// rsa_jwk has a random odd modulus, which is enough for reading.
json::object rsa_jwk(size_t bits, std::string exponent = std::string("\x01\x00\x01", 3)) {
  std::string modulus(bits / 8, '\xC5');
  json::object jwk;
  jwk["kty"] = "RSA";
  jwk["n"] = base64url_encode(modulus);
  jwk["e"] = base64url_encode(exponent);
  return jwk;
}

TEST(PublicKey, takes_its_algorithm_from_alg_or_else_from_its_kind) {
  EXPECT_EQ(PublicKey::from_jwk(bare(public_jwk(kES256)))->signature_algorithm(), kES256);
  EXPECT_EQ(PublicKey::from_jwk(bare(public_jwk(kES384)))->signature_algorithm(), kES384);
  EXPECT_EQ(PublicKey::from_jwk(bare(public_jwk(kES512)))->signature_algorithm(), kES512);
  EXPECT_EQ(PublicKey::from_jwk(bare(public_jwk(kEdDSA)))->signature_algorithm(), kEdDSA);
  EXPECT_EQ(PublicKey::from_jwk(rsa_jwk(2048))->signature_algorithm(), kPS256);
  EXPECT_EQ(PublicKey::from_jwk(with(rsa_jwk(2048), "alg", "RS256"))->signature_algorithm(), kRS256);
  auto encrypts = PublicKey::from_jwk(with(bare(public_jwk(kES256)), "use", "enc"));
  EXPECT_EQ(encrypts->signature_algorithm(), std::nullopt);
  EXPECT_EQ(encrypts->key_management(), KeyManagement::kEcdhEsA256Kw);
  auto named = PublicKey::from_jwk(with(bare(public_jwk(kES256)), "alg", "ECDH-ES+A128KW"));
  EXPECT_EQ(named->key_management(), KeyManagement::kEcdhEsA128Kw);
  EXPECT_EQ(named->signature_algorithm(), std::nullopt);
}

TEST(PublicKey, comes_out_as_it_went_in) {
  for (auto algorithm : {kES256, kES384, kES512, kEdDSA}) {
    auto jwk = public_jwk(algorithm);
    auto key = PublicKey::from_jwk(jwk);
    EXPECT_EQ(key->to_jwk(), jwk);
    EXPECT_EQ(key->use(), KeyUse::kSignature);
    EXPECT_EQ(key->key_id(), "k");
    EXPECT_EQ(PublicKey::from_jwk(bare(jwk))->to_jwk(), bare(jwk));
    EXPECT_EQ(PublicKey::from_jwk(bare(jwk))->thumbprint(), key->thumbprint());
    EXPECT_NE(PublicKey::from_jwk(public_jwk(algorithm))->thumbprint(), key->thumbprint());
  }
  EXPECT_EQ(PublicKey::from_jwk(rsa_jwk(2048))->curve(), "");
}

TEST(PublicKey, ignores_members_it_does_not_know) {
  EXPECT_FALSE(refused(with(public_jwk(kES256), "x5t", "abc")));
  EXPECT_FALSE(refused(with(public_jwk(kES256), "iat", 7)));
}

TEST(PublicKey, rejects_private_and_symmetric_members) {
  for (const char* name : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
    EXPECT_TRUE(refused(with(public_jwk(kES256), name, "AA"))) << name;
    EXPECT_TRUE(refused(with(public_jwk(kES256), name, nullptr))) << name;
    EXPECT_TRUE(refused(with(rsa_jwk(2048), name, "AA"))) << name;
  }
  json::object symmetric;
  symmetric["kty"] = "oct";
  EXPECT_TRUE(refused(symmetric));
}

TEST(PublicKey, rejects_points_that_are_not_on_the_curve) {
  const auto good = public_jwk(kES256);
  ASSERT_FALSE(refused(good));
  EXPECT_TRUE(refused(with(good, "y", good.at("x").as_string())));
  const std::string zero = base64url_encode(std::string(32, '\0'));
  EXPECT_TRUE(refused(with(with(good, "x", zero), "y", zero)));
  EXPECT_TRUE(refused(with(good, "x", base64url_encode(std::string(32, '\xFF')))));
  EXPECT_TRUE(refused(with(good, "crv", "P-384")));
  EXPECT_TRUE(refused(with(good, "crv", "secp256k1")));
  EXPECT_TRUE(refused(with(good, "crv", 7)));
}

TEST(PublicKey, rejects_coordinates_of_another_form) {
  const auto good = public_jwk(kES256);
  const std::string x(good.at("x").as_string());
  for (std::string bad : {std::string(), x.substr(1), x + "A", x + "=", "AA" + x, " " + x})
    EXPECT_TRUE(refused(with(good, "x", bad))) << bad;
  for (const char* name : {"kty", "crv", "x", "y"}) {
    auto copy = good;
    copy.erase(name);
    EXPECT_TRUE(refused(copy)) << name;
    EXPECT_TRUE(refused(with(good, name, 7))) << name;
  }
}

TEST(PublicKey, rejects_weak_and_oversized_RSA_keys) {
  EXPECT_FALSE(refused(rsa_jwk(2048)));
  EXPECT_FALSE(refused(rsa_jwk(8192)));
  EXPECT_TRUE(refused(rsa_jwk(1024)));
  EXPECT_TRUE(refused(rsa_jwk(2040)));
  EXPECT_TRUE(refused(rsa_jwk(8200)));
  std::string modulus(256, '\xC5');
  modulus[0] = 0x7F;  // 2047 bits
  EXPECT_TRUE(refused(with(rsa_jwk(2048), "n", base64url_encode(modulus))));
  EXPECT_TRUE(refused(with(rsa_jwk(2048), "n", base64url_encode(std::string("\0", 1) + std::string(256, '\xC5')))));
  EXPECT_TRUE(refused(with(rsa_jwk(2048), "n", base64url_encode(std::string(255, '\xC5') + "\xC4"))));
  for (std::string e : {std::string("\x01"), std::string("\x03"), std::string("\x01\x00\x02", 3),
                        std::string(5, '\x01'), std::string("\x00\x01\x00\x01", 4), std::string()})
    EXPECT_TRUE(refused(rsa_jwk(2048, e))) << hex_encode(e);
}

TEST(PublicKey, rejects_weak_Ed25519_points) {
  const auto good = public_jwk(kEdDSA);
  ASSERT_FALSE(refused(good));
  for (std::string bad : {std::string(32, '\0'), std::string("\x01") + std::string(31, '\0'), std::string(32, '\xFF'),
                          std::string(31, '\0'), std::string(33, '\0')})
    EXPECT_TRUE(refused(with(good, "x", base64url_encode(bad)))) << hex_encode(bad);
  EXPECT_TRUE(refused(with(good, "crv", "X25519")));
  EXPECT_TRUE(refused(with(good, "crv", "Ed448")));
}

TEST(PublicKey, rejects_use_alg_and_key_ops_that_contradict_each_other) {
  const auto good = bare(public_jwk(kES256));
  for (const char* alg : {"ES384", "PS256", "EdDSA", "none", "HS256", "RSA-OAEP", ""})
    EXPECT_TRUE(refused(with(good, "alg", alg))) << alg;
  EXPECT_TRUE(refused(with(good, "alg", 7)));
  EXPECT_TRUE(refused(with(with(good, "alg", "ES256"), "use", "enc")));
  EXPECT_TRUE(refused(with(with(good, "alg", "ECDH-ES+A256KW"), "use", "sig")));
  EXPECT_TRUE(refused(with(rsa_jwk(2048), "alg", "ES256")));
  EXPECT_TRUE(refused(with(rsa_jwk(2048), "alg", "ECDH-ES+A256KW")));
  EXPECT_TRUE(refused(with(rsa_jwk(2048), "use", "enc")));
  EXPECT_TRUE(refused(with(good, "use", "both")));
  EXPECT_TRUE(refused(with(good, "use", 7)));
  EXPECT_FALSE(refused(with(good, "key_ops", json::array{"verify"})));
  EXPECT_TRUE(refused(with(good, "key_ops", json::array{"verify", "verify"})));
  EXPECT_TRUE(refused(with(good, "key_ops", json::array{"verify", "deriveKey"})));
  EXPECT_TRUE(refused(with(good, "key_ops", json::array{"encrypt"})));
  EXPECT_TRUE(refused(with(good, "key_ops", json::array{7})));
  EXPECT_TRUE(refused(with(good, "key_ops", "verify")));
  EXPECT_TRUE(refused(with(with(good, "use", "enc"), "key_ops", json::array{"verify"})));
}

TEST(PublicKey, rejects_endless_key_ids) {
  EXPECT_FALSE(refused(with(public_jwk(kES256), "kid", std::string(256, 'k'))));
  EXPECT_TRUE(refused(with(public_jwk(kES256), "kid", std::string(257, 'k'))));
  EXPECT_TRUE(refused(with(public_jwk(kES256), "kid", 7)));
}

TEST(PrivateKey, rejects_halves_that_do_not_belong_together) {
  auto private_jwk = [](SignatureAlgorithm algorithm) {
    return *parse_json_object(PrivateKey::generate(algorithm, "k")->to_jwk_text().reveal(Purpose::kTest), "key");
  };
  for (auto algorithm : {kES256, kES384, kES512, kEdDSA}) {
    auto key = private_jwk(algorithm), other = private_jwk(algorithm);
    EXPECT_TRUE(PrivateKey::from_jwk(key));
    EXPECT_FALSE(PrivateKey::from_jwk(with(key, "d", other.at("d").as_string())));
    EXPECT_FALSE(PrivateKey::from_jwk(with(key, "d", "")));
    EXPECT_FALSE(PrivateKey::from_jwk(with(key, "d", "AA")));
    EXPECT_FALSE(PrivateKey::from_jwk(with(key, "d", std::string(key.at("d").as_string()) + "AAAA")));
    key.erase("d");
    EXPECT_FALSE(PrivateKey::from_jwk(key));
  }
  auto rsa = private_jwk(kPS256);
  EXPECT_TRUE(PrivateKey::from_jwk(rsa));
  for (const char* name : {"d", "p", "q", "dp", "dq", "qi"}) {
    auto copy = rsa;
    copy.erase(name);
    EXPECT_FALSE(PrivateKey::from_jwk(copy)) << name;
  }
  EXPECT_FALSE(PrivateKey::from_jwk(with(rsa, "p", rsa.at("q").as_string())));
  EXPECT_FALSE(PrivateKey::from_jwk(with(rsa, "oth", json::array{})));
}

json::object set_of(std::initializer_list<json::object> keys) {
  json::array list;
  for (const auto& key : keys) list.push_back(key);
  json::object set;
  set["keys"] = std::move(list);
  return set;
}

TEST(JwkSet, finds_signing_keys_by_kid_or_offers_all) {
  auto a = with(public_jwk(kES256), "kid", "a"), b = with(public_jwk(kEdDSA), "kid", "b");
  auto e = with(with(bare(public_jwk(kES256)), "use", "enc"), "kid", "e");
  auto set = JwkSet::parse(set_of({a, b, e})).value();
  ASSERT_EQ(set.signing_keys("a").size(), 1u);
  EXPECT_EQ(set.signing_keys("a")[0]->key_id(), "a");
  EXPECT_EQ(set.signing_keys(std::nullopt).size(), 2u);
  EXPECT_TRUE(set.signing_keys("e").empty());
  EXPECT_TRUE(set.signing_keys("none").empty());
  EXPECT_TRUE(set.signing_keys("").empty());
}

TEST(JwkSet, picks_the_strongest_encryption_key_then_the_first) {
  auto key = [](SignatureAlgorithm curve, const char* id, const char* alg) {
    auto jwk = with(with(bare(public_jwk(curve)), "use", "enc"), "kid", id);
    return *alg ? with(jwk, "alg", alg) : jwk;
  };
  auto p256 = key(kES256, "p256", "ECDH-ES+A256KW"), p384 = key(kES384, "p384", "ECDH-ES+A128KW");
  auto p384_strong = key(kES384, "p384s", "ECDH-ES+A256KW"), p384_later = key(kES384, "p384t", "ECDH-ES+A256KW");
  auto open = key(kES256, "open", "");
  auto pick = [](std::initializer_list<json::object> keys, std::optional<KeyManagement> algorithm) {
    auto set = JwkSet::parse(set_of(keys)).value();
    const PublicKey* found = set.encryption_key(algorithm);
    return found ? found->key_id() : "";
  };
  EXPECT_EQ(pick({p256, p384}, std::nullopt), "p384");
  EXPECT_EQ(pick({p384, p384_strong, p384_later}, std::nullopt), "p384s");
  EXPECT_EQ(pick({p256, p384}, KeyManagement::kEcdhEsA256Kw), "p256");
  EXPECT_EQ(pick({p256, p384}, KeyManagement::kEcdhEsA192Kw), "");
  EXPECT_EQ(pick({p384, open}, KeyManagement::kEcdhEsA192Kw), "open");
  EXPECT_EQ(pick({public_jwk(kES256)}, std::nullopt), "");
}

TEST(JwkSet, skips_what_it_does_not_know_and_rejects_what_is_wrong) {
  const auto good = public_jwk(kES256);
  json::object unknown;
  unknown["kty"] = "AKP";
  auto set = JwkSet::parse(
      set_of({unknown, good, with(bare(good), "crv", "secp256k1"), with(rsa_jwk(2048), "alg", "RSA-OAEP")}));
  ASSERT_TRUE(set) << set.error().public_text;
  EXPECT_EQ(set->keys().size(), 1u);
  auto why = [](std::initializer_list<json::object> keys) {
    auto parsed = JwkSet::parse(set_of(keys));
    return parsed ? std::string() : parsed.error().public_text;
  };
  EXPECT_NE(why({good, rsa_jwk(1024)}).find("Key 2"), std::string::npos);
  EXPECT_NE(why({good, good}).find("kid"), std::string::npos);
  EXPECT_NE(why({with(good, "d", "AA")}).find("private"), std::string::npos);
  EXPECT_EQ(why({bare(good), bare(good)}), "");
}

TEST(JwkSet, rejects_texts_that_are_no_set_or_too_large) {
  EXPECT_TRUE(JwkSet::parse(R"({"keys":[]})"));
  for (const char* bad : {"", "[]", "{}", R"({"keys":{}})", R"({"keys":[7]})", R"({"keys":[],"keys":[]})"})
    EXPECT_FALSE(JwkSet::parse(bad)) << bad;
  json::array many(33, bare(public_jwk(kES256)));
  json::object set;
  set["keys"] = many;
  EXPECT_FALSE(JwkSet::parse(set));
  many.pop_back();
  set["keys"] = many;
  EXPECT_TRUE(JwkSet::parse(set));
  EXPECT_FALSE(JwkSet::parse(R"({"keys":[],"x":")" + std::string(70000, 'x') + "\"}"));
}

}  // namespace
}  // namespace inkan::crypto
