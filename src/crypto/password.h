#pragma once

#include <string>

#include "base/result.h"
#include "base/secret.h"

namespace inkan::crypto {

struct PasswordCost {
  uint64_t operations = 2;
  size_t memory_bytes = 19 * 1024 * 1024;  // OWASP 2023 floor for Argon2id with t=2
};
// hash_password gives the PHC string of Argon2id (RFC 9106). Blocks for about 15 ms: run it on the worker pool.
Result<std::string> hash_password(const Secret& password, const PasswordCost& cost);
// password_matches is constant time in the hash; a broken hash counts as no match. Blocks like hashing.
bool password_matches(const Secret& password, std::string_view hash);
// password_needs_rehash tells that the hash was made at another cost.
bool password_needs_rehash(std::string_view hash, const PasswordCost& cost);

}  // namespace inkan::crypto
