#include "http/target.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"

namespace inkan::http {

namespace {

bool is_alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// RFC 3986 §3.3 pchar, '/' and '%'.
bool is_path_character(char c) {
  return is_alnum(c) || std::string_view("-._~!$&'()*+,;=:@/%").find(c) != std::string_view::npos;
}

std::unexpected<Error> refused(std::string_view why) {
  return fail(ErrorCode::kInvalidInput, "The request target " + std::string(why) + ".");
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);
    std::string_view segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(segment.size());
  }
  return false;
}

Result<std::string> read_path(std::string_view raw) {
  bool escaped = false;
  for (char c : raw) {
    if (!is_path_character(c)) return refused("holds a character that must be percent-encoded");
    escaped |= c == '%';
  }
  std::string path(raw);
  if (escaped) {
    auto decoded = percent_decode(raw, /*plus_is_space=*/false);
    if (!decoded) return refused(decoded.error().public_text);
    // An encoded slash would let one segment pass for two, or two for one, depending on who decodes first.
    if (std::count(decoded->begin(), decoded->end(), '/') != std::count(raw.begin(), raw.end(), '/'))
      return refused("holds an encoded slash");
    for (char c : *decoded)
      if (c == '\\' || uint8_t(c) < 0x20 || c == 0x7F)
        return refused("holds an encoded backslash or control character");
    if (!is_utf8(*decoded)) return refused("is not valid UTF-8");
    path = std::move(*decoded);
  }
  if (has_dot_segment(path)) return refused("holds a dot segment");
  return path;
}

}  // namespace

Result<Target> read_target(std::string_view target) {
  Target read;
  for (std::string_view scheme : {"http://", "https://"}) {
    if (!equal_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    std::string_view rest = target.substr(scheme.size());
    std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
    if (!is_valid_host(authority)) return refused("names a host that is not valid");
    read.authority = ascii_lower(authority);
    target = rest.substr(authority.size());
    if (target.empty()) target = "/";
    if (target.front() != '/') return refused("has a query but no path");
    break;
  }
  if (!target.starts_with('/')) return refused("must be a path that starts with '/'");
  if (target.find('#') != std::string_view::npos) return refused("holds a fragment");
  size_t question = target.find('?');
  auto path = read_path(target.substr(0, question));
  if (!path) return pass_on(path);
  read.path = std::move(*path);
  if (question != std::string_view::npos) read.query_text = target.substr(question + 1);
  for (char c : read.query_text)
    if (uint8_t(c) <= 0x20 || uint8_t(c) >= 0x7F) return refused("holds a character that must be percent-encoded");
  return read;
}

bool is_valid_host(std::string_view host) {
  if (host.empty() || host.size() > 255) return false;
  size_t end_of_name = host.size();
  if (host.front() == '[') {
    size_t close = host.find(']');
    if (close == std::string_view::npos || close < 3) return false;
    for (char c : host.substr(1, close - 1))
      if (!is_alnum(c) && c != ':' && c != '.') return false;
    end_of_name = close + 1;
  } else {
    end_of_name = std::min(host.find(':'), host.size());
    if (end_of_name == 0) return false;
    for (char c : host.substr(0, end_of_name))
      if (!is_alnum(c) && c != '-' && c != '.' && c != '_') return false;
  }
  if (end_of_name == host.size()) return true;
  std::string_view port = host.substr(end_of_name);
  if (port.front() != ':' || port.size() > 6) return false;
  return is_digits(port.substr(1));
}

bool is_development_host(std::string_view host) {
  if (host.starts_with('[')) return true;
  std::string_view name = host.substr(0, host.find(':'));
  std::string_view last = name.substr(name.rfind('.') + 1);  // npos + 1 is 0
  return equal_ignoring_case(last, "localhost") || is_digits(last) || name.empty();
}

}  // namespace inkan::http
