#pragma once

#include <memory>
#include <string_view>

#include "http/message.h"
#include "http/server.h"

namespace inkan::http {

// RequestReader turns bytes into requests, one after the other (Beast's parser below). It is the place where a request
// that two servers could read differently is refused (RFC 9112 §11.2): Content-Length beside Transfer-Encoding or
// repeated, a transfer coding other than "chunked", trailers, a missing, repeated or bad Host, repeated
// Authorization or Content-Type.
class RequestReader {
 public:
  explicit RequestReader(const Limits& limits);
  ~RequestReader();

  enum class Step { kNeedMore, kDone, kRefused };
  // start forgets the last request.
  void start();
  // feed reads from the front of `bytes` and says in `used` how many it consumed; the rest belongs to the next call.
  Step feed(std::string_view bytes, size_t& used);

  bool header_done() const;
  // takes_continue tells once that the client waits for 100 Continue (RFC 9110 §10.1.1).
  bool take_continue();
  bool keep_alive() const;
  bool is_head() const;
  std::string_view host() const;  // lower case
  Request& request();
  // After kRefused: the status and the text for the client.
  int refusal_status() const;
  std::string_view refusal_text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace inkan::http
