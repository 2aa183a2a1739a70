#pragma once

#include <string>

#include "base/clock.h"
#include "base/random.h"

namespace inkan::audit {

// ordered_id gives a version 7 UUID (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random bits. Rows keyed by it are
// added at the end of their index, which is what makes loading a nation fast. It tells when it was made: internal keys
// only.
std::string ordered_id(Time now, Random& random);

}  // namespace inkan::audit
