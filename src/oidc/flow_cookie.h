#pragma once

#include <string>

#include "base/random.h"
#include "crypto/hash.h"
#include "http/message.h"

namespace inkan::oidc {

// FlowCookie (__Host-flow) ties a visit to our pages to the browser it began in. It is not the browser cookie of
// http/csrf.h, because that one is replaced when the resident signs in, in the middle of the visit. It says nothing
// about who signs in, and a flow's address is of no use in a browser without it.
class FlowCookie {
 public:
  // of reads the cookie; empty() when there is none. Only start_flow makes one.
  static FlowCookie of(const http::Request& request);
  static FlowCookie of_or_new(const http::Request& request, Random& random);
  bool empty() const { return value_.empty(); }
  std::string hash(const crypto::KeyedHash& keyed) const { return keyed.of("oidc flow cookie", value_); }
  void attach(http::Response& response) const;

 private:
  std::string value_{};
  bool is_new_ = false;
};

}  // namespace inkan::oidc
