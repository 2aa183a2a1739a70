#include "app/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace inkan::app {

Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorCode::kNotFound, "Cannot read " + path.string() + ".");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Result<Done> write_file(const std::filesystem::path& path, std::string_view text, bool owner_only) {
  const std::string beside = path.string() + ".new";
  auto refuse = [&](const char* step) {
    return fail(ErrorCode::kUnavailable,
                "Cannot write " + path.string() + " (" + step + ": " + std::strerror(errno) + ").");
  };
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, owner_only ? 0600 : 0644);
  if (file < 0) return refuse("open");
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0) {
      ::close(file);
      return refuse("write");
    }
    text.remove_prefix(size_t(written));
  }
  const bool flushed = ::fsync(file) == 0;
  ::close(file);
  if (!flushed) return refuse("flush");
  if (::rename(beside.c_str(), path.c_str()) != 0) return refuse("rename");
  return Done{};
}

}  // namespace inkan::app
