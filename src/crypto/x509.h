#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"

namespace inkan::crypto {

// certificate_thumbprint is x5t#S256 of RFC 8705 §3.1: base64url SHA-256 of the DER.
std::string certificate_thumbprint(std::string_view der);
// subject_dn gives the RFC 4514 text of the subject, as tls_client_auth_subject_dn compares it (RFC 8705 §2.1.2).
Result<std::string> subject_dn(std::string_view der);
Result<bool> certificate_is_current(std::string_view der, Time now);

struct IssuedCertificate {
  std::string certificate_pem;
  Secret private_key_pem;
};
// The development authority: for `inkan serve` in the demo and for tests. P-256, SHA-256.
Result<IssuedCertificate> make_authority(std::string_view common_name, Time now, Duration lifetime);
// issue_certificate signs a leaf for these DNS names and IP addresses; client certificates get clientAuth.
struct LeafRequest {
  std::string common_name{};
  std::vector<std::string> dns_names{};
  std::vector<std::string> ip_addresses{};
  bool client = false;
};
Result<IssuedCertificate> issue_certificate(const IssuedCertificate& authority, const LeafRequest& request, Time now,
                                            Duration lifetime);

}  // namespace inkan::crypto
