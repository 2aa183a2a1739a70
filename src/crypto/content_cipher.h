#pragma once
// Private to src/crypto: the content encryptions of RFC 7518 §5.

#include "crypto/jose.h"

namespace inkan::crypto {

struct ContentSizes {
  size_t key;
  size_t iv;
  size_t tag;
};
constexpr size_t kTagSizeMax = 32;
constexpr ContentSizes content_sizes(ContentEncryption encryption) {
  // RFC 7518 §5.3 and §5.2.5
  return encryption == ContentEncryption::kA256Gcm ? ContentSizes{32, 12, 16} : ContentSizes{64, 16, 32};
}

// Encrypted is ciphertext and authentication tag.
struct Encrypted {
  std::string ciphertext{};
  std::string tag{};
};

// ContentInput are the parts both directions need; the views live for the call. key and iv have the exact sizes.
struct ContentInput {
  std::string_view key;
  std::string_view iv;
  std::string_view associated;
};

std::optional<Encrypted> encrypt_content(ContentEncryption encryption, const ContentInput& input,
                                         std::string_view plaintext);
// decrypt_content gives nothing unless the tag is right.
std::optional<std::string> decrypt_content(ContentEncryption encryption, const ContentInput& input,
                                           std::string_view ciphertext, std::string_view tag);

}  // namespace inkan::crypto
