#include "oidc/id_token.h"

#include "catalogue/acr.h"
#include "oidc/settings.h"

namespace inkan::oidc {

json::object id_token_claims(const std::string& issuer, const catalogue::Client& client, const std::string& subject,
                             const SignIn& sign_in, json::object sub_attributes, Time now) {
  json::object claims;
  claims["iss"] = issuer;
  claims["aud"] = client.id.text();
  claims["sub"] = subject;
  claims["sub_type"] = "user";
  if (!sub_attributes.empty()) claims["sub_attributes"] = std::move(sub_attributes);
  claims["iat"] = unix_seconds(now);
  claims["exp"] = unix_seconds(now + kIdTokenLifetime);
  claims["auth_time"] = unix_seconds(sign_in.authenticated_at);
  if (!sign_in.request.nonce.empty()) claims["nonce"] = sign_in.request.nonce;
  claims["acr"] = catalogue::acr_text(sign_in.level);
  json::array methods;
  for (const std::string& method : sign_in.methods) methods.emplace_back(method);
  claims["amr"] = std::move(methods);
  return claims;
}

}  // namespace inkan::oidc
