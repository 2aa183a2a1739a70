#include "crypto/openssl.h"

#include <openssl/err.h>
#include <sodium.h>

#include "base/check.h"

namespace inkan::crypto {

namespace {

EVP_MD* fetch_digest(const char* name) {
  EVP_MD* md = EVP_MD_fetch(nullptr, name, nullptr);
  check(md != nullptr, "OpenSSL has the digest");
  return md;
}

EVP_CIPHER* fetch_cipher(const char* name) {
  EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, name, nullptr);
  check(cipher != nullptr, "OpenSSL has the cipher");
  return cipher;
}

EVP_MD_CTX* digest_context() {
  thread_local EvpDigestContext context(EVP_MD_CTX_new());
  check(context != nullptr, "memory for a digest");
  return context.get();
}

size_t block_size(Hash hash) { return hash == Hash::kSha384 || hash == Hash::kSha512 ? 128 : 64; }

}  // namespace

const EVP_MD* digest_of(Hash hash) {
  // Never freed: threads may still hash while static objects are destroyed.
  static const EVP_MD* const sha1 = fetch_digest("SHA1");
  static const EVP_MD* const sha256 = fetch_digest("SHA256");
  static const EVP_MD* const sha384 = fetch_digest("SHA384");
  static const EVP_MD* const sha512 = fetch_digest("SHA512");
  switch (hash) {
    case Hash::kSha1:
      return sha1;
    case Hash::kSha256:
      return sha256;
    case Hash::kSha384:
      return sha384;
    case Hash::kSha512:
      return sha512;
  }
  return nullptr;
}

size_t digest_size(Hash hash) {
  switch (hash) {
    case Hash::kSha1:
      return 20;
    case Hash::kSha256:
      return 32;
    case Hash::kSha384:
      return 48;
    case Hash::kSha512:
      return 64;
  }
  return 0;
}

void digest(Hash hash, std::initializer_list<std::string_view> parts, unsigned char* to) {
  EVP_MD_CTX* context = digest_context();
  bool done = EVP_DigestInit_ex2(context, digest_of(hash), nullptr) == 1;
  for (auto part : parts) done = done && EVP_DigestUpdate(context, part.data(), part.size()) == 1;
  done = done && EVP_DigestFinal_ex(context, to, nullptr) == 1;
  check(done, "hashing memory succeeds");
}

void hmac(Hash hash, std::string_view key, std::initializer_list<std::string_view> parts, unsigned char* to) {
  // RFC 2104 §2, written out because HMAC() and EVP_MAC fetch and allocate on each call.
  Wiped<128> pad;
  const size_t block = block_size(hash);
  if (key.size() > block) {
    digest(hash, {key}, pad.bytes);
  } else {
    std::copy(key.begin(), key.end(), pad.bytes);
  }
  for (size_t i = 0; i < block; ++i) pad.bytes[i] ^= 0x36;
  Wiped<kDigestSizeMax> inner;
  EVP_MD_CTX* context = digest_context();
  bool done =
      EVP_DigestInit_ex2(context, digest_of(hash), nullptr) == 1 && EVP_DigestUpdate(context, pad.bytes, block) == 1;
  for (auto part : parts) done = done && EVP_DigestUpdate(context, part.data(), part.size()) == 1;
  done = done && EVP_DigestFinal_ex(context, inner.bytes, nullptr) == 1;
  check(done, "hashing memory succeeds");
  for (size_t i = 0; i < block; ++i) pad.bytes[i] ^= 0x36 ^ 0x5C;
  digest(hash, {pad.view(block), inner.view(digest_size(hash))}, to);
}

const EVP_CIPHER* cipher_of(Cipher cipher) {
  static const EVP_CIPHER* const gcm = fetch_cipher("AES-256-GCM");
  static const EVP_CIPHER* const cbc = fetch_cipher("AES-256-CBC");
  static const EVP_CIPHER* const wrap128 = fetch_cipher("AES-128-WRAP");
  static const EVP_CIPHER* const wrap192 = fetch_cipher("AES-192-WRAP");
  static const EVP_CIPHER* const wrap256 = fetch_cipher("AES-256-WRAP");
  switch (cipher) {
    case Cipher::kAes256Gcm:
      return gcm;
    case Cipher::kAes256Cbc:
      return cbc;
    case Cipher::kAes128Wrap:
      return wrap128;
    case Cipher::kAes192Wrap:
      return wrap192;
    case Cipher::kAes256Wrap:
      return wrap256;
  }
  return nullptr;
}

EVP_CIPHER_CTX* cipher_context() {
  thread_local EvpCipherContext context(EVP_CIPHER_CTX_new());
  check(context != nullptr, "memory for a cipher");
  // Reset wipes the key schedule of the last use.
  EVP_CIPHER_CTX_reset(context.get());
  return context.get();
}

void use_sodium() {
  static const int started = sodium_init();
  check(started >= 0, "libsodium starts");
}

std::string openssl_error() {
  unsigned long code = ERR_get_error();
  const char* reason = code ? ERR_reason_error_string(code) : nullptr;
  ERR_clear_error();
  return reason ? reason : "no reason given";
}

void forget_openssl_errors() { ERR_clear_error(); }

}  // namespace inkan::crypto
