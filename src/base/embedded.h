#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace inkan {

// Files of migrations/ and web/ are part of the program: one binary, nothing to install beside it.
// find_embedded gives the bytes of "migrations/0001_store.sql", or an empty view when there is no such file.
std::string_view find_embedded(std::string_view path);
// list_embedded gives all paths that start with the prefix, sorted.
std::vector<std::string> list_embedded(std::string_view prefix);

}  // namespace inkan
