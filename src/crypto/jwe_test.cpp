#include <gtest/gtest.h>

#include <functional>

#include "base/encoding.h"
#include "base/text.h"
#include "crypto/jose.h"

namespace inkan::crypto {
namespace {

using enum KeyManagement;
using enum ContentEncryption;

PrivateKey make(KeyManagement algorithm, std::string_view curve) {
  return PrivateKey::generate(algorithm, curve, "e1").value();
}

std::vector<std::string> parts_of(const std::string& compact) { return split(compact, '.'); }

// with_header puts another header on a JWE; its tag then no longer fits, so only refusals by form are told apart.
std::string with_header(const std::string& compact, const std::function<void(json::object&)>& change) {
  auto parts = parts_of(compact);
  json::object header = *parse_json_object(*base64url_decode(parts[0]), "header");
  change(header);
  parts[0] = base64url_encode(to_json_text(header));
  return join(parts, ".");
}

TEST(Jwe, opens_what_was_encrypted_for_every_curve_and_algorithm) {
  for (auto algorithm : {kEcdhEsA128Kw, kEcdhEsA192Kw, kEcdhEsA256Kw})
    for (const char* curve : {"P-256", "P-384", "P-521"})
      for (auto encryption : {kA256Gcm, kA256CbcHs512})
        for (size_t size : {size_t(0), size_t(1), size_t(15), size_t(16), size_t(5000)}) {
          auto key = make(algorithm, curve);
          std::string text(size, 'x');
          auto compact = encrypt(key.public_key(), algorithm, encryption, "JWT", text);
          ASSERT_TRUE(compact) << compact.error().private_detail;
          auto header = *parse_json_object(*base64url_decode(parts_of(*compact)[0]), "header");
          EXPECT_EQ(find_string(header, "alg"), to_text(algorithm));
          EXPECT_EQ(find_string(header, "enc"), to_text(encryption));
          EXPECT_EQ(find_string(header, "kid"), "e1");
          EXPECT_EQ(find_string(header, "cty"), "JWT");
          EXPECT_EQ(find_string(*find_object(header, "epk"), "crv"), curve);
          auto opened = decrypt(key, *compact);
          ASSERT_TRUE(opened) << opened.error().public_text;
          EXPECT_EQ(*opened, text);
        }
}

TEST(Jwe, never_repeats_itself) {
  auto key = make(kEcdhEsA256Kw, "P-256");
  auto a = parts_of(*encrypt(key.public_key(), kEcdhEsA256Kw, kA256Gcm, "", "x"));
  auto b = parts_of(*encrypt(key.public_key(), kEcdhEsA256Kw, kA256Gcm, "", "x"));
  for (size_t i = 0; i < 5; ++i) EXPECT_NE(a[i], b[i]) << i;
  EXPECT_FALSE(parse_json_object(*base64url_decode(a[0]), "header")->contains("cty"));
}

TEST(Jwe, rejects_every_altered_part) {
  auto key = make(kEcdhEsA256Kw, "P-256");
  for (auto encryption : {kA256Gcm, kA256CbcHs512}) {
    const auto parts = parts_of(*encrypt(key.public_key(), kEcdhEsA256Kw, encryption, "JWT", "some text"));
    for (size_t part = 1; part < 5; ++part) {
      const std::string bytes = *base64url_decode(parts[part]);
      for (size_t i = 0; i < bytes.size(); ++i) {
        std::string altered = bytes;
        altered[i] ^= 0x80;
        auto copy = parts;
        copy[part] = base64url_encode(altered);
        auto opened = decrypt(key, join(copy, "."));
        ASSERT_FALSE(opened) << part << " " << i;
        EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
      }
      for (std::string size_changed : {bytes.substr(1), bytes + "x", std::string()}) {
        auto copy = parts;
        copy[part] = base64url_encode(size_changed);
        EXPECT_FALSE(decrypt(key, join(copy, "."))) << part;
      }
    }
  }
}

TEST(Jwe, rejects_a_header_with_anything_changed) {
  auto key = make(kEcdhEsA256Kw, "P-256");
  const auto good = *encrypt(key.public_key(), kEcdhEsA256Kw, kA256Gcm, "JWT", "some text");
  ASSERT_TRUE(decrypt(key, with_header(good, [](json::object&) {})));
  auto code = [&](const std::function<void(json::object&)>& change) {
    auto opened = decrypt(key, with_header(good, change));
    return opened ? ErrorCode::kInternal : opened.error().code;
  };
  EXPECT_EQ(code([](json::object& h) { h["crit"] = json::array{"exp"}; }), ErrorCode::kInvalidInput);
  EXPECT_EQ(code([](json::object& h) { h["zip"] = "DEF"; }), ErrorCode::kInvalidInput);
  for (const char* alg : {"ECDH-ES", "ECDH-ES+A128KW", "RSA-OAEP", "dir", "A256KW", "PBES2-HS256+A128KW", ""})
    EXPECT_EQ(code([&](json::object& h) { h["alg"] = alg; }), ErrorCode::kInvalidInput) << alg;
  for (const char* enc : {"A128GCM", "A192GCM", "A128CBC-HS256", "A256CBC", ""})
    EXPECT_EQ(code([&](json::object& h) { h["enc"] = enc; }), ErrorCode::kInvalidInput) << enc;
  for (const char* name : {"alg", "enc", "epk"})
    EXPECT_EQ(code([&](json::object& h) { h.erase(name); }), ErrorCode::kInvalidInput) << name;
  for (const char* name : {"apu", "apv"}) {
    EXPECT_EQ(code([&](json::object& h) { h[name] = "no base64url!"; }), ErrorCode::kInvalidInput) << name;
    EXPECT_EQ(code([&](json::object& h) { h[name] = 7; }), ErrorCode::kInvalidInput) << name;
    EXPECT_EQ(code([&](json::object& h) { h[name] = std::string(400, 'A'); }), ErrorCode::kInvalidInput) << name;
    // Well-formed, and part of the key derivation: the content key no longer unwraps.
    EXPECT_EQ(code([&](json::object& h) { h[name] = "QWxpY2U"; }), ErrorCode::kCorrupt) << name;
  }
  EXPECT_EQ(code([](json::object& h) { h["kid"] = "e2"; }), ErrorCode::kCorrupt);
}

TEST(Jwe, rejects_ephemeral_keys_that_are_off_the_curve_or_on_another) {
  auto key = make(kEcdhEsA256Kw, "P-256");
  const auto good = *encrypt(key.public_key(), kEcdhEsA256Kw, kA256Gcm, "JWT", "some text");
  auto other = make(kEcdhEsA256Kw, "P-384").public_key().to_jwk();
  auto code = [&](const std::function<void(json::object&)>& change) {
    auto opened = decrypt(key, with_header(good, [&](json::object& h) { change(h["epk"].as_object()); }));
    return opened ? ErrorCode::kInternal : opened.error().code;
  };
  EXPECT_EQ(code([&](json::object& epk) { epk = other; }), ErrorCode::kInvalidInput);
  EXPECT_EQ(code([](json::object& epk) { epk["crv"] = "P-384"; }), ErrorCode::kInvalidInput);
  EXPECT_EQ(code([](json::object& epk) { epk["kty"] = "OKP"; }), ErrorCode::kInvalidInput);
  EXPECT_EQ(code([](json::object& epk) { epk["d"] = "AA"; }), ErrorCode::kInvalidInput);
  EXPECT_EQ(code([](json::object& epk) { epk["y"] = epk["x"]; }), ErrorCode::kInvalidInput);
  EXPECT_EQ(code([](json::object& epk) { epk["x"] = base64url_encode(std::string(32, '\0')), epk["y"] = epk["x"]; }),
            ErrorCode::kInvalidInput);
  EXPECT_EQ(code([](json::object& epk) { epk["x"] = base64url_encode(std::string(32, '\xFF')); }),
            ErrorCode::kInvalidInput);
  EXPECT_EQ(code([](json::object& epk) { epk["x"] = "AA"; }), ErrorCode::kInvalidInput);
  EXPECT_EQ(code([](json::object& epk) { epk.erase("y"); }), ErrorCode::kInvalidInput);
}

TEST(Jwe, rejects_texts_that_are_not_five_parts) {
  auto key = make(kEcdhEsA256Kw, "P-256");
  const auto good = *encrypt(key.public_key(), kEcdhEsA256Kw, kA256Gcm, "JWT", "some text");
  for (std::string bad : {std::string(), std::string("...."), good + ".", good + ".x", good.substr(0, good.rfind('.')),
                          good + "=", std::string(300 * 1024, 'x')})
    EXPECT_EQ(decrypt(key, bad).error().code, ErrorCode::kInvalidInput);
}

TEST(Jwe, opens_only_with_its_own_key) {
  auto key = make(kEcdhEsA256Kw, "P-256"), other = make(kEcdhEsA256Kw, "P-256");
  auto compact = *encrypt(key.public_key(), kEcdhEsA256Kw, kA256CbcHs512, "JWT", "some text");
  EXPECT_EQ(decrypt(other, compact).error().code, ErrorCode::kCorrupt);
  auto signing = PrivateKey::generate(SignatureAlgorithm::kES256, "s").value();
  EXPECT_EQ(decrypt(signing, compact).error().code, ErrorCode::kInvalidInput);
  auto edwards = PrivateKey::generate(SignatureAlgorithm::kEdDSA, "s").value();
  EXPECT_EQ(decrypt(edwards, compact).error().code, ErrorCode::kInvalidInput);
}

TEST(Jwe, is_not_made_for_signing_keys_or_another_algorithm) {
  auto signing = PrivateKey::generate(SignatureAlgorithm::kES256, "s").value();
  EXPECT_FALSE(encrypt(signing.public_key(), kEcdhEsA256Kw, kA256Gcm, "", "x"));
  auto key = make(kEcdhEsA128Kw, "P-256");
  EXPECT_FALSE(encrypt(key.public_key(), kEcdhEsA256Kw, kA256Gcm, "", "x"));
  EXPECT_FALSE(PrivateKey::generate(kEcdhEsA256Kw, "P-224", "e"));
  EXPECT_FALSE(PrivateKey::generate(kEcdhEsA256Kw, "Ed25519", "e"));
}

}  // namespace
}  // namespace inkan::crypto
