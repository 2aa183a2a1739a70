#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace inkan::catalogue {

// Levels of assurance as acr values say them: urn:singpass:authentication:loa:1 to 3.
constexpr int kLevelMax = 3;
// parse_acr gives the level, nullopt for any other text.
std::optional<int> parse_acr(std::string_view text);
std::string acr_text(int level);

}  // namespace inkan::catalogue
