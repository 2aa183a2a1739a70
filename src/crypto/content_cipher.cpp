#include "crypto/content_cipher.h"

#include "base/check.h"
#include "crypto/hash.h"
#include "crypto/openssl.h"

namespace inkan::crypto {

namespace {

constexpr size_t kBlock = 16;
constexpr size_t kHalf = 32;                  // of the key of A256CBC-HS512: first authenticates, second encrypts
constexpr size_t kTextMax = size_t(1) << 30;  // sizes below are int in OpenSSL

std::optional<Encrypted> encrypt_gcm(const ContentInput& input, std::string_view plaintext) {
  EVP_CIPHER_CTX* context = cipher_context();
  Encrypted made{std::string(plaintext.size(), '\0'),
                 std::string(content_sizes(ContentEncryption::kA256Gcm).tag, '\0')};
  int size = 0, rest = 0;
  bool done =
      EVP_EncryptInit_ex2(context, cipher_of(Cipher::kAes256Gcm), in(input.key), in(input.iv), nullptr) == 1 &&
      EVP_EncryptUpdate(context, nullptr, &size, in(input.associated), int(input.associated.size())) == 1 &&
      EVP_EncryptUpdate(context, out(made.ciphertext.data()), &size, in(plaintext), int(plaintext.size())) == 1 &&
      EVP_EncryptFinal_ex(context, out(made.ciphertext.data()) + size, &rest) == 1 &&
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, int(made.tag.size()), made.tag.data()) == 1;
  if (!done) return std::nullopt;
  return made;
}

std::optional<std::string> decrypt_gcm(const ContentInput& input, std::string_view ciphertext, std::string_view tag) {
  EVP_CIPHER_CTX* context = cipher_context();
  std::string plaintext(ciphertext.size(), '\0');
  char expected[kTagSizeMax];
  std::copy(tag.begin(), tag.end(), expected);
  int size = 0, rest = 0;
  bool done = EVP_DecryptInit_ex2(context, cipher_of(Cipher::kAes256Gcm), in(input.key), in(input.iv), nullptr) == 1 &&
              EVP_DecryptUpdate(context, nullptr, &size, in(input.associated), int(input.associated.size())) == 1 &&
              EVP_DecryptUpdate(context, out(plaintext.data()), &size, in(ciphertext), int(ciphertext.size())) == 1 &&
              EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, int(tag.size()), expected) == 1 &&
              EVP_DecryptFinal_ex(context, out(plaintext.data()) + size, &rest) == 1;
  if (!done) return std::nullopt;
  return plaintext;
}

// RFC 7518 §5.2.2.1: the tag covers associated data, IV, ciphertext and the length of the associated data in bits.
std::string cbc_tag(const ContentInput& input, std::string_view ciphertext) {
  char length[8];
  for (int i = 0; i < 8; ++i) length[i] = char(uint64_t(input.associated.size()) * 8 >> (56 - 8 * i));
  Wiped<kDigestSizeMax> mac;
  hmac(Hash::kSha512, input.key.substr(0, kHalf), {input.associated, input.iv, ciphertext, {length, 8}}, mac.bytes);
  return std::string(mac.view(kHalf));
}

std::optional<Encrypted> encrypt_cbc(const ContentInput& input, std::string_view plaintext) {
  EVP_CIPHER_CTX* context = cipher_context();
  Encrypted made{std::string((plaintext.size() / kBlock + 1) * kBlock, '\0'), {}};
  int size = 0, rest = 0;
  bool done =
      EVP_EncryptInit_ex2(context, cipher_of(Cipher::kAes256Cbc), in(input.key.substr(kHalf)), in(input.iv), nullptr) ==
          1 &&
      EVP_EncryptUpdate(context, out(made.ciphertext.data()), &size, in(plaintext), int(plaintext.size())) == 1 &&
      EVP_EncryptFinal_ex(context, out(made.ciphertext.data()) + size, &rest) == 1 &&
      size_t(size + rest) == made.ciphertext.size();
  if (!done) return std::nullopt;
  made.tag = cbc_tag(input, made.ciphertext);
  return made;
}

std::optional<std::string> decrypt_cbc(const ContentInput& input, std::string_view ciphertext, std::string_view tag) {
  // The tag comes first: padding of a text that is not authentic must not be looked at.
  if (!equal(cbc_tag(input, ciphertext), tag)) return std::nullopt;
  EVP_CIPHER_CTX* context = cipher_context();
  std::string plaintext(ciphertext.size() + kBlock, '\0');
  int size = 0, rest = 0;
  bool done = EVP_DecryptInit_ex2(context, cipher_of(Cipher::kAes256Cbc), in(input.key.substr(kHalf)), in(input.iv),
                                  nullptr) == 1 &&
              EVP_DecryptUpdate(context, out(plaintext.data()), &size, in(ciphertext), int(ciphertext.size())) == 1 &&
              EVP_DecryptFinal_ex(context, out(plaintext.data()) + size, &rest) == 1;
  if (!done) return std::nullopt;
  plaintext.resize(size_t(size + rest));
  return plaintext;
}

void check_sizes(ContentEncryption encryption, const ContentInput& input) {
  auto sizes = content_sizes(encryption);
  check(input.key.size() == sizes.key && input.iv.size() == sizes.iv, "key and IV have the sizes of the encryption");
}

}  // namespace

std::optional<Encrypted> encrypt_content(ContentEncryption encryption, const ContentInput& input,
                                         std::string_view plaintext) {
  check_sizes(encryption, input);
  if (plaintext.size() > kTextMax) return std::nullopt;
  auto made = encryption == ContentEncryption::kA256Gcm ? encrypt_gcm(input, plaintext) : encrypt_cbc(input, plaintext);
  if (!made) forget_openssl_errors();
  return made;
}

std::optional<std::string> decrypt_content(ContentEncryption encryption, const ContentInput& input,
                                           std::string_view ciphertext, std::string_view tag) {
  check_sizes(encryption, input);
  if (tag.size() != content_sizes(encryption).tag || ciphertext.size() > kTextMax) return std::nullopt;
  auto plaintext = encryption == ContentEncryption::kA256Gcm ? decrypt_gcm(input, ciphertext, tag)
                                                             : decrypt_cbc(input, ciphertext, tag);
  if (!plaintext) forget_openssl_errors();
  return plaintext;
}

}  // namespace inkan::crypto
