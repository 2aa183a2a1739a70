#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace inkan::oidc {

// Settings is who we are to the outside, from the configuration. Immutable.
struct Settings {
  std::string origin{};  // "https://localhost:8443"
  std::string issuer_path = "/fapi";
  std::string mtls_origin{};            // empty: there is no mTLS port
  bool has_client_authorities = false;  // somebody can vouch for certificates: tls_client_auth is offered
  int default_level = 1;                // of clients that ask for no acr

  std::string issuer() const { return origin + issuer_path; }
  // url gives an endpoint's address: url("/par").
  std::string url(std::string_view endpoint) const { return issuer() + std::string(endpoint); }
  // urls gives the address and its mTLS alias (RFC 8705 §5), as either may be meant by htu or an audience.
  std::vector<std::string> urls(std::string_view endpoint) const {
    std::vector<std::string> all{url(endpoint)};
    if (!mtls_origin.empty()) all.push_back(mtls_origin + issuer_path + std::string(endpoint));
    return all;
  }
};

// Lifetimes and windows of the wire contract (docs/clients.md).
constexpr Duration kPushedRequestLifetime = std::chrono::seconds(60);  // RFC 9126 §2.2
constexpr Duration kFlowLifetime = std::chrono::minutes(15);           // on our pages, from the first sight
constexpr Duration kCodeLifetime = std::chrono::seconds(60);           // FAPI 2.0 SP §5.3.2.1: at most 60 s
constexpr Duration kIdTokenLifetime = std::chrono::seconds(600);
constexpr Duration kAccessTokenLifetime = std::chrono::minutes(30);
constexpr Duration kRefreshTokenLifetime = std::chrono::days(90);
constexpr Duration kAheadMax = std::chrono::seconds(10);  // FAPI 2.0 SP §5.3.2.1: iat and nbf
constexpr Duration kAssertionLifetimeMax = std::chrono::seconds(120);
constexpr Duration kProofAgeMax = std::chrono::seconds(60);
constexpr Duration kProofLifetimeMax = std::chrono::seconds(120);  // exp, where a proof has one
constexpr Duration kNonceWindow = std::chrono::minutes(5);

}  // namespace inkan::oidc
