#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "catalogue/client.h"
#include "crypto/jose.h"
#include "http/message.h"
#include "oidc/protocol_error.h"
#include "oidc/pushed_request.h"
#include "store/database.h"

namespace inkan::oidc {

enum class Endpoint { kPar, kToken };

// Call is one request on its way through the rules of pipeline.cpp; each rule may rely on what the rules before it
// filled in. Lives as long as the request.
struct Call {
  const http::Request& request;
  Endpoint endpoint;
  Time now;
  http::Parameters form{};
  std::optional<crypto::UnverifiedJws> assertion{};   // set by `client`: parsed once, proven by `client_assertion`
  std::shared_ptr<const catalogue::Client> client{};  // set by `client`; held against a concurrent removal
  std::shared_ptr<const crypto::JwkSet> keys{};       // set by `client_assertion`
  std::string confirmation{};                         // thumbprint of the proven DPoP key or certificate
  PushedRequest pushed{};                             // filled by the rules of PAR

  // What becomes durable together with the effect, and what to say when one of these was there before.
  store::Batch batch{};
  struct SingleUse {
    size_t statement = 0;
    ProtocolError when_used{};
  };
  std::vector<SingleUse> single_uses{};

  std::string_view endpoint_path() const { return endpoint == Endpoint::kPar ? "/par" : "/token"; }
  // used_before gives the error for a broken expectation of the batch; nullopt when it was not a single use.
  std::optional<ProtocolError> used_before(size_t statement) const {
    for (const SingleUse& use : single_uses) {
      if (use.statement == statement) return use.when_used;
    }
    return std::nullopt;
  }
};

}  // namespace inkan::oidc
