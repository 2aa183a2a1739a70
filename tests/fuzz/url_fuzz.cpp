// Request targets, hosts and outbound URLs: an accepted path has no dot segment, control character or second reading.
#include <algorithm>

#include "base/check.h"
#include "base/encoding.h"
#include "base/text.h"
#include "http/language.h"
#include "http/message.h"
#include "http/outbound_rules.h"
#include "http/target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace inkan;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto target = http::read_target(text)) {
    check(target->path.starts_with('/'), "a path starts with '/'");
    check(is_utf8(target->path), "a path is UTF-8");
    for (const std::string& segment : split(target->path, '/'))
      check(segment != "." && segment != "..", "no dot segments");
    for (char c : target->path)
      check(uint8_t(c) >= 0x20 && c != '\\' && c != 0x7F, "no control character or backslash");
    std::vector<std::string> segments = split(target->path, '/');
    for (std::string& segment : segments) segment = percent_encode(segment);
    auto again = http::read_target(join(segments, "/"));
    check(again.has_value() && again->path == target->path, "a path has one reading");
  }
  if (auto url = http::read_outbound_url(text, http::Outbound::Rules())) {
    check(url->tls, "only https without an exception");
    check(!url->host.empty() && url->target.starts_with('/'), "a host and a path");
    check(url->target.find_first_of("\r\n ") == std::string::npos, "no line break in the target");
    check(url->host_header.find_first_of("\r\n @") == std::string::npos, "no line break in the host");
  }
  std::string policy = http::page_policy(text);
  check(policy.find_first_of("\r\n") == std::string::npos, "a policy is one line");
  check(std::count(policy.begin(), policy.end(), ';') == 8, "a form target adds no directive");
  http::is_valid_host(text);
  http::is_local_path(text);
  return 0;
}
