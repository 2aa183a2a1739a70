// Feeds arbitrary JSON to the readers of keys and key sets. What is accepted must come out as it went in and work.

#include "base/check.h"
#include "crypto/jose.h"

using namespace inkan;
using namespace inkan::crypto;

namespace {

void use_key(const PublicKey& key) {
  auto again = PublicKey::from_jwk(key.to_jwk());
  check(again.has_value(), "an accepted key is accepted again");
  check(again->thumbprint() == key.thumbprint() && again->key_id() == key.key_id(), "a key comes out as it went in");
  if (auto algorithm = key.signature_algorithm())
    check(!verify_bytes(key, *algorithm, "message", std::string(64, 'x')), "a made-up signature is wrong");
  if (auto management = key.key_management())
    check(encrypt(key, *management, ContentEncryption::kA256Gcm, "", "text").has_value(), "an encryption key encrypts");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto jwk = parse_json_object(text, "key")) {
    if (auto key = PublicKey::from_jwk(*jwk)) use_key(*key);
    if (auto key = PrivateKey::from_jwk(*jwk)) (void)key->to_jwk_text();
  }
  if (auto set = JwkSet::parse(text)) {
    for (const auto& key : set->keys()) use_key(key);
    check(set->signing_keys(std::nullopt).size() <= set->keys().size(), "a set offers its own keys");
    (void)set->encryption_key(std::nullopt);
  }
  return 0;
}
