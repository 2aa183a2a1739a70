#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "crypto/hash.h"

namespace inkan::population::links {

// Beside the base file of the matcher stands where the outbox was when it was written, under a keyed hash: a file of
// another register (another master key) is not taken for this one's.
std::optional<int64_t> read_base_position(const std::string& base_path, const crypto::KeyedHash& keyed_hash);
Result<Done> write_base_position(const std::string& base_path, int64_t position, const crypto::KeyedHash& keyed_hash);

}  // namespace inkan::population::links
