#pragma once

#include <optional>
#include <string_view>

namespace inkan::population {

// KanaStatus is how far the law stands behind a reading. Since 26 May 2025 a municipality notifies a provisional
// reading, which is then registered (or corrected first). Only kRegistered and kCorrected may decide anything
// (REQ-MATCH-4).
enum class KanaStatus { kNone, kUnofficial, kNotified, kRegistered, kCorrected };

constexpr bool may_decide(KanaStatus status) {
  return status == KanaStatus::kRegistered || status == KanaStatus::kCorrected;
}

// to_text: none, unofficial, notified, registered, corrected, in the register's JSON and tables.
constexpr std::string_view to_text(KanaStatus status) {
  switch (status) {
    case KanaStatus::kNone:
      return "none";
    case KanaStatus::kUnofficial:
      return "unofficial";
    case KanaStatus::kNotified:
      return "notified";
    case KanaStatus::kRegistered:
      return "registered";
    case KanaStatus::kCorrected:
      return "corrected";
  }
  return {};
}

constexpr std::optional<KanaStatus> parse_kana_status(std::string_view text) {
  for (const auto status : {KanaStatus::kNone, KanaStatus::kUnofficial, KanaStatus::kNotified, KanaStatus::kRegistered,
                            KanaStatus::kCorrected})
    if (to_text(status) == text) return status;
  return std::nullopt;
}

}  // namespace inkan::population
