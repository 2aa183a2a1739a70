#include "oidc/checks/dpop_nonce.h"

#include "base/encoding.h"
#include "oidc/settings.h"

namespace inkan::oidc {

int64_t DpopNonces::window(Time now) { return now.time_since_epoch() / kNonceWindow; }

std::string DpopNonces::of_window(int64_t window) const {
  return base64url_encode(keyed_.of("dpop nonce", std::to_string(window)).substr(0, 16));
}

bool DpopNonces::is_current(std::string_view nonce, Time now) const {
  int64_t present = window(now);
  return crypto::equal(nonce, of_window(present)) || crypto::equal(nonce, of_window(present - 1));
}

}  // namespace inkan::oidc
