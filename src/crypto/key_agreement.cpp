#include "crypto/key_agreement.h"

#include "base/check.h"

namespace inkan::crypto {

namespace {

constexpr size_t kWrapOverhead = 8;

void put_u32(unsigned char* to, size_t value) {
  for (int i = 0; i < 4; ++i) to[i] = static_cast<unsigned char>(value >> (24 - 8 * i));
}

std::optional<Cipher> wrap_cipher(size_t kek_size) {
  switch (kek_size) {
    case 16:
      return Cipher::kAes128Wrap;
    case 24:
      return Cipher::kAes192Wrap;
    case 32:
      return Cipher::kAes256Wrap;
  }
  return std::nullopt;
}

}  // namespace

bool agree(EVP_PKEY* own, EVP_PKEY* peer, const CurveFacts& curve, Wiped<kCoordinateSizeMax>& z) {
  EvpKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, own, nullptr));
  size_t size = curve.coordinate_size;
  // validate_peer = 0: import_point has checked the point; checking again would double the cost.
  bool agreed = context && EVP_PKEY_derive_init(context.get()) == 1 &&
                EVP_PKEY_derive_set_peer_ex(context.get(), peer, /*validate_peer=*/0) == 1 &&
                EVP_PKEY_derive(context.get(), z.bytes, &size) == 1 && size == curve.coordinate_size;
  if (!agreed) forget_openssl_errors();
  return agreed;
}

void concat_kdf(std::string_view z, std::string_view algorithm_id, const PartyInfo& parties, size_t size,
                Wiped<kKekSizeMax>& to) {
  check(size <= kKekSizeMax, "one round of SHA-256 is enough for a wrapping key");
  // SP 800-56A §5.8.2.1: counter || Z || AlgorithmID || PartyUInfo || PartyVInfo || SuppPubInfo, each field of
  // variable length after its length (RFC 7518 §4.6.2).
  unsigned char counter[4], algorithm_size[4], producer_size[4], recipient_size[4], bits[4];
  put_u32(counter, 1);
  put_u32(algorithm_size, algorithm_id.size());
  put_u32(producer_size, parties.producer.size());
  put_u32(recipient_size, parties.recipient.size());
  put_u32(bits, size * 8);
  auto text = [](const unsigned char(&four)[4]) { return std::string_view(reinterpret_cast<const char*>(four), 4); };
  Wiped<kDigestSizeMax> hashed;
  digest(Hash::kSha256,
         {text(counter), z, text(algorithm_size), algorithm_id, text(producer_size), parties.producer,
          text(recipient_size), parties.recipient, text(bits)},
         hashed.bytes);
  std::copy(hashed.bytes, hashed.bytes + size, to.bytes);
}

size_t wrapping_key_size(KeyManagement algorithm) {
  switch (algorithm) {
    case KeyManagement::kEcdhEsA128Kw:
      return 16;
    case KeyManagement::kEcdhEsA192Kw:
      return 24;
    case KeyManagement::kEcdhEsA256Kw:
      return 32;
  }
  return 0;
}

std::optional<std::string> wrap_key(std::string_view kek, std::string_view content_key) {
  auto cipher = wrap_cipher(kek.size());
  if (!cipher) return std::nullopt;
  EVP_CIPHER_CTX* context = cipher_context();
  EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  std::string wrapped(content_key.size() + kWrapOverhead, '\0');
  int size = 0;
  if (EVP_EncryptInit_ex2(context, cipher_of(*cipher), in(kek), nullptr, nullptr) != 1 ||
      EVP_EncryptUpdate(context, out(wrapped.data()), &size, in(content_key), int(content_key.size())) != 1 ||
      size_t(size) != wrapped.size()) {
    forget_openssl_errors();
    return std::nullopt;
  }
  return wrapped;
}

bool unwrap_key(std::string_view kek, std::string_view wrapped, Wiped<kContentKeySizeMax>& to) {
  auto cipher = wrap_cipher(kek.size());
  if (!cipher || wrapped.size() < 3 * kWrapOverhead || wrapped.size() > kContentKeySizeMax + kWrapOverhead ||
      wrapped.size() % kWrapOverhead != 0)
    return false;
  EVP_CIPHER_CTX* context = cipher_context();
  EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  // OpenSSL works in place on wrapped.size() bytes before it gives eight fewer.
  Wiped<kContentKeySizeMax + kWrapOverhead> work;
  int size = 0;
  bool right = EVP_DecryptInit_ex2(context, cipher_of(*cipher), in(kek), nullptr, nullptr) == 1 &&
               EVP_DecryptUpdate(context, work.bytes, &size, in(wrapped), int(wrapped.size())) == 1 &&
               size_t(size) == wrapped.size() - kWrapOverhead;
  if (!right) {
    forget_openssl_errors();
    return false;
  }
  std::copy(work.bytes, work.bytes + size, to.bytes);
  return true;
}

}  // namespace inkan::crypto
