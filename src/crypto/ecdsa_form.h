#pragma once
// Private to src/crypto: the two forms of an ECDSA signature.

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace inkan::crypto {

constexpr size_t kDerSignatureMax = 144;  // two integers of 66 bytes, each with sign byte, tag and length

// DerSignature is a DER signature on the stack.
struct DerSignature {
  std::array<unsigned char, kDerSignatureMax> bytes{};
  size_t size = 0;
};

// der_from_raw writes r || s (each of raw.size() / 2 bytes) as ECDSA-Sig-Value (RFC 3279 §2.2.3).
DerSignature der_from_raw(std::string_view raw);
// raw_from_der reads exactly the DER that der_from_raw writes: shortest form, positive numbers, nothing after it.
std::optional<std::string> raw_from_der(std::string_view der, size_t coordinate_size);

}  // namespace inkan::crypto
