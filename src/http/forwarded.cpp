#include "http/forwarded.h"

#include <algorithm>

#include <boost/asio/ip/address.hpp>

#include "base/text.h"

namespace inkan::http {

std::string normal_address(std::string_view text) {
  boost::system::error_code error;
  auto address = boost::asio::ip::make_address(std::string(text), error);
  if (error) return {};
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    address = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
  return address.to_string();
}

Result<TrustedProxies> TrustedProxies::create(const std::vector<std::string>& addresses) {
  TrustedProxies proxies;
  for (const std::string& text : addresses) {
    std::string address = normal_address(text);
    if (address.empty())
      return fail(ErrorCode::kInvalidInput, "The trusted proxy '" + text + "' is not an IP address.");
    proxies.addresses_.push_back(std::move(address));
  }
  return proxies;
}

bool TrustedProxies::trusts(const std::string& address) const {
  return std::find(addresses_.begin(), addresses_.end(), address) != addresses_.end();
}

Result<std::string> TrustedProxies::client_of(const std::string& peer, const Request& request) const {
  if (addresses_.empty() || !trusts(peer)) return peer;
  std::vector<std::string> path;
  for (const auto& [name, value] : request.headers) {
    if (name != "x-forwarded-for") continue;
    for (const std::string& entry : split(value, ',')) {
      std::string address = normal_address(trim(entry));
      if (address.empty())
        return fail(ErrorCode::kInvalidInput, "The header X-Forwarded-For is not a list of IP addresses.");
      path.push_back(std::move(address));
    }
  }
  for (auto entry = path.rbegin(); entry != path.rend(); ++entry)
    if (!trusts(*entry)) return *entry;
  return path.empty() ? peer : path.front();
}

}  // namespace inkan::http
