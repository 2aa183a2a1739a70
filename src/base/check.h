#pragma once

#include <source_location>

namespace inkan {

// check stops the process when our own reasoning was wrong. Always compiled in; never call it on input.
void check(bool holds, const char* claim, std::source_location where = std::source_location::current());

}  // namespace inkan
