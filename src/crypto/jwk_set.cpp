#include "crypto/keys.h"

namespace inkan::crypto {

namespace {

constexpr size_t kKeysMax = 32;
constexpr size_t kTextSizeMax = 64 * 1024;

int strength(const PublicKey& key) { return int(key.impl().kind); }  // the curves stand in order of strength

bool fits(const PublicKey& key, std::optional<KeyManagement> algorithm) {
  if (!key.key_management()) return false;
  // A key that names no algorithm takes any of them (RFC 7517 §4.4: `alg` is optional).
  return !algorithm || !key.impl().names_algorithm || key.key_management() == algorithm;
}

}  // namespace

Result<JwkSet> JwkSet::parse(const json::object& set) {
  const json::array* listed = find_array(set, "keys");
  if (!listed) return fail(ErrorCode::kInvalidInput, "The key set (JWKS) needs the list member \"keys\".");
  if (listed->size() > kKeysMax) return fail(ErrorCode::kInvalidInput, "The key set (JWKS) has more than 32 keys.");
  JwkSet parsed;
  for (size_t i = 0; i < listed->size(); ++i) {
    const std::string place = "Key " + std::to_string(i + 1) + " of the set: ";
    const json::object* jwk = (*listed)[i].if_object();
    if (!jwk) return fail(ErrorCode::kInvalidInput, place + "it is not an object.");
    auto key = PublicKey::from_jwk(*jwk);
    if (!key) {
      // RFC 7517 §5: keys of a kind we do not understand are no reason to refuse the rest.
      if (key.error().private_detail == kUnsupportedKey) continue;
      return fail(ErrorCode::kInvalidInput, place + key.error().public_text, key.error().private_detail);
    }
    // RFC 7517 §4.5: keys within a set use distinct kids.
    for (const auto& other : parsed.keys_)
      if (!key->key_id().empty() && other.key_id() == key->key_id())
        return fail(ErrorCode::kInvalidInput, place + "its kid is that of another key.");
    parsed.keys_.push_back(std::move(*key));
  }
  return parsed;
}

Result<JwkSet> JwkSet::parse(std::string_view text) {
  if (text.size() > kTextSizeMax) return fail(ErrorCode::kInvalidInput, "The key set (JWKS) is larger than 64 KiB.");
  auto set = parse_json_object(text, "The key set (JWKS)");
  if (!set) return pass_on(set);
  return parse(*set);
}

std::vector<const PublicKey*> JwkSet::signing_keys(std::optional<std::string_view> key_id) const {
  std::vector<const PublicKey*> found;
  for (const auto& key : keys_)
    if (key.signature_algorithm() && (!key_id || key.key_id() == *key_id)) found.push_back(&key);
  return found;
}

const PublicKey* JwkSet::encryption_key(std::optional<KeyManagement> algorithm) const {
  const PublicKey* best = nullptr;
  for (const auto& key : keys_) {
    if (!fits(key, algorithm)) continue;
    const bool better = !best || strength(key) > strength(*best) ||
                        (strength(key) == strength(*best) && *key.key_management() > *best->key_management());
    if (better) best = &key;
  }
  return best;
}

}  // namespace inkan::crypto
