#include "crypto/recent_keys.h"

#include <array>
#include <functional>
#include <memory>

namespace inkan::crypto {

namespace {

constexpr size_t kSlots = 512;
constexpr size_t kTextMax = 1024;

// exact_text writes all members in their order, each with its length, so that two objects have the same text only if
// they are the same; empty where a member is no text or all are too long to keep.
std::string exact_text(const json::object& jwk) {
  std::string text;
  text.reserve(256);
  auto add = [&text](std::string_view part) { text.append(std::to_string(part.size())).append(":").append(part); };
  for (const auto& member : jwk) {
    if (!member.value().is_string() || text.size() > kTextMax) return {};
    const json::string& value = member.value().get_string();
    if (value.size() > kTextMax) return {};
    add(std::string_view(member.key().data(), member.key().size()));
    add(std::string_view(value.data(), value.size()));
  }
  return text.size() > kTextMax ? std::string() : text;
}

struct Slot {
  std::string text{};
  std::optional<PublicKey> key{};
};

}  // namespace

Result<PublicKey> recent_public_key(const json::object& jwk) {
  std::string text = exact_text(jwk);
  if (text.empty()) return PublicKey::from_jwk(jwk);
  // One slot for each hash: whoever sends keys that collide only makes the cache useless for those.
  thread_local const auto slots = std::make_unique<std::array<Slot, kSlots>>();
  Slot& slot = (*slots)[std::hash<std::string>()(text) % kSlots];
  if (slot.key && slot.text == text) return *slot.key;
  auto key = PublicKey::from_jwk(jwk);
  if (!key) return key;
  slot.text = std::move(text);
  slot.key = *key;
  return key;
}

}  // namespace inkan::crypto
