#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace inkan::http {

// TrustedProxies decides whose word about the client's address counts. Immutable after create.
class TrustedProxies {
 public:
  // create refuses texts that are not IP addresses.
  static Result<TrustedProxies> create(const std::vector<std::string>& addresses);
  // client_of gives the nearest address that is not a trusted proxy: the connection's own peer, or, when that is
  // trusted, the last entry of X-Forwarded-For that is not. A header from a trusted peer that does not parse refuses.
  Result<std::string> client_of(const std::string& peer, const Request& request) const;

 private:
  bool trusts(const std::string& address) const;
  std::vector<std::string> addresses_{};  // in the form normal_address gives
};

// normal_address gives the usual text of an IP address, IPv4-mapped IPv6 as IPv4; empty when it is none.
std::string normal_address(std::string_view text);

}  // namespace inkan::http
