#pragma once

#include <string>
#include <string_view>

#include "base/secret.h"

namespace inkan::crypto {

std::string sha256(std::string_view bytes);  // 32 raw bytes
std::string sha1_hmac(const Secret& key, std::string_view bytes);  // RFC 6238 TOTP only
std::string hmac_sha256(const Secret& key, std::string_view bytes);

// equal compares in constant time (for equal lengths). The only way to compare secrets and MACs.
bool equal(std::string_view a, std::string_view b);

// KeyedHash turns tokens, codes, numbers and handles into what may be stored and searched: HMAC-SHA-256 under a
// server key over a label (the kind of thing) and the bytes. 32 raw bytes. Immutable, shared by all threads.
class KeyedHash {
 public:
  explicit KeyedHash(Secret key) : key_(std::move(key)) {}
  std::string of(std::string_view label, std::string_view bytes) const;

 private:
  Secret key_;
};

}  // namespace inkan::crypto
