#include "crypto/hash.h"

#include <sodium.h>

#include "base/check.h"
#include "crypto/openssl.h"

namespace inkan::crypto {

std::string sha256(std::string_view bytes) {
  std::string to(32, '\0');
  digest(Hash::kSha256, {bytes}, out(to.data()));
  return to;
}

std::string sha1_hmac(const Secret& key, std::string_view bytes) {
  std::string to(20, '\0');
  hmac(Hash::kSha1, key.reveal(Purpose::kCompute), {bytes}, out(to.data()));
  return to;
}

std::string hmac_sha256(const Secret& key, std::string_view bytes) {
  std::string to(32, '\0');
  hmac(Hash::kSha256, key.reveal(Purpose::kCompute), {bytes}, out(to.data()));
  return to;
}

Secret hkdf_sha256(const Secret& key, std::string_view salt, std::string_view info, size_t size) {
  check(size <= 255 * 32, "HKDF gives at most 255 blocks");
  // RFC 5869 §2.2: a salt not given is a string of zeros, which HMAC pads an empty key with anyway.
  Wiped<32> extracted;
  hmac(Hash::kSha256, salt, {key.reveal(Purpose::kCompute)}, extracted.bytes);
  std::string material;
  material.reserve(size);
  Wiped<32> block;
  for (unsigned char counter = 1; material.size() < size; ++counter) {
    // RFC 5869 §2.3: T(1) starts from the empty string.
    std::string_view previous = counter == 1 ? std::string_view() : block.view();
    hmac(Hash::kSha256, extracted.view(), {previous, info, {reinterpret_cast<char*>(&counter), 1}}, block.bytes);
    material.append(block.view().substr(0, size - material.size()));
  }
  return Secret(std::move(material));
}

bool equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

std::string KeyedHash::of(std::string_view label, std::string_view bytes) const {
  check(key_.size() == 32, "a keyed hash has a key of 32 bytes");
  check(label.size() <= 255, "a label is short");
  char length = char(label.size());
  std::string to(32, '\0');
  hmac(Hash::kSha256, key_.reveal(Purpose::kCompute), {{&length, 1}, label, bytes}, out(to.data()));
  return to;
}

}  // namespace inkan::crypto
