#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace inkan::app {

// read_file gives a whole file; kNotFound names the path.
Result<std::string> read_file(const std::filesystem::path& path);
// write_file replaces a file in one step (written beside it, flushed, renamed); owner_only gives mode 0600.
Result<Done> write_file(const std::filesystem::path& path, std::string_view text, bool owner_only);

}  // namespace inkan::app
