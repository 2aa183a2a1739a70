#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "crypto/hash.h"

namespace inkan::oidc {

// DpopNonces makes nonces that need no memory: a keyed hash of the current time window, the same on every node. The
// present and the previous window count (RFC 9449 §8).
class DpopNonces {
 public:
  explicit DpopNonces(const crypto::KeyedHash& keyed) : keyed_(keyed) {}
  std::string current(Time now) const { return of_window(window(now)); }
  bool is_current(std::string_view nonce, Time now) const;

 private:
  static int64_t window(Time now);
  std::string of_window(int64_t window) const;
  const crypto::KeyedHash& keyed_;
};

}  // namespace inkan::oidc
