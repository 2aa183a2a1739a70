#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace inkan::http {

// Target is a request target in its one form: a decoded path and the raw query.
struct Target {
  std::string path{};
  std::string query_text{};
  std::string authority{};  // of an absolute-form target, lower case; else empty
};

// read_target normalises origin-form and absolute-form targets (RFC 9112 §3.2) and refuses (kInvalidInput) asterisk and
// authority form, fragments, characters outside RFC 3986 pchar, broken escapes, invalid UTF-8, control characters, dot
// segments, and encoded slashes and backslashes: what two readers could read in two ways is not read at all.
Result<Target> read_target(std::string_view target);

// is_valid_host tells whether a Host value is host[:port] of RFC 9110 §7.2 in plain characters.
bool is_valid_host(std::string_view host);
// is_development_host tells whether a Host names localhost or an IP address, for which HSTS makes no sense.
bool is_development_host(std::string_view host);

}  // namespace inkan::http
