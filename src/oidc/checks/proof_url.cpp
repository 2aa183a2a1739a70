#include "oidc/checks/proof_url.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "base/text.h"

namespace inkan::oidc {

std::optional<std::string> normal_proof_url(std::string_view url) {
  auto parsed = boost::urls::parse_uri(boost::core::string_view(url.data(), url.size()));
  if (!parsed || parsed->encoded_host().empty() || parsed->has_userinfo()) return std::nullopt;
  auto text = [](boost::core::string_view view) { return std::string(view.data(), view.size()); };
  std::string scheme = ascii_lower(text(parsed->scheme()));
  if (scheme != "https" && scheme != "http") return std::nullopt;
  std::string normal = scheme + "://" + ascii_lower(text(parsed->encoded_host()));
  std::string port = text(parsed->port());
  std::string_view usual = scheme == "https" ? "443" : "80";
  if (!port.empty() && port != usual) normal += ":" + port;
  std::string path = text(parsed->encoded_path());
  if (!path.empty() && path.front() != '/') return std::nullopt;  // RFC 3986 §3.3; Boost 1.81 does not insist
  return normal + (path.empty() ? "/" : path);
}

}  // namespace inkan::oidc
