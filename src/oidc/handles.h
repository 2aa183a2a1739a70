#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "crypto/hash.h"

namespace inkan::oidc {

// Handles are the random texts that leave this server: request_uri references, codes, tokens, flow names. Tables hold
// their keyed hashes only. A code or token begins with the 16-byte name of its sign-in (itself a keyed hash, no
// secret), so that all that came from one sign-in is found together; 32 random bytes follow.
constexpr size_t kSignInHashBytes = 16;

// sign_in_hash names a sign-in by the random part of its request_uri.
std::string sign_in_hash(const crypto::KeyedHash& keyed, std::string_view reference);

struct Handle {
  std::string text{};          // what the client gets
  std::string sign_in_hash{};  // 16 bytes
  std::string secret_hash{};   // 32 bytes, what the table holds
};
enum class HandleKind { kCode, kAccessToken, kRefreshToken };
Handle make_handle(HandleKind kind, const crypto::KeyedHash& keyed, std::string sign_in_hash, Random& random);
// read_handle takes received text apart; nullopt when it cannot be one of ours.
std::optional<Handle> read_handle(HandleKind kind, const crypto::KeyedHash& keyed, std::string_view text);

}  // namespace inkan::oidc
