#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "http/message.h"

namespace inkan::http {

// Framing is what the connection adds to a handler's response.
struct Framing {
  std::string_view request_id{};
  std::string_view date{};  // as http_date gives it
  bool head = false;        // length but no body
  bool close = false;
  bool strict_transport = false;
};

// write_response appends header and body as one text to `out`, with the security headers that the handler did not name.
// It answers false, and writes nothing, when a header holds a line break or NUL (response splitting).
bool write_response(const Response& response, const Framing& framing, std::string& out);

// reason_of gives the reason phrase of RFC 9110 §15.
std::string_view reason_of(int status);

}  // namespace inkan::http
