#include "base/embedded.h"

#include <algorithm>
#include <cstddef>

namespace inkan {

// Written by CMake (tools/embed.cmake): sorted by path.
struct EmbeddedFile {
  const char* path;
  const char* begin;
  const char* end;
};
extern const EmbeddedFile kEmbeddedFiles[];
extern const size_t kEmbeddedFileCount;

std::string_view find_embedded(std::string_view path) {
  const auto* end = kEmbeddedFiles + kEmbeddedFileCount;
  const auto* found = std::lower_bound(kEmbeddedFiles, end, path,
                                       [](const EmbeddedFile& file, std::string_view p) { return file.path < p; });
  if (found == end || found->path != path) return {};
  return {found->begin, size_t(found->end - found->begin)};
}

std::vector<std::string> list_embedded(std::string_view prefix) {
  std::vector<std::string> paths;
  for (size_t i = 0; i < kEmbeddedFileCount; ++i)
    if (std::string_view(kEmbeddedFiles[i].path).starts_with(prefix)) paths.emplace_back(kEmbeddedFiles[i].path);
  return paths;
}

}  // namespace inkan
