// tests/vectors/jose: what a strict reader of compact JOSE accepts and refuses, one fault a case.

#include <algorithm>

#include "crypto/jose.h"
#include "crypto/vectors_for_tests.h"

namespace inkan::crypto {
namespace {

// cases_of gives the vectors of a file; `count` is asserted, so that none drops out unseen.
std::vector<json::object> cases_of(const std::string& name, size_t count) {
  auto file = read_json_file(std::filesystem::path(INKAN_SOURCE_DIR) / "tests/vectors/jose" / (name + ".json"));
  EXPECT_TRUE(file) << name;
  std::vector<json::object> cases;
  if (file)
    for (const auto& one : *find_array(*file, "vectors")) cases.push_back(one.as_object());
  EXPECT_EQ(cases.size(), count) << name;
  return cases;
}

// verifies goes the way of a client assertion: parse the token, pick keys of the client by kid, verify.
bool verifies(const json::object& one) {
  std::vector<SignatureAlgorithm> allowed;
  for (const auto& name : *find_array(one, "allowed"))
    if (auto algorithm = parse_signature_algorithm(std::string_view(name.as_string()))) allowed.push_back(*algorithm);
  auto set = JwkSet::parse(*find_object(one, "jwks"));
  auto jws = UnverifiedJws::parse(text_in(one, "token"));
  if (!set || !jws) return false;
  auto keys = set->signing_keys(jws->key_id());
  return std::any_of(keys.begin(), keys.end(),
                     [&](const PublicKey* key) { return verify(*jws, *key, allowed).has_value(); });
}

TEST(JoseVectors, a_signed_token_is_accepted_or_refused_as_it_should) {
  for (const auto& one : cases_of("jws", 114))
    EXPECT_EQ(verifies(one), find_bool(one, "valid")) << text_in(one, "name");
}

TEST(JoseVectors, an_encrypted_token_opens_or_is_refused_as_it_should) {
  for (const auto& one : cases_of("jwe", 118)) {
    auto key = PrivateKey::from_jwk(*find_object(one, "key"));
    ASSERT_TRUE(key) << text_in(one, "name");
    auto plaintext = decrypt(*key, text_in(one, "token"));
    EXPECT_EQ(plaintext.has_value(), find_bool(one, "valid")) << text_in(one, "name");
    if (plaintext && one.contains("plaintext_hex")) {
      EXPECT_EQ(*plaintext, hex_in(one, "plaintext_hex")) << text_in(one, "name");
    }
  }
}

TEST(JoseVectors, a_key_is_read_or_refused_as_it_should) {
  for (const auto& one : cases_of("jwk", 55))
    EXPECT_EQ(PublicKey::from_jwk(*find_object(one, "jwk")).has_value(), find_bool(one, "valid"))
        << text_in(one, "name");
}

}  // namespace
}  // namespace inkan::crypto
