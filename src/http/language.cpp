#include "http/language.h"

#include <algorithm>

#include "base/text.h"

namespace inkan::http {

namespace {

// quality_of reads ";q=0.8" as thousandths; 1000 without, 0 when it cannot be read.
int quality_of(std::string_view parameters) {
  parameters = trim(parameters);
  if (parameters.empty()) return 1000;
  if (!parameters.starts_with("q=") && !parameters.starts_with("Q=")) return 0;
  std::string_view text = parameters.substr(2);
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
  if (text.size() == 1) return text[0] == '1' ? 1000 : 0;
  std::string digits(text.substr(2));
  if (text[1] != '.' || (!digits.empty() && !is_digits(digits))) return 0;
  digits.resize(3, '0');
  return std::min<int>(1000, int((text[0] - '0') * 1000 + parse_int(digits).value_or(0)));
}

}  // namespace

std::string choose_language(std::string_view accept_language, const std::vector<std::string>& languages) {
  std::string best;
  int best_quality = 0;
  for (const std::string& range : split(accept_language.substr(0, 1000), ',')) {
    size_t semicolon = range.find(';');
    std::string tag = ascii_lower(trim(std::string_view(range).substr(0, semicolon)));
    int quality =
        quality_of(semicolon == std::string::npos ? std::string_view() : std::string_view(range).substr(semicolon + 1));
    if (quality <= best_quality) continue;
    for (const std::string& language : languages) {
      if (tag != language && !tag.starts_with(language + "-")) continue;
      best = language;
      best_quality = quality;
    }
  }
  return best;
}

bool is_local_path(std::string_view path) {
  if (!path.starts_with('/') || path.starts_with("//") || path.size() > 2000) return false;
  return std::none_of(path.begin(), path.end(),
                      [](char c) { return c == '\\' || uint8_t(c) <= 0x20 || uint8_t(c) >= 0x7F; });
}

}  // namespace inkan::http
