#include "http/outbound_rules.h"

#include <algorithm>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "base/text.h"

namespace inkan::http {

namespace {

namespace ip = boost::asio::ip;

constexpr size_t kUrlMax = 2000;

struct Range {
  uint32_t network;
  int bits;
};
// RFC 6890 and its updates: everything of IPv4 that is not globally reachable, multicast and the reserved block.
constexpr Range kNotPublic[] = {
    {0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},  {0xA9FE0000, 16},
    {0xAC100000, 12}, {0xC0000000, 24}, {0xC0000200, 24}, {0xC0586300, 24}, {0xC0A80000, 16},
    {0xC6120000, 15}, {0xC6336400, 24}, {0xCB007100, 24}, {0xE0000000, 4},  {0xF0000000, 4},
};

bool is_public(const ip::address_v4& address) {
  uint32_t bits = address.to_uint();
  return std::none_of(std::begin(kNotPublic), std::end(kNotPublic),
                      [&](const Range& range) { return (bits ^ range.network) >> (32 - range.bits) == 0; });
}

// RFC 4291 §2.4: only 2000::/3 is global unicast; of it, documentation, Teredo and its block, and 6to4 are refused.
bool is_public(const ip::address_v6& address) {
  const auto bytes = address.to_bytes();
  if ((bytes[0] & 0xE0) != 0x20) return false;
  if (bytes[0] == 0x20 && bytes[1] == 0x01 && (bytes[2] & 0xFE) == 0) return false;
  if (bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && bytes[3] == 0xB8) return false;
  if (bytes[0] == 0x20 && bytes[1] == 0x02) return false;
  if (bytes[0] == 0x3F && bytes[1] == 0xFF && (bytes[2] & 0xF0) == 0) return false;  // RFC 9637
  return true;
}

std::unexpected<Error> refused(std::string_view why) {
  return fail(ErrorCode::kInvalidInput, "The URL " + std::string(why) + ".");
}

bool is_listed(const std::string& host_and_port, const Outbound::Rules& rules) {
  return std::find(rules.allowed_private.begin(), rules.allowed_private.end(), host_and_port) !=
         rules.allowed_private.end();
}

}  // namespace

bool is_public_address(const ip::address& address) {
  return address.is_v4() ? is_public(address.to_v4()) : is_public(address.to_v6());
}

Result<OutboundUrl> read_outbound_url(std::string_view url, const Outbound::Rules& rules) {
  if (url.size() > kUrlMax) return refused("is longer than 2000 characters");
  auto parsed = boost::urls::parse_uri(url);
  if (!parsed || !parsed->has_authority()) return refused("is not an absolute URL");
  OutboundUrl read;
  std::string scheme = ascii_lower(std::string_view(parsed->scheme()));
  if (scheme != "https" && scheme != "http") return refused("must begin with https://");
  read.tls = scheme == "https";
  if (parsed->has_userinfo()) return refused("must not hold a user name or password");
  if (parsed->has_fragment()) return refused("must not hold a fragment");
  read.host_header = ascii_lower(std::string_view(parsed->encoded_host()));
  read.host = read.host_header;
  if (read.host.empty()) return refused("names no host");
  if (read.host.front() == '[') read.host = read.host.substr(1, read.host.size() - 2);
  if (read.host.find('%') != std::string::npos) return refused("holds an escaped host name");
  read.port = read.tls ? "443" : "80";
  if (parsed->has_port()) {
    auto port = parse_int(std::string_view(parsed->port()));
    if (!port || *port < 1 || *port > 65535) return refused("names no valid port");
    read.port = std::to_string(*port);
    read.host_header += ":" + read.port;
  }
  read.excepted = is_listed(read.host + ":" + read.port, rules);
  if (!read.tls && !read.excepted) return refused("must begin with https://");
  boost::system::error_code error;
  auto literal = ip::make_address(read.host, error);
  if (!error && !read.excepted && !is_public_address(literal)) return refused("leads to an address that is not public");
  read.target = std::string_view(parsed->encoded_path());
  if (read.target.empty()) read.target = "/";
  // Boost 1.81 takes "host:8443=x@other/" for a port followed by a path; RFC 3986 §3.3 wants '/' after an authority.
  if (read.target.front() != '/') return refused("is not an absolute URL");
  if (parsed->has_query()) read.target += "?" + std::string(std::string_view(parsed->encoded_query()));
  return read;
}

Result<Done> check_outbound_url(std::string_view url, const Outbound::Rules& rules) {
  auto read = read_outbound_url(url, rules);
  if (!read) return pass_on(read);
  return Done{};
}

}  // namespace inkan::http
