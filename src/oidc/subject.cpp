#include "oidc/subject.h"

#include "base/encoding.h"

namespace inkan::oidc {

std::string subject_of(const crypto::KeyedHash& keyed, const catalogue::Client& client,
                       const accounts::AccountId& account) {
  if (client.subject_type == catalogue::SubjectType::kPublic) return account.text();
  std::string hash = keyed.of("oidc pairwise subject", client.sector + '\n' + account.text()).substr(0, 16);
  hash[6] = static_cast<char>((hash[6] & 0x0f) | 0x80);
  hash[8] = static_cast<char>((hash[8] & 0x3f) | 0x80);
  std::string hex = hex_encode(hash);
  return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' + hex.substr(16, 4) + '-' +
         hex.substr(20);
}

}  // namespace inkan::oidc
