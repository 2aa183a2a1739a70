#include "crypto/password.h"

#include <sodium.h>

#include "crypto/openssl.h"

namespace inkan::crypto {

namespace {

constexpr size_t kPasswordSizeMax = 4096;
constexpr std::string_view kPrefix = "$argon2id$";

// readable_hash gives the text libsodium wants, ended by NUL; empty when it cannot be one of ours.
std::string readable_hash(std::string_view hash) {
  if (!hash.starts_with(kPrefix) || hash.size() >= crypto_pwhash_STRBYTES || hash.find('\0') != hash.npos) return {};
  return std::string(hash);
}

}  // namespace

Result<std::string> hash_password(const Secret& password, const PasswordCost& cost) {
  use_sodium();
  if (password.size() > kPasswordSizeMax) return fail(ErrorCode::kInvalidInput, "The password is too long.");
  if (cost.operations < crypto_pwhash_OPSLIMIT_MIN || cost.operations > crypto_pwhash_OPSLIMIT_MAX ||
      cost.memory_bytes < crypto_pwhash_MEMLIMIT_MIN || cost.memory_bytes > crypto_pwhash_MEMLIMIT_MAX)
    return fail(ErrorCode::kInternal, "The password could not be stored.", "password cost out of bounds");
  char text[crypto_pwhash_STRBYTES] = {};
  std::string_view bytes = password.reveal(Purpose::kCompute);
  if (crypto_pwhash_str(text, bytes.data(), bytes.size(), cost.operations, cost.memory_bytes) != 0)
    return fail(ErrorCode::kUnavailable, "The password could not be stored now; try again later.",
                "no memory for Argon2id");
  return std::string(text);
}

bool password_matches(const Secret& password, std::string_view hash) {
  use_sodium();
  std::string text = readable_hash(hash);
  std::string_view bytes = password.reveal(Purpose::kCompute);
  return !text.empty() && bytes.size() <= kPasswordSizeMax &&
         crypto_pwhash_str_verify(text.c_str(), bytes.data(), bytes.size()) == 0;
}

bool password_needs_rehash(std::string_view hash, const PasswordCost& cost) {
  use_sodium();
  std::string text = readable_hash(hash);
  return text.empty() || crypto_pwhash_str_needs_rehash(text.c_str(), cost.operations, cost.memory_bytes) != 0;
}

}  // namespace inkan::crypto
