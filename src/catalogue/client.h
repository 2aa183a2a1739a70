#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "base/strong_id.h"
#include "crypto/jose.h"

namespace inkan::catalogue {

using ClientId = StrongId<struct ClientTag>;

// ClientKind: login services only learn who signed in; myinfo services get register data by consent (docs/clients.md).
enum class ClientKind { kLogin, kMyinfo };
enum class ClientAuthentication { kPrivateKeyJwt, kTlsClientAuth, kSelfSignedTlsClientAuth };
enum class SenderConstraint { kDpop, kMtls };
enum class SubjectType { kPublic, kPairwise };

// Entitlement is one line of the legal table: this service may ask for this scope, for this purpose, by this law.
struct Entitlement {
  std::string scope{};
  std::map<std::string, std::string> purpose{};      // by language tag; "en" always there
  std::map<std::string, std::string> legal_basis{};  // by language tag; "en" always there
};

// Client is a registered service: RFC 7591 members under their own names, ours under `inkan_…` (docs/clients.md).
struct Client {
  ClientId id{};
  std::map<std::string, std::string> name{};  // client_name, client_name#ja
  ClientKind kind = ClientKind::kLogin;
  std::vector<std::string> redirect_uris{};
  std::vector<std::string> scopes{};  // entitled: "openid" and those of `entitlements`
  std::vector<Entitlement> entitlements{};
  ClientAuthentication authentication = ClientAuthentication::kPrivateKeyJwt;
  std::string tls_subject_dn{};  // tls_client_auth_subject_dn
  std::optional<crypto::JwkSet> jwks{};
  std::string jwks_uri{};
  std::vector<crypto::SignatureAlgorithm> assertion_algorithms{};  // what its keys may use
  std::optional<crypto::KeyManagement> id_token_key_management{};  // nullopt: ID token is signed only
  crypto::ContentEncryption id_token_encryption = crypto::ContentEncryption::kA256CbcHs512;
  bool userinfo_signed = true;
  std::optional<crypto::KeyManagement> userinfo_key_management{};
  crypto::ContentEncryption userinfo_encryption = crypto::ContentEncryption::kA256Gcm;
  SubjectType subject_type = SubjectType::kPublic;
  std::string sector{};  // host of sector_identifier_uri or of the redirect URIs
  SenderConstraint sender_constraint = SenderConstraint::kDpop;
  bool dpop_nonce_required = false;          // inkan_dpop_nonce
  bool refresh_tokens = false;               // grant_types has refresh_token
  bool endpoint_audience_accepted = false;   // inkan_compat.endpoint_audience
  std::optional<int> default_level{};        // default_acr_values
  int level_max = 2;                         // loa:3 only where allowed
  std::vector<std::string> context_types{};  // inkan_authentication_context_types
  bool active = true;
  int64_t revision = 0;

  const std::string& display_name(std::string_view language) const;
  const Entitlement* find_entitlement(std::string_view scope) const;

  // parse reads the registration file; the error names the member, what was wrong and what would be right.
  static Result<Client> parse(const json::object& registration);
};

}  // namespace inkan::catalogue
