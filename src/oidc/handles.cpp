#include "oidc/handles.h"

#include "base/encoding.h"

namespace inkan::oidc {

namespace {

constexpr size_t kSecretBytes = 32;

std::string_view label_of(HandleKind kind) {
  switch (kind) {
    case HandleKind::kCode:
      return "oidc code";
    case HandleKind::kAccessToken:
      return "oidc access token";
    case HandleKind::kRefreshToken:
      return "oidc refresh token";
  }
  return {};
}

}  // namespace

std::string sign_in_hash(const crypto::KeyedHash& keyed, std::string_view reference) {
  return keyed.of("oidc request", reference).substr(0, kSignInHashBytes);
}

Handle make_handle(HandleKind kind, const crypto::KeyedHash& keyed, std::string sign_in_hash, Random& random) {
  std::string bytes = sign_in_hash + random.bytes(kSecretBytes);
  Handle handle{.text = base64url_encode(bytes),
                .sign_in_hash = std::move(sign_in_hash),
                .secret_hash = keyed.of(label_of(kind), bytes)};
  return handle;
}

std::optional<Handle> read_handle(HandleKind kind, const crypto::KeyedHash& keyed, std::string_view text) {
  if (text.size() != (kSignInHashBytes + kSecretBytes) / 3 * 4) return std::nullopt;
  auto bytes = base64url_decode(text);
  if (!bytes || bytes->size() != kSignInHashBytes + kSecretBytes) return std::nullopt;
  return Handle{.text = std::string(text),
                .sign_in_hash = bytes->substr(0, kSignInHashBytes),
                .secret_hash = keyed.of(label_of(kind), *bytes)};
}

}  // namespace inkan::oidc
