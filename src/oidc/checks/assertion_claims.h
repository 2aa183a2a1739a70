#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "oidc/protocol_error.h"

namespace inkan::oidc {

struct AssertionExpectation {
  std::string client_id{};
  std::string issuer{};
  std::vector<std::string> endpoint_urls{};  // accepted as audience too; empty for all but clients with the switch
};
struct AssertionFacts {
  std::string jti{};
  Time expires_at{};
};
// check_assertion_claims applies RFC 7523 §3 and FAPI 2.0 SP §5.3.2.1 to the claims of a verified client assertion:
// iss, sub, aud, exp and jti must be there; iat and nbf may be. Without iat, exp counts from now.
Answer<AssertionFacts> check_assertion_claims(const json::object& claims, const AssertionExpectation& expected,
                                              Time now);

}  // namespace inkan::oidc
