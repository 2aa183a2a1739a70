#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace inkan {

void check(bool holds, const char* claim, std::source_location where) {
  if (holds) return;
  std::fprintf(stderr, "%s:%u: does not hold: %s\n", where.file_name(), where.line(), claim);
  std::abort();
}

}  // namespace inkan
