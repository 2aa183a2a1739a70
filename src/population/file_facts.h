#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace inkan::population {

// FileFacts is what a file that is read in pieces is known by. The hash is SHA-256 over the SHA-256 of each piece of
// one mebibyte, in hexadecimal, so that a file of any size takes no more memory than one piece.
struct FileFacts {
  std::string sha256{};
  int64_t bytes = 0;
};
// read_file_facts: kNotFound when the file cannot be read.
Result<FileFacts> read_file_facts(const std::string& path);

}  // namespace inkan::population
