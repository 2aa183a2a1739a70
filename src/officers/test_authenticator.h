#pragma once

#include <string>

#include "accounts/passkeys.h"
#include "base/encoding.h"
#include "base/json.h"
#include "crypto/hash.h"
#include "crypto/jose.h"
#include "crypto/signature.h"

// For tests; the program links none of it.
namespace inkan::officers {

// TestAuthenticator is a passkey in software: Ed25519, attestation "none", a counter that rises, user verified.
class TestAuthenticator {
 public:
  explicit TestAuthenticator(std::string origin = "https://example.org", std::string relying_party_id = "example.org")
      : origin_(std::move(origin)), relying_party_id_(std::move(relying_party_id)) {}

  // create answers the options for navigator.credentials.create.
  accounts::RegistrationTry create(const json::object& options) {
    user_handle_ = base64url_decode(text(options.at("user").at("id"))).value();
    accounts::RegistrationTry tried;
    tried.response.client_data = client_data("webauthn.create", options);
    const std::string data = header(kPresent | kVerified | kAttested) + attested();
    tried.response.attestation_object = std::string("\xa3\x63") + "fmt\x64none\x67" + "attStmt\xa0\x68" + "authData" +
                                        std::string("\x58", 1) + static_cast<char>(data.size()) + data;
    return tried;
  }
  // get answers the options for navigator.credentials.get.
  accounts::AssertionTry get(const json::object& options) {
    ++count_;
    accounts::AssertionTry tried;
    tried.credential_id = id_;
    tried.user_handle = user_handle_;
    tried.response.client_data = client_data("webauthn.get", options);
    tried.response.authenticator_data = header(kPresent | (verifies ? kVerified : 0));
    tried.response.signature =
        crypto::sign_bytes(key_, tried.response.authenticator_data + crypto::sha256(tried.response.client_data))
            .value();
    return tried;
  }

  bool verifies = true;  // false: the user only touched it

 private:
  static constexpr int kPresent = 0x01, kVerified = 0x04, kAttested = 0x40;
  static std::string text(const json::value& value) { return std::string(value.as_string()); }

  std::string client_data(const std::string& type, const json::object& options) const {
    json::object data;
    data["type"] = type;
    data["challenge"] = options.at("challenge");
    data["origin"] = origin_;
    return to_json_text(data);
  }
  std::string header(int flags) const {
    std::string bytes = crypto::sha256(relying_party_id_) + static_cast<char>(flags);
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(count_ >> shift & 0xff);
    return bytes;
  }
  // AAGUID, id, and the COSE key {1: OKP, 3: EdDSA, -1: Ed25519, -2: x}.
  std::string attested() const {
    const std::string x = base64url_decode(text(key_.public_key().to_jwk().at("x"))).value();
    return std::string(16, '\0') + std::string("\0", 1) + static_cast<char>(id_.size()) + id_ +
           std::string("\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20") + x;
  }

  std::string origin_;
  std::string relying_party_id_;
  crypto::PrivateKey key_ = crypto::PrivateKey::generate(crypto::SignatureAlgorithm::kEdDSA, "passkey").value();
  std::string id_ = crypto::sha256(key_.public_key().thumbprint()).substr(0, 16);
  std::string user_handle_{};
  uint32_t count_ = 0;
};

}  // namespace inkan::officers
