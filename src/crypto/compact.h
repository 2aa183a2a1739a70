#pragma once
// Private to src/crypto: what compact JWS and JWE have in common.

#include <array>
#include <optional>
#include <string_view>

#include "base/json.h"

namespace inkan::crypto {

// split_compact cuts at the dots; nullopt unless there are exactly N parts.
template <size_t N>
std::optional<std::array<std::string_view, N>> split_compact(std::string_view compact) {
  std::array<std::string_view, N> parts{};
  for (size_t i = 0; i + 1 < N; ++i) {
    size_t dot = compact.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    parts[i] = compact.substr(0, dot);
    compact.remove_prefix(dot + 1);
  }
  if (compact.find('.') != std::string_view::npos) return std::nullopt;
  parts[N - 1] = compact;
  return parts;
}

// parse_compact_header reads a protected header of at most 4 KiB and refuses the extensions this program does
// not have, and alg, enc, kid, typ and cty that are no text.
Result<json::object> parse_compact_header(std::string_view base64url_text, std::string_view what);

}  // namespace inkan::crypto
