#pragma once
// Private to src/crypto: what the other files share of OpenSSL.

#include <openssl/evp.h>

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace inkan::crypto {

// Freed calls the OpenSSL function that frees a T.
template <auto Function>
struct Freed {
  template <typename T>
  void operator()(T* object) const {
    Function(object);
  }
};
using EvpKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using EvpKeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using EvpDigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using EvpCipherContext = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;

inline const unsigned char* in(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
inline unsigned char* out(char* bytes) { return reinterpret_cast<unsigned char*>(bytes); }

// Wiped is a small buffer for key material on the stack; erased when it goes out of scope.
template <size_t N>
struct Wiped {
  unsigned char bytes[N] = {};
  Wiped() = default;
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  ~Wiped() { OPENSSL_cleanse(bytes, N); }
  std::string_view view(size_t size = N) const { return {reinterpret_cast<const char*>(bytes), size}; }
};

// Hash names the digests in use; fetching one by name costs more than hashing 200 bytes, so each is fetched once for
// the life of the program.
enum class Hash { kSha1, kSha256, kSha384, kSha512 };
const EVP_MD* digest_of(Hash hash);
size_t digest_size(Hash hash);
constexpr size_t kDigestSizeMax = 64;
// digest writes digest_size(hash) bytes; parts are hashed one after another.
void digest(Hash hash, std::initializer_list<std::string_view> parts, unsigned char* to);
// hmac writes digest_size(hash) bytes (RFC 2104).
void hmac(Hash hash, std::string_view key, std::initializer_list<std::string_view> parts, unsigned char* to);

enum class Cipher { kAes256Gcm, kAes256Cbc, kAes128Wrap, kAes192Wrap, kAes256Wrap };
const EVP_CIPHER* cipher_of(Cipher cipher);
// cipher_context is one reusable context per thread; the caller initialises it with cipher and key.
EVP_CIPHER_CTX* cipher_context();

// use_sodium starts libsodium once; every caller of it goes through here.
void use_sodium();

// openssl_error takes the reason OpenSSL left, for the private detail, and empties its queue.
std::string openssl_error();
// forget_openssl_errors empties the queue where refusal is an expected answer.
void forget_openssl_errors();

}  // namespace inkan::crypto
