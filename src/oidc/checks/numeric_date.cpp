#include "oidc/checks/numeric_date.h"

namespace inkan::oidc {

Result<std::optional<Time>> read_numeric_date(const json::object& claims, std::string_view name) {
  auto found = claims.find(name);
  if (found == claims.end()) return std::nullopt;
  auto seconds = find_int(claims, name);
  constexpr int64_t kYear2500 = 16'725'225'600;
  if (!seconds || *seconds < 0 || *seconds > kYear2500) {
    return fail(ErrorCode::kInvalidInput,
                std::string(name) + " must be a whole number of seconds since 1970, without quotes.");
  }
  return from_unix_seconds(*seconds);
}

std::string seconds_between(Time from, Time to) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(to - from).count());
}

}  // namespace inkan::oidc
