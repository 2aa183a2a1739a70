#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace inkan::http {

// choose_language picks by Accept-Language (RFC 9110 §12.5.4: quality, then order; "ja-JP" is served by "ja"),
// or gives an empty text when nothing fits.
std::string choose_language(std::string_view accept_language, const std::vector<std::string>& languages);

// is_local_path tells whether a redirect to it stays here: one leading '/', no backslash, no control characters.
bool is_local_path(std::string_view path);

}  // namespace inkan::http
