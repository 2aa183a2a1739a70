#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"

namespace inkan::oidc {

// read_numeric_date reads a NumericDate claim (RFC 7519 §2): nullopt when absent, an error when it is not a whole
// number of seconds between 1970 and 2500.
Result<std::optional<Time>> read_numeric_date(const json::object& claims, std::string_view name);
// seconds_between gives the whole seconds from one time to a later one, for error texts.
std::string seconds_between(Time from, Time to);

}  // namespace inkan::oidc
