#include "accounts/hashes.h"

#include <boost/asio/ip/address.hpp>

#include "accounts/login_id.h"

namespace inkan::accounts {
namespace {

std::string network_of(std::string_view peer_address) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(peer_address), error);
  if (error) return "unknown";
  if (address.is_v4()) {
    const auto bytes = address.to_v4().to_bytes();
    return std::string(bytes.begin(), bytes.begin() + 3);
  }
  const auto v6 = address.to_v6();
  const auto bytes = v6.to_bytes();
  if (v6.is_v4_mapped()) return std::string(bytes.begin() + 12, bytes.begin() + 15);
  return std::string(bytes.begin(), bytes.begin() + 7);
}

}  // namespace

std::string session_hash(const crypto::KeyedHash& keyed, std::string_view cookie) {
  return keyed.of("session", cookie);
}
std::string device_hash(const crypto::KeyedHash& keyed, std::string_view cookie) { return keyed.of("device", cookie); }
std::string flow_hash(const crypto::KeyedHash& keyed, std::string_view flow) { return keyed.of("sign-in flow", flow); }
std::string browser_hash(const crypto::KeyedHash& keyed, std::string_view browser) {
  return keyed.of("browser", browser);
}
std::string login_hash(const crypto::KeyedHash& keyed, std::string_view login_id) {
  return keyed.of("login id", LoginId::fold(login_id));
}
std::string account_hash(const crypto::KeyedHash& keyed, const AccountId& account) {
  return keyed.of("account", account.text());
}
std::string number_hash(const crypto::KeyedHash& keyed, std::string_view digits) {
  return keyed.of("activation number", digits);
}
std::string recovery_hash(const crypto::KeyedHash& keyed, const AccountId& account, std::string_view folded_code) {
  return keyed.of("recovery code", account.text() + ":" + std::string(folded_code));
}
std::string activation_hash(const crypto::KeyedHash& keyed, const PersonId& person, std::string_view folded_code) {
  return keyed.of("activation code", person.text() + ":" + std::string(folded_code));
}
std::string challenge_hash(const crypto::KeyedHash& keyed, std::string_view challenge) {
  return keyed.of("passkey challenge", challenge);
}
std::string source_hash(const crypto::KeyedHash& keyed, std::string_view peer_address) {
  return keyed.of("source", network_of(peer_address));
}

}  // namespace inkan::accounts
