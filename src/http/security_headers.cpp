#include "http/security_headers.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "base/text.h"
#include "http/message.h"

namespace inkan::http {

std::string origin_of(std::string_view url) {
  auto parsed = boost::urls::parse_uri(url);
  if (!parsed || !parsed->has_authority() || parsed->encoded_host().empty()) return {};
  std::string_view path(parsed->encoded_path());
  if (parsed->has_userinfo() || (!path.empty() && path.front() != '/'))
    return {};  // RFC 3986 §3.3; Boost 1.81 does not insist
  std::string scheme = ascii_lower(std::string_view(parsed->scheme()));
  if (scheme != "https" && scheme != "http") return {};
  std::string host = ascii_lower(std::string_view(parsed->encoded_host()));
  std::string origin = scheme + "://" + host;
  if (!parsed->port().empty()) origin += ":" + std::string(parsed->port());
  return origin;
}

std::string page_policy(std::string_view form_target) {
  std::string_view line;
  for (const SecurityHeader& header : kSecurityHeaders)
    if (header.name == "Content-Security-Policy") line = header.line;
  line.remove_prefix(std::string_view("Content-Security-Policy: ").size());
  line.remove_suffix(2);
  std::string policy(line);  // form-action stands last
  std::string origin = origin_of(form_target);
  // A host with sub-delims such as ';' or ',' is a valid URI host but would end the directive.
  bool plain = origin.find_first_of(";,'*%") == std::string::npos;
  if (!origin.empty() && plain) policy += " " + origin;
  return policy;
}

}  // namespace inkan::http
