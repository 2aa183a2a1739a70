#include "catalogue/registration_members.h"

#include <algorithm>
#include <vector>

namespace inkan::catalogue {

namespace {

constexpr std::string_view kMembers[] = {
    "client_id", "client_name", "inkan_kind", "inkan_authentication_context_types", "redirect_uris", "scope",
    "inkan_entitlements", "jwks", "jwks_uri", "token_endpoint_auth_method", "token_endpoint_auth_signing_alg",
    "tls_client_auth_subject_dn", "id_token_signed_response_alg", "id_token_encrypted_response_alg",
    "id_token_encrypted_response_enc", "userinfo_signed_response_alg", "userinfo_encrypted_response_alg",
    "userinfo_encrypted_response_enc", "subject_type", "sector_identifier_uri", "dpop_bound_access_tokens",
    "tls_client_certificate_bound_access_tokens", "inkan_dpop_nonce", "grant_types", "response_types",
    "default_acr_values", "inkan_level_max", "inkan_compat",
    // Kept, shown to officers, not used by the server.
    "client_uri", "logo_uri", "tos_uri", "policy_uri", "contacts", "software_id", "software_version",
    "application_type", "require_pushed_authorization_requests"};

// distance is Levenshtein's, for a hint only; members are short.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

}  // namespace

bool is_registration_member(std::string_view member) {
  if (member.starts_with("client_name#") && member.size() > 12 && member.size() <= 12 + 35) return true;
  return std::ranges::find(kMembers, member) != std::end(kMembers);
}

std::string suggestion_for(std::string_view member) {
  if (member.size() > 64) return {};
  const auto* nearest =
      std::ranges::min_element(kMembers, {}, [member](std::string_view known) { return distance(member, known); });
  size_t away = distance(member, *nearest);
  if (away > 4 && nearest->find(member) == std::string_view::npos) return {};
  return "; did you mean \"" + std::string(*nearest) + "\"?";
}

}  // namespace inkan::catalogue
