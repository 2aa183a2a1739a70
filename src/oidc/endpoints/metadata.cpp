#include "catalogue/acr.h"
#include "catalogue/attributes.h"
#include "oidc/endpoints/all.h"

namespace inkan::oidc {

namespace {

using boost::asio::awaitable;

constexpr std::string_view kCacheable = "public, max-age=3600";

json::array signing_algorithms() { return {"ES256", "ES384", "ES512", "PS256", "EdDSA", "Ed25519"}; }
json::array key_algorithms() { return {"ECDH-ES+A256KW", "ECDH-ES+A192KW", "ECDH-ES+A128KW"}; }
json::array content_algorithms() { return {"A256CBC-HS512", "A256GCM"}; }

json::array scopes() {
  json::array list{"openid"};
  for (const catalogue::Attribute& attribute : catalogue::attributes()) {
    if (attribute.served) list.emplace_back(json::string_view(attribute.scope.data(), attribute.scope.size()));
  }
  return list;
}

http::Response cacheable_json(std::string body) {
  http::Response response;
  response.set_header("Content-Type", "application/json");
  response.set_header("Cache-Control", std::string(kCacheable));
  response.body = std::move(body);
  return response;
}

awaitable<http::Response> give_document(const std::string& text) { co_return cacheable_json(text); }
awaitable<http::Response> give_keys(Deps& deps) { co_return cacheable_json(*deps.signing_keys.published()); }

// give_hint answers the discovery addresses of the host without the issuer's path: the most common first mistake.
awaitable<http::Response> give_hint(Deps& deps) {
  json::object body;
  body["error"] = "not_found";
  body["error_description"] = "The issuer is " + deps.settings.issuer() + ", so its configuration is at " +
                              deps.settings.url("/.well-known/openid-configuration");
  co_return http::json_response(404, body);
}

}  // namespace

// RFC 8414 §2, OpenID Connect Discovery §3, RFC 9126 §5, RFC 9207 §3, RFC 9449 §5.1, RFC 8705 §5.
json::object metadata(const Settings& settings) {
  json::object document;
  document["issuer"] = settings.issuer();
  document["authorization_endpoint"] = settings.url("/auth");
  document["pushed_authorization_request_endpoint"] = settings.url("/par");
  document["token_endpoint"] = settings.url("/token");
  document["userinfo_endpoint"] = settings.url("/userinfo");
  document["jwks_uri"] = settings.url("/.well-known/keys");
  document["require_pushed_authorization_requests"] = true;
  document["authorization_response_iss_parameter_supported"] = true;
  document["response_types_supported"] = json::array{"code"};
  document["response_modes_supported"] = json::array{"query"};
  document["grant_types_supported"] = json::array{"authorization_code", "refresh_token"};
  document["subject_types_supported"] = json::array{"public", "pairwise"};
  document["scopes_supported"] = scopes();
  document["claims_supported"] =
      json::array{"iss", "aud", "sub", "sub_type", "sub_attributes", "iat", "exp", "auth_time", "nonce", "acr", "amr"};
  document["acr_values_supported"] = json::array{catalogue::acr_text(1), catalogue::acr_text(2)};
  document["prompt_values_supported"] = json::array{"none", "login", "consent"};
  document["code_challenge_methods_supported"] = json::array{"S256"};
  json::array methods{"private_key_jwt"};
  if (!settings.mtls_origin.empty()) methods.emplace_back("self_signed_tls_client_auth");
  if (!settings.mtls_origin.empty() && settings.has_client_authorities) methods.emplace_back("tls_client_auth");
  document["token_endpoint_auth_methods_supported"] = std::move(methods);
  document["token_endpoint_auth_signing_alg_values_supported"] = signing_algorithms();
  document["dpop_signing_alg_values_supported"] = signing_algorithms();
  document["id_token_signing_alg_values_supported"] = json::array{"ES256"};
  document["id_token_encryption_alg_values_supported"] = key_algorithms();
  document["id_token_encryption_enc_values_supported"] = content_algorithms();
  document["userinfo_signing_alg_values_supported"] = json::array{"ES256"};
  document["userinfo_encryption_alg_values_supported"] = key_algorithms();
  document["userinfo_encryption_enc_values_supported"] = content_algorithms();
  document["request_parameter_supported"] = false;
  document["request_uri_parameter_supported"] = false;
  document["claims_parameter_supported"] = false;
  if (settings.mtls_origin.empty()) return document;
  document["tls_client_certificate_bound_access_tokens"] = true;
  std::string base = settings.mtls_origin + settings.issuer_path;
  document["mtls_endpoint_aliases"] = json::object{{"pushed_authorization_request_endpoint", base + "/par"},
                                                   {"token_endpoint", base + "/token"},
                                                   {"userinfo_endpoint", base + "/userinfo"}};
  return document;
}

void add_metadata_routes(http::Router& router, Deps& deps) {
  std::string text = to_json_text(metadata(deps.settings));
  http::Handler document = [text](const http::Request&) { return give_document(text); };
  http::Handler keys = [&deps](const http::Request&) { return give_keys(deps); };
  http::Handler hint = [&deps](const http::Request&) { return give_hint(deps); };
  const std::string& path = deps.settings.issuer_path;

  router.get(path + "/.well-known/openid-configuration", document);
  router.get(path + "/.well-known/oauth-authorization-server", document);
  // RFC 8414 §3: the well-known part stands between host and path.
  router.get("/.well-known/oauth-authorization-server" + path, document);
  router.get("/.well-known/openid-configuration" + path, document);
  router.get("/.well-known/openid-configuration", hint);
  router.get("/.well-known/oauth-authorization-server", hint);
  // The wire contract publishes the keys at the host root; other clients look below the issuer.
  router.get(path + "/.well-known/keys", keys);
  router.get("/.well-known/keys", keys);
}

}  // namespace inkan::oidc
