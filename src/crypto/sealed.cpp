#include "crypto/sealed.h"

#include <sodium.h>

#include "base/check.h"
#include "crypto/hash.h"
#include "crypto/openssl.h"

namespace inkan::crypto {

namespace {

constexpr char kVersion = 1;
constexpr size_t kKeySize = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;

// BytesMasterKey keeps the key in memory; thread-safe because nothing changes after construction.
class BytesMasterKey final : public MasterKey {
 public:
  explicit BytesMasterKey(Secret bytes) : bytes_(std::move(bytes)), wrapping_(derive("wrap-data-key")) {}

  std::string wrap(const DataKey& key, std::string_view context) const override {
    SystemRandom random;
    return wrapping_.seal(key.bytes().reveal(Purpose::kStoreSealed), context, random);
  }

  Result<DataKey> unwrap(std::string_view wrapped, std::string_view context) const override {
    auto opened = wrapping_.open(wrapped, context);
    if (!opened) return pass_on(opened);
    Secret bytes(std::move(*opened));
    if (bytes.size() != kKeySize) return fail(ErrorCode::kCorrupt, "A stored key is damaged.", "wrapped key size");
    return DataKey(std::move(bytes));
  }

  Secret derive(std::string_view purpose) const override { return hkdf_sha256(bytes_, "inkan/master", purpose, 32); }

 private:
  Secret bytes_{};
  DataKey wrapping_;  // derived once, so that the master key itself never encrypts
};

}  // namespace

DataKey::DataKey(Secret bytes) : bytes_(std::move(bytes)) {
  check(bytes_.size() == kKeySize, "a data key has 32 bytes");
  use_sodium();
}

DataKey DataKey::generate(Random& random) { return DataKey(Secret(random.bytes(kKeySize))); }

std::string DataKey::seal(std::string_view plaintext, std::string_view context, Random& random) const {
  check(bytes_.size() == kKeySize, "a moved-from key seals nothing");
  std::string sealed(1 + kNonceSize + plaintext.size() + kTagSize, kVersion);
  auto nonce = std::as_writable_bytes(std::span(sealed.data() + 1, kNonceSize));
  random.fill(nonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out(sealed.data() + 1 + kNonceSize), nullptr, in(plaintext),
                                             plaintext.size(), in(context), context.size(), nullptr, in(sealed) + 1,
                                             in(bytes_.reveal(Purpose::kCompute)));
  return sealed;
}

Result<std::string> DataKey::open(std::string_view sealed, std::string_view context) const {
  check(bytes_.size() == kKeySize, "a moved-from key opens nothing");
  if (sealed.size() < 1 + kNonceSize + kTagSize || sealed[0] != kVersion)
    return fail(ErrorCode::kCorrupt, "A stored value is damaged.", "sealed value: size or version");
  std::string_view nonce = sealed.substr(1, kNonceSize);
  std::string_view ciphertext = sealed.substr(1 + kNonceSize);
  std::string plaintext(ciphertext.size() - kTagSize, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(out(plaintext.data()), nullptr, nullptr, in(ciphertext),
                                                 ciphertext.size(), in(context), context.size(), in(nonce),
                                                 in(bytes_.reveal(Purpose::kCompute))) != 0)
    return fail(ErrorCode::kCorrupt, "A stored value is damaged.", "sealed value: altered, moved, or another key");
  return plaintext;
}

std::unique_ptr<MasterKey> master_key_from_bytes(Secret bytes) {
  check(bytes.size() == kKeySize, "a master key has 32 bytes");
  return std::make_unique<BytesMasterKey>(std::move(bytes));
}

}  // namespace inkan::crypto
