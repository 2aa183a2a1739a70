// What authenticators send: attestation objects, authenticator data, COSE keys. Nothing may follow what was read, an
// accepted credential has a key we can use, and no made-up assertion is proven.
#include "accounts/cbor.h"
#include "accounts/webauthn.h"
#include "base/check.h"
#include "base/encoding.h"
#include "crypto/hash.h"

using namespace inkan;
using namespace inkan::accounts;

namespace {

const webauthn::Party& party() {
  static const webauthn::Party kParty{"example.org", "https://example.org"};
  return kParty;
}

std::string client_data(std::string_view type) {
  return R"({"type":")" + std::string(type) + R"(","challenge":")" + base64url_encode("challenge") +
         R"(","origin":"https://example.org","crossOrigin":false})";
}

void check_cbor(std::string_view text) {
  auto prefix = cbor::parse_prefix(text);
  check(cbor::parse(text).has_value() == (prefix && prefix->consumed == text.size()), "nothing behind an item");
  if (!prefix) return;
  check(prefix->consumed > 0 && prefix->consumed <= text.size(), "an item is part of the bytes");
  check(cbor::parse(text.substr(0, prefix->consumed)).has_value(), "an item alone is an item");
  check(!cbor::parse(text.substr(0, prefix->consumed - 1)), "a cut item is none");
}

void check_registration(const std::string& text) {
  webauthn::RegistrationResponse response;
  response.client_data = client_data("webauthn.create");
  response.attestation_object = text;
  auto credential = webauthn::verify_registration(party(), "challenge", response);
  if (!credential) return;
  check(!credential->id.empty() && credential->id.size() <= 1023, "an id of 1 to 1023 bytes");
  check(webauthn::check_public_key(credential->public_key).has_value(), "a key we can use");
  check(!webauthn::verify_registration(party(), "another", response), "a challenge counts for itself alone");
}

// A key of RFC 7515 A.3, whose private half signs nothing here.
void check_assertion(const std::string& text) {
  static const std::string key = hex_decode("a5010203262001215820").value() +
                                 base64url_decode("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU").value() +
                                 hex_decode("225820").value() +
                                 base64url_decode("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0").value();
  check(webauthn::check_public_key(key).has_value(), "the key is a key");
  webauthn::AssertionResponse response;
  response.client_data = client_data("webauthn.get");
  response.authenticator_data = crypto::sha256("example.org") + std::string("\x05\0\0\0\x01", 5);
  response.signature = text;
  webauthn::KnownCredential known{key, 0, false};
  check(!webauthn::verify_assertion(party(), "challenge", known, response), "a made-up signature is wrong");
  response.authenticator_data = text;
  response.signature = "0";
  check(!webauthn::verify_assertion(party(), "challenge", known, response), "made-up data is not signed");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check_cbor(text);
  for (bool registration : {true, false}) {
    auto parsed = webauthn::parse_authenticator_data(text, registration);
    if (!parsed) continue;
    check(parsed->relying_party_hash.size() == 32, "a hash of 32 bytes");
    check(parsed->public_key.empty() != registration, "registrations bring a key, assertions none");
    check(!webauthn::parse_authenticator_data(text + "x", registration), "nothing behind the data");
  }
  (void)webauthn::check_public_key(text);
  (void)webauthn::challenge_of(text);
  check_registration(text);
  check_assertion(text);
  return 0;
}
