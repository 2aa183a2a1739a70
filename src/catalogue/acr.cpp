#include "catalogue/acr.h"

namespace inkan::catalogue {

namespace {
constexpr std::string_view kPrefix = "urn:singpass:authentication:loa:";
}

std::optional<int> parse_acr(std::string_view text) {
  if (text.size() != kPrefix.size() + 1 || !text.starts_with(kPrefix)) return std::nullopt;
  char digit = text.back();
  if (digit < '1' || digit > '0' + kLevelMax) return std::nullopt;
  return digit - '0';
}

std::string acr_text(int level) { return std::string(kPrefix) + std::to_string(level); }

}  // namespace inkan::catalogue
