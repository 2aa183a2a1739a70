#include "population/links/base_position.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/encoding.h"
#include "base/text.h"

namespace inkan::population::links {

namespace {

std::string path_of(const std::string& base_path) { return base_path + ".position"; }

std::string seal_of(const std::string& digits, const crypto::KeyedHash& keyed_hash) {
  return hex_encode(keyed_hash.of("match-index", digits));
}

}  // namespace

std::optional<int64_t> read_base_position(const std::string& base_path, const crypto::KeyedHash& keyed_hash) {
  std::ifstream in(path_of(base_path), std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  const size_t space = text.find(' ');
  if (space == std::string::npos) return std::nullopt;
  const std::string digits = text.substr(0, space);
  if (text.substr(space + 1) != seal_of(digits, keyed_hash) + "\n") return std::nullopt;
  return parse_int(digits);
}

Result<Done> write_base_position(const std::string& base_path, int64_t position, const crypto::KeyedHash& keyed_hash) {
  const std::string path = path_of(base_path);
  const std::string digits = std::to_string(position);
  // Renamed into place: a process that is killed leaves the earlier position, from which everything is read again.
  // After a loss of power it may be empty; then the index is made anew.
  std::ofstream out(path + ".new", std::ios::binary | std::ios::trunc);
  out << digits << ' ' << seal_of(digits, keyed_hash) << '\n';
  out.close();
  std::error_code moved;
  std::filesystem::rename(path + ".new", path, moved);
  if (!out || moved) return fail(ErrorCode::kUnavailable, "The position of the matching index could not be written.");
  return Done{};
}

}  // namespace inkan::population::links
