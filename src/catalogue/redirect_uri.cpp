#include "catalogue/redirect_uri.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "base/text.h"

namespace inkan::catalogue {

namespace {

constexpr size_t kLengthMax = 512;

std::string text_of(boost::core::string_view view) { return std::string(view.data(), view.size()); }

bool is_loopback(std::string_view host) { return host == "localhost" || host == "127.0.0.1" || host == "[::1]"; }

std::unexpected<Error> refuse(std::string_view uri, std::string_view right) {
  return fail(ErrorCode::kInvalidInput, "\"" + std::string(uri.substr(0, 200)) + "\" " + std::string(right));
}

}  // namespace

Result<Done> check_redirect_uri(std::string_view uri) {
  if (uri.empty())
    return fail(ErrorCode::kInvalidInput, "is empty; give the full address, such as https://service.example/callback");
  if (uri.size() > kLengthMax) return refuse(uri, "is longer than 512 characters");
  if (uri.find('*') != std::string_view::npos) {
    return refuse(uri, "holds a '*': patterns are not supported, list every address in full");
  }
  auto parsed = boost::urls::parse_uri(boost::core::string_view(uri.data(), uri.size()));
  if (!parsed) return refuse(uri, "is not an absolute address; write it like https://service.example/callback");
  // RFC 6749 §3.1.2: the redirection endpoint must not include a fragment.
  if (parsed->has_fragment()) return refuse(uri, "has a fragment (#...); remove it");
  if (parsed->has_userinfo()) return refuse(uri, "has a user name; remove what stands before the '@'");
  std::string scheme = text_of(parsed->scheme());
  std::string host = ascii_lower(text_of(parsed->encoded_host()));
  if (host.empty()) return refuse(uri, "has no host");
  // RFC 3986 §3.3: after host and port comes '/'. Boost 1.81 reads "host:80)x" as a port and a path.
  std::string path = text_of(parsed->encoded_path());
  if (!path.empty() && path.front() != '/') return refuse(uri, "needs a '/' after host and port");
  // These are legal in a host name (RFC 3986 §3.2.2), but would end a directive of the pages' content policy.
  if (host.find_first_of(";,'*%") != std::string::npos)
    return refuse(uri, "has a host with characters that are in no DNS name");
  if (scheme == "https") return Done{};
  if (scheme != "http")
    return refuse(uri, "must begin with https:// (private schemes are not supported; use app-claimed https links)");
  if (!is_loopback(host)) return refuse(uri, "must use https; plain http is allowed for localhost only");
  return Done{};
}

std::string uri_host(std::string_view uri) {
  auto parsed = boost::urls::parse_uri(boost::core::string_view(uri.data(), uri.size()));
  if (!parsed) return {};
  std::string scheme = text_of(parsed->scheme());
  if (scheme != "https" && scheme != "http") return {};
  return ascii_lower(text_of(parsed->encoded_host()));
}

std::string https_host(std::string_view uri) { return uri.starts_with("https://") ? uri_host(uri) : std::string(); }

}  // namespace inkan::catalogue
