#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"

namespace inkan::accounts {

// make_code draws a code people can copy from paper: 16 characters of Crockford's alphabet (no I, L, O, U), 80 bits, in
// groups of four: "7K2M-9QXA-…". Used for activation letters and recovery codes.
std::string make_code(Random& random);

// fold_code undoes what people do to codes: case, spaces, dashes, and I or L for 1, O for 0. nullopt when what is left
// cannot be a code.
std::optional<std::string> fold_code(std::string_view text);

}  // namespace inkan::accounts
