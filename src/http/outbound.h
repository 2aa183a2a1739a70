#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/task.h"

namespace inkan::http {

// Outbound is the one gate through which this program calls addresses that others supplied (JWKS URLs). https only, no
// redirects, no credentials, the name resolved once and the connection made to that address, private, loopback,
// link-local and multicast addresses refused unless their host:port is configured, 3 s and 64 KiB at most.
class Outbound {
 public:
  struct Rules {
    std::vector<std::string> allowed_private{};  // "localhost:3080": development exceptions; http is allowed for these
    std::string ca_file{};                       // extra trust anchors; the system's always count
    Duration time_max = std::chrono::seconds(3);
    size_t bytes_max = 64 * 1024;
  };
  Outbound(Rules rules, Log& log);
  ~Outbound();
  struct Fetched {
    int status = 0;
    std::string content_type{};
    std::string body{};
  };
  // get needs the calling coroutine's executor to outlive it and at most 32 run at once. It answers kInvalidInput for a
  // URL the rules refuse (the text says which rule), kUnavailable for what failed.
  Task<Fetched> get(std::string url);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// check_outbound_url applies the rules that need no network: scheme, host, port, user info, IP literals.
Result<Done> check_outbound_url(std::string_view url, const Outbound::Rules& rules);

}  // namespace inkan::http
