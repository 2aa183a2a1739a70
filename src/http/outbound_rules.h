#pragma once

#include <string>
#include <string_view>

#include <boost/asio/ip/address.hpp>

#include "http/outbound.h"

namespace inkan::http {

// OutboundUrl is a URL that passed check_outbound_url, in parts.
struct OutboundUrl {
  bool tls = true;
  std::string host{};  // lower case, IPv6 without brackets
  std::string port{};
  std::string host_header{};  // as Host wants it
  std::string target{};       // path and query
  bool excepted = false;      // host:port is among allowed_private
};

Result<OutboundUrl> read_outbound_url(std::string_view url, const Outbound::Rules& rules);

// is_public_address tells whether an address is one of the open Internet: not private, loopback, link-local, shared,
// documentation, benchmark, multicast or reserved (RFC 6890, RFC 4291), nor IPv6 that carries an IPv4 address.
bool is_public_address(const boost::asio::ip::address& address);

}  // namespace inkan::http
