#include "accounts/webauthn.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "base/encoding.h"
#include "base/json.h"

namespace inkan::accounts::webauthn {
namespace {

json::object read_vectors(const std::string& name) {
  std::ifstream file(std::string(INKAN_SOURCE_DIR) + "/tests/vectors/webauthn/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return json::parse(text.str()).as_object();
}

std::string bytes_of(const json::object& object, std::string_view name) {
  return hex_decode(json::value_to<std::string>(object.at(name))).value();
}

Party party_of(const json::object& vectors) {
  return Party{json::value_to<std::string>(vectors.at("rpId")), json::value_to<std::string>(vectors.at("origin"))};
}

Result<NewCredential> registration_of(const Party& party, const json::object& vector) {
  RegistrationResponse response;
  response.client_data = bytes_of(vector, "clientDataJSON");
  response.attestation_object = bytes_of(vector, "attestationObject");
  return verify_registration(party, bytes_of(vector, "challenge"), response);
}

Result<Assertion> assertion_of(const Party& party, const json::object& vector, const NewCredential& credential) {
  AssertionResponse response;
  response.client_data = bytes_of(vector, "clientDataJSON");
  response.authenticator_data = bytes_of(vector, "authenticatorData");
  response.signature = bytes_of(vector, "signature");
  KnownCredential known{credential.public_key, credential.sign_count, credential.backup_eligible};
  return verify_assertion(party, bytes_of(vector, "challenge"), known, response);
}

// Lawful ceremonies that our policy does not take: no user verification, embedded, algorithms we do not ask for,
// attestation by certificate that we do not ask for.
const std::set<std::string> kRefusedByPolicy = {"none-es256-presence-only",
                                                "none-es256-cross-origin",
                                                "none-es256-top-origin",
                                                "none-es384",
                                                "none-es512",
                                                "packed-es256",
                                                "packed-rs256",
                                                "fido-u2f-es256"};

TEST(WebAuthn, takes_every_ceremony_our_policy_allows) {
  const json::object vectors = read_vectors("ceremonies.json");
  const Party party = party_of(vectors);
  int taken = 0;
  for (const json::value& value : vectors.at("vectors").as_array()) {
    const json::object& vector = value.as_object();
    const std::string name = json::value_to<std::string>(vector.at("name"));
    const Result<NewCredential> credential = registration_of(party, vector.at("registration").as_object());
    if (kRefusedByPolicy.contains(name)) {
      EXPECT_FALSE(credential) << name;
      continue;
    }
    ASSERT_TRUE(credential) << name << ": " << credential.error().private_detail;
    EXPECT_EQ(credential->id, bytes_of(vector, "credentialId")) << name;
    const Result<Assertion> assertion = assertion_of(party, vector.at("assertion").as_object(), *credential);
    EXPECT_TRUE(assertion) << name << ": " << (assertion ? "" : assertion.error().private_detail);
    ++taken;
  }
  EXPECT_EQ(taken, 11);
}

// An assertion without user verification, from inside another site, … over a key that was taken.
TEST(WebAuthn, rejects_assertions_our_policy_forbids) {
  const json::object vectors = read_vectors("ceremonies.json");
  for (const json::value& value : vectors.at("vectors").as_array()) {
    const json::object& vector = value.as_object();
    const std::string name = json::value_to<std::string>(vector.at("name"));
    if (name != "none-es256-presence-only" && name != "none-es256-cross-origin" && name != "none-es256-top-origin")
      continue;
    NewCredential credential;
    const json::object& registration = vector.at("registration").as_object();
    const std::string object = bytes_of(registration, "attestationObject");
    const std::string data = object.substr(object.find("authData") + 10);  // h'…' with a one-byte length
    const Result<AuthenticatorData> parsed = parse_authenticator_data(data, /*registration=*/true);
    ASSERT_TRUE(parsed) << name;
    credential.public_key = parsed->public_key;
    EXPECT_FALSE(assertion_of(party_of(vectors), vector.at("assertion").as_object(), credential)) << name;
  }
}

TEST(WebAuthn, rejects_every_changed_ceremony) {
  const json::object accepted = read_vectors("ceremonies.json");
  const json::object vectors = read_vectors("refused.json");
  const Party party = party_of(vectors);
  for (const json::value& value : vectors.at("vectors").as_array()) {
    const json::object& vector = value.as_object();
    const std::string name = json::value_to<std::string>(vector.at("name"));
    if (vector.contains("registration")) {
      EXPECT_FALSE(registration_of(party, vector.at("registration").as_object())) << name;
      continue;
    }
    for (const json::value& original : accepted.at("vectors").as_array()) {
      if (original.at("name") != vector.at("of")) continue;
      const Result<NewCredential> credential = registration_of(party, original.at("registration").as_object());
      ASSERT_TRUE(credential) << name;
      EXPECT_FALSE(assertion_of(party, vector.at("assertion").as_object(), *credential)) << name;
    }
  }
}

}  // namespace
}  // namespace inkan::accounts::webauthn
