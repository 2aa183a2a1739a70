#include "base/text.h"
#include "crypto/content_cipher.h"
#include "crypto/hash.h"
#include "crypto/jose.h"
#include "crypto/key_agreement.h"
#include "crypto/vectors_for_tests.h"
#include "crypto/x509.h"

namespace inkan::crypto {
namespace {

std::string decoded(const json::object& object, std::string_view name) {
  return base64url_decode(text_in(object, name)).value();
}

json::object without_private(json::object jwk) {
  for (const char* name : {"d", "p", "q", "dp", "dq", "qi"}) jwk.erase(name);
  return jwk;
}

// Signed is one signature of a vector, whatever its serialization.
struct Signed {
  std::string header;     // base64url
  std::string payload;    // base64url
  std::string signature;  // base64url
  json::object key;
};

std::vector<Signed> signatures_of(const json::object& vector) {
  if (auto compact = find_string(vector, "compact")) {
    auto parts = split(*compact, '.');
    return {{parts[0], parts[1], parts[2], *find_object(vector, "key")}};
  }
  if (const json::object* flat = find_object(vector, "flattened"))
    return {{std::string(find_string(*flat, "protected").value_or("")), text_in(*flat, "payload"),
             text_in(*flat, "signature"), *find_object(vector, "key")}};
  std::vector<Signed> found;
  const json::object* general = find_object(vector, "general");
  const json::array* keys = find_array(vector, "keys");
  size_t i = 0;
  for (const auto& item : *find_array(*general, "signatures")) {
    const json::object& one = item.as_object();
    json::object key = keys ? keys->at(i++).as_object() : *find_object(vector, "key");
    // Where alg is unprotected, it stands in for the test's purpose only.
    if (const json::object* open = find_object(one, "header"))
      if (auto alg = find_string(*open, "alg")) key["alg"] = *alg;
    found.push_back({std::string(find_string(one, "protected").value_or("")), text_in(*general, "payload"),
                     text_in(one, "signature"), key});
  }
  return found;
}

// check_signature verifies one signature and, as its failing sibling, the same over another payload.
void check_signature(const Signed& one, Tally& tally, const std::string& name) {
  std::string alg(find_string(one.key, "alg").value_or(""));
  if (alg.empty()) alg = text_in(*parse_json_object(*base64url_decode(one.header), "header"), "alg");
  // Not implemented on purpose: MACs (the server shares no secret with a client) and PS384.
  if (alg == "HS256" || alg == "PS384") {
    ++tally.skipped;
    return;
  }
  ++tally.ran;
  json::object jwk = without_private(one.key);
  jwk["alg"] = alg;
  auto key = PublicKey::from_jwk(jwk);
  ASSERT_TRUE(key) << name << key.error().public_text;
  auto algorithm = parse_signature_algorithm(alg);
  ASSERT_TRUE(algorithm) << name;
  const std::string input = one.header + "." + one.payload;
  const std::string signature = base64url_decode(one.signature).value();
  EXPECT_TRUE(verify_bytes(*key, *algorithm, input, signature)) << name;
  EXPECT_FALSE(verify_bytes(*key, *algorithm, input + "x", signature)) << name;
}

void check_file(const std::string& file, const std::vector<std::string>& must_be_refused, Tally expected) {
  Tally tally;
  for (const auto& vector : rfc_vectors(file)) {
    const std::string name = text_in(vector, "name");
    if (std::find(must_be_refused.begin(), must_be_refused.end(), name) != must_be_refused.end()) {
      ++tally.ran;
      auto compact = find_string(vector, vector.contains("compact") ? "compact" : "detached");
      EXPECT_FALSE(UnverifiedJws::parse(*compact)) << file << " " << name;
      continue;
    }
    if (vector.contains("detached")) {
      ++tally.skipped;  // RFC 7520 4.5: a payload sent elsewhere, and HS256
      continue;
    }
    for (const auto& one : signatures_of(vector)) check_signature(one, tally, file + " " + name);
  }
  EXPECT_EQ(tally.ran, expected.ran) << file;
  EXPECT_EQ(tally.skipped, expected.skipped) << file;
}

TEST(RfcVectors, rfc7515_jws) { check_file("rfc7515", {"A.5", "E"}, {.ran = 8, .skipped = 1}); }
TEST(RfcVectors, rfc7520_jws) { check_file("rfc7520-jws", {}, {.ran = 4, .skipped = 6}); }
TEST(RfcVectors, rfc7797_unencoded_payload_is_refused) { check_file("rfc7797", {"4.2"}, {.ran = 1, .skipped = 1}); }
TEST(RfcVectors, rfc8037_ed25519) { check_file("rfc8037", {}, {.ran = 1, .skipped = 0}); }

TEST(RfcVectors, rfc7515_claims_come_out_of_verify) {
  for (const auto& vector : rfc_vectors("rfc7515")) {
    if (text_in(vector, "name") != "A.3") continue;
    auto key = PublicKey::from_jwk(without_private(*find_object(vector, "key"))).value();
    auto jws = UnverifiedJws::parse(text_in(vector, "compact")).value();
    constexpr SignatureAlgorithm only[] = {SignatureAlgorithm::kES256};
    EXPECT_EQ(find_string(verify(jws, key, only)->claims(), "iss"), "joe");
  }
}

TEST(RfcVectors, rfc7516_and_rfc7520_jwe_of_other_algorithms_are_refused) {
  // RSA, AES, password and direct key management are not implemented, nor A128GCM and A128CBC-HS256; what remains to
  // check of whole tokens is that none is let in. The parts of ECDH-ES are checked below.
  auto key = PrivateKey::generate(KeyManagement::kEcdhEsA128Kw, "P-384", "e").value();
  Tally tally;
  for (const char* file : {"rfc7516", "rfc7520-jwe"})
    for (const auto& vector : rfc_vectors(file)) {
      auto compact = find_string(vector, "compact");
      if (!compact) {
        ++tally.skipped;  // JSON serialization only, which is not read
        continue;
      }
      ++tally.ran;
      auto opened = decrypt(key, *compact);
      ASSERT_FALSE(opened);
      EXPECT_EQ(opened.error().code, ErrorCode::kInvalidInput) << text_in(vector, "name");
    }
  EXPECT_EQ(tally.ran, 12);
  EXPECT_EQ(tally.skipped, 5);
}

TEST(RfcVectors, rfc7520_5_4_unwraps_and_no_other_party_info_does) {
  for (const auto& vector : rfc_vectors("rfc7520-jwe")) {
    if (text_in(vector, "name") != "5.4") continue;
    auto key = PrivateKey::from_jwk(*find_object(vector, "key")).value();
    auto parts = split(text_in(vector, "compact"), '.');
    auto header = parse_json_object(*base64url_decode(parts[0]), "header").value();
    auto ephemeral = PublicKey::from_jwk(*find_object(header, "epk")).value();
    const CurveFacts& curve = *find_curve("P-384");
    Wiped<kCoordinateSizeMax> z;
    ASSERT_TRUE(agree(key.impl().key.get(), ephemeral.impl().key.get(), curve, z));
    Wiped<kKekSizeMax> kek;
    Wiped<kContentKeySizeMax> content_key;
    concat_kdf(z.view(48), "ECDH-ES+A128KW", {}, 16, kek);
    EXPECT_TRUE(unwrap_key(kek.view(16), *base64url_decode(parts[1]), content_key));
    concat_kdf(z.view(48), "ECDH-ES+A128KW", {.producer = "Alice"}, 16, kek);
    EXPECT_FALSE(unwrap_key(kek.view(16), *base64url_decode(parts[1]), content_key));
    return;
  }
  FAIL() << "5.4 is missing";
}

TEST(RfcVectors, rfc7518_c_key_agreement) {
  for (const auto& vector : rfc_vectors("rfc7518-c")) {
    auto ephemeral = PrivateKey::from_jwk(*find_object(vector, "ephemeral")).value();
    auto recipient = PublicKey::from_jwk(without_private(*find_object(vector, "recipient"))).value();
    const json::object& header = *find_object(vector, "header");
    Wiped<kCoordinateSizeMax> z;
    ASSERT_TRUE(agree(ephemeral.impl().key.get(), recipient.impl().key.get(), *find_curve("P-256"), z));
    EXPECT_EQ(z.view(32), decoded(vector, "z"));
    std::string apu = decoded(header, "apu"), apv = decoded(header, "apv");
    Wiped<kKekSizeMax> derived;
    concat_kdf(z.view(32), text_in(vector, "algorithm_id"), {.producer = apu, .recipient = apv}, 16, derived);
    EXPECT_EQ(derived.view(16), decoded(vector, "derived_key"));
    concat_kdf(z.view(32), text_in(vector, "algorithm_id"), {.producer = apv, .recipient = apu}, 16, derived);
    EXPECT_NE(derived.view(16), decoded(vector, "derived_key"));
  }
}

TEST(RfcVectors, rfc7518_b_content_encryption) {
  Tally tally;
  for (const auto& vector : rfc_vectors("rfc7518-b")) {
    // A128CBC-HS256 and A192CBC-HS384 are not implemented.
    auto encryption = parse_content_encryption(text_in(vector, "enc"));
    if (!encryption) {
      ++tally.skipped;
      continue;
    }
    ++tally.ran;
    std::string key = hex_in(vector, "key_hex"), iv = hex_in(vector, "iv_hex"), aad = hex_in(vector, "aad_hex");
    auto made = encrypt_content(*encryption, {key, iv, aad}, hex_in(vector, "plaintext_hex"));
    ASSERT_TRUE(made);
    EXPECT_EQ(made->ciphertext, hex_in(vector, "ciphertext_hex"));
    EXPECT_EQ(made->tag, hex_in(vector, "tag_hex"));
    EXPECT_EQ(decrypt_content(*encryption, {key, iv, aad}, made->ciphertext, made->tag),
              hex_in(vector, "plaintext_hex"));
    EXPECT_FALSE(decrypt_content(*encryption, {key, iv, aad + "x"}, made->ciphertext, made->tag));
  }
  EXPECT_EQ(tally.ran, 1);
  EXPECT_EQ(tally.skipped, 2);
}

TEST(RfcVectors, rfc7517_key_sets) {
  auto vectors = rfc_vectors("rfc7517");
  ASSERT_EQ(vectors.size(), 4u);
  auto set = JwkSet::parse(*find_object(vectors[0], "jwks"));
  ASSERT_TRUE(set);
  ASSERT_EQ(set->keys().size(), 2u);
  EXPECT_EQ(set->encryption_key(std::nullopt)->key_id(), "1");
  EXPECT_EQ(set->signing_keys(std::nullopt).size(), 1u);
  EXPECT_EQ(set->keys()[1].signature_algorithm(), SignatureAlgorithm::kRS256);
  // A.2 holds private, A.3 symmetric keys.
  EXPECT_FALSE(JwkSet::parse(*find_object(vectors[1], "jwks")));
  EXPECT_FALSE(JwkSet::parse(*find_object(vectors[2], "jwks")));
  for (const auto& key : *find_array(*find_object(vectors[1], "jwks"), "keys"))
    EXPECT_TRUE(PrivateKey::from_jwk(key.as_object()));
  const json::object& with_certificate = *find_object(vectors[3], "jwk");
  auto key = PublicKey::from_jwk(with_certificate);
  ASSERT_TRUE(key);
  auto der = base64_decode(find_array(with_certificate, "x5c")->at(0).as_string());
  EXPECT_EQ(PublicKey::from_certificate(*der)->thumbprint(), key->thumbprint());
}

TEST(RfcVectors, rfc7520_keys) {
  Tally tally;
  for (const auto& vector : rfc_vectors("rfc7520-jwk")) {
    const json::object& jwk = *find_object(vector, "jwk");
    ++tally.ran;
    const bool is_private = jwk.contains("d"), is_symmetric = jwk.contains("k");
    EXPECT_EQ(PublicKey::from_jwk(jwk).has_value(), !is_private && !is_symmetric) << text_in(vector, "name");
    EXPECT_EQ(PrivateKey::from_jwk(jwk).has_value(), is_private) << text_in(vector, "name");
  }
  EXPECT_EQ(tally.ran, 6);
}

TEST(RfcVectors, rfc7638_thumbprints) {
  auto vectors = rfc_vectors("rfc7638");
  ASSERT_EQ(vectors.size(), 2u);
  for (const auto& vector : vectors)
    EXPECT_EQ(PublicKey::from_jwk(*find_object(vector, "jwk"))->thumbprint(), text_in(vector, "sha256"));
}

TEST(RfcVectors, rfc8705_certificate_thumbprint) {
  for (const auto& vector : rfc_vectors("rfc8705")) {
    std::string text = text_in(vector, "certificate");
    auto der = text.starts_with("-----") ? Result<std::string>("") : base64_decode(text);
    if (!der) der = base64url_decode(text);
    ASSERT_TRUE(der);
    EXPECT_EQ(certificate_thumbprint(*der), text_in(vector, "x5t#S256"));
    EXPECT_NE(certificate_thumbprint(*der + "x"), text_in(vector, "x5t#S256"));
    EXPECT_TRUE(subject_dn(*der));
  }
}

TEST(RfcVectors, rfc7636_challenge) {
  for (const auto& vector : rfc_vectors("rfc7636"))
    EXPECT_EQ(base64url_encode(sha256(text_in(vector, "code_verifier"))), text_in(vector, "code_challenge"));
}

TEST(RfcVectors, rfc9449_proofs_verify_with_their_own_key) {
  auto vectors = rfc_vectors("rfc9449");
  ASSERT_EQ(vectors.size(), 2u);
  constexpr SignatureAlgorithm allowed[] = {SignatureAlgorithm::kES256};
  for (const auto& vector : vectors) {
    auto jws = UnverifiedJws::parse(text_in(vector, "proof")).value();
    auto key = PublicKey::from_jwk(*find_object(jws.header(), "jwk")).value();
    EXPECT_EQ(key.thumbprint(), text_in(vector, "jkt"));
    auto verified = verify(jws, key, allowed);
    ASSERT_TRUE(verified);
    EXPECT_EQ(find_string(verified->claims(), "jti"), text_in(vector, "jti"));
    if (auto token = find_string(vector, "access_token")) {
      EXPECT_EQ(base64url_encode(sha256(*token)), text_in(vector, "ath"));
    }
  }
}

}  // namespace
}  // namespace inkan::crypto
