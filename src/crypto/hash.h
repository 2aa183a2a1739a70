#pragma once

#include <string>
#include <string_view>

#include "base/secret.h"

namespace inkan::crypto {

// sha256 gives 32 raw bytes.
std::string sha256(std::string_view bytes);
// sha1_hmac gives 20 raw bytes. RFC 6238 TOTP only.
std::string sha1_hmac(const Secret& key, std::string_view bytes);
// hmac_sha256 gives 32 raw bytes.
std::string hmac_sha256(const Secret& key, std::string_view bytes);
// hkdf_sha256 derives `size` bytes (at most 8160) by RFC 5869; an empty salt is 32 zero bytes.
Secret hkdf_sha256(const Secret& key, std::string_view salt, std::string_view info, size_t size);

// equal compares in constant time (for equal lengths; another length answers at once). The only way to compare secrets
// and MACs.
bool equal(std::string_view a, std::string_view b);

// KeyedHash turns tokens, codes, numbers and handles into what may be stored and searched: HMAC-SHA-256 under a
// server key over a label (the kind of thing) and the bytes. 32 raw bytes. The key has 32 bytes. Immutable, shared by
// all threads.
class KeyedHash {
 public:
  explicit KeyedHash(Secret key) : key_(std::move(key)) {}
  // of depends on where the label ends: ("ab", "c") and ("a", "bc") differ.
  std::string of(std::string_view label, std::string_view bytes) const;

 private:
  Secret key_{};
};

}  // namespace inkan::crypto
