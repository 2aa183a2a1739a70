#include "population/file_facts.h"

#include <fstream>

#include "base/encoding.h"
#include "crypto/hash.h"

namespace inkan::population {

Result<FileFacts> read_file_facts(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorCode::kNotFound, "Cannot read the file " + path + ".");
  std::string pieces;
  std::string piece(1 << 20, '\0');
  FileFacts facts;
  while (in) {
    in.read(piece.data(), std::streamsize(piece.size()));
    if (in.gcount() == 0) break;
    facts.bytes += in.gcount();
    pieces += crypto::sha256(std::string_view(piece.data(), size_t(in.gcount())));
  }
  facts.sha256 = hex_encode(crypto::sha256(pieces));
  return facts;
}

}  // namespace inkan::population
