#pragma once

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace inkan::bench {

// The driver's own JOSE, on OpenSSL alone: it must not share the mistakes of the server it checks.

struct KeyFree {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, KeyFree>;

Key make_key();                             // P-256
Key key_from_jwk(const json::object& jwk);  // P-256, with or without d
json::object jwk_of(const EVP_PKEY& key, bool with_private);

std::string sha256(std::string_view data);
std::string random_text(size_t bytes);  // base64url

std::string es256_sign(EVP_PKEY& key, std::string_view message);  // r and s, 64 bytes
bool es256_verify(EVP_PKEY& key, std::string_view message, std::string_view signature);

// sign_jwt makes a compact JWS; header is JSON text and says ES256.
std::string sign_jwt(EVP_PKEY& key, std::string_view header, const json::object& claims);

struct PublicKey {
  std::string id{};
  Key key{};
};
// open_jwt returns the claims of an ES256 JWS made with one of the keys.
json::object open_jwt(const std::string& token, const std::vector<PublicKey>& keys);

// open_jwe decrypts ECDH-ES+A128KW, +A192KW or +A256KW with A256GCM or A256CBC-HS512.
std::string open_jwe(EVP_PKEY& key, const std::string& token);
// make_jwe encrypts with ECDH-ES+A256KW; enc is A256GCM or A256CBC-HS512.
std::string make_jwe(EVP_PKEY& recipient, std::string_view enc, std::string_view plaintext);

}  // namespace inkan::bench
