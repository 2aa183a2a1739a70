#pragma once
// Private to src/crypto: ECDH, Concat KDF and AES key wrap, the parts of ECDH-ES (RFC 7518 §4.6).

#include "crypto/keys.h"

namespace inkan::crypto {

constexpr size_t kKekSizeMax = 32;
constexpr size_t kContentKeySizeMax = 64;

// PartyInfo are apu and apv after decoding (RFC 7518 §4.6.1.2, §4.6.1.3); empty where the header has none.
struct PartyInfo {
  std::string_view producer{};
  std::string_view recipient{};
};

// agree writes coordinate_size bytes: the x coordinate of the shared point. Both keys were checked when they were
// parsed.
bool agree(EVP_PKEY* own, EVP_PKEY* peer, const CurveFacts& curve, Wiped<kCoordinateSizeMax>& z);

// concat_kdf derives at most 32 bytes from z (RFC 7518 §4.6.2).
void concat_kdf(std::string_view z, std::string_view algorithm_id, const PartyInfo& parties, size_t size,
                Wiped<kKekSizeMax>& to);

size_t wrapping_key_size(KeyManagement algorithm);
// wrap_key gives content_key.size() + 8 bytes (RFC 3394 §2.2.1); the size of kek chooses the cipher.
std::optional<std::string> wrap_key(std::string_view kek, std::string_view content_key);
// unwrap_key refuses wrapped keys that were altered or made with another key (RFC 3394 §2.2.2).
bool unwrap_key(std::string_view kek, std::string_view wrapped, Wiped<kContentKeySizeMax>& to);

}  // namespace inkan::crypto
