// The registration file, member by member (docs/clients.md). Every refusal names the member, what was found and what
// would be right, because the reader is a developer who has just written the file.
#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include "base/text.h"
#include "catalogue/acr.h"
#include "catalogue/attributes.h"
#include "catalogue/client.h"
#include "catalogue/redirect_uri.h"
#include "catalogue/registration_members.h"

namespace inkan::catalogue {

namespace {

using crypto::SignatureAlgorithm;

std::unexpected<Error> refuse(std::string_view member, std::string_view text) {
  return fail(ErrorCode::kInvalidInput, std::string(member) + ": " + std::string(text));
}

std::string in_quotes(std::string_view text) { return "\"" + std::string(text.substr(0, 120)) + "\""; }

// read_text reads an optional string member; another type is refused, not ignored.
Result<std::optional<std::string>> read_text(const json::object& registration, std::string_view member) {
  auto found = registration.find(member);
  if (found == registration.end()) return std::nullopt;
  if (!found->value().is_string()) return refuse(member, "must be a text in quotes");
  return std::string(found->value().as_string());
}

Result<bool> read_flag(const json::object& registration, std::string_view member, bool absent) {
  auto found = registration.find(member);
  if (found == registration.end()) return absent;
  if (!found->value().is_bool()) return refuse(member, "must be true or false, without quotes");
  return found->value().as_bool();
}

Result<std::vector<std::string>> read_list(const json::object& registration, std::string_view member) {
  std::vector<std::string> values;
  auto found = registration.find(member);
  if (found == registration.end()) return values;
  if (!found->value().is_array()) return refuse(member, "must be a list of texts: [\"...\"]");
  for (const json::value& item : found->value().as_array()) {
    if (!item.is_string()) return refuse(member, "must hold texts only");
    values.emplace_back(item.as_string());
  }
  return values;
}

Result<std::map<std::string, std::string>> read_languages(const json::object& object, std::string_view member,
                                                          std::string_view where) {
  std::map<std::string, std::string> texts;
  auto found = object.find(member);
  if (found == object.end() || !(found->value().is_object() || found->value().is_string())) {
    return refuse(where, std::string(member) + " is missing; give {\"en\": \"...\", \"ja\": \"...\"}");
  }
  if (found->value().is_string()) {
    texts["en"] = std::string(found->value().as_string());
  } else {
    for (const auto& [language, text] : found->value().as_object()) {
      if (!text.is_string()) return refuse(where, std::string(member) + " must map language tags to texts");
      texts[std::string(language)] = std::string(text.as_string());
    }
  }
  if (texts["en"].empty()) return refuse(where, std::string(member) + " needs at least the English text (\"en\")");
  return texts;
}

Result<Done> check_members(const json::object& registration) {
  for (const auto& [name, value] : registration) {
    std::string_view member(name.data(), name.size());
    if (is_registration_member(member)) continue;
    // A misspelt switch must not be taken for "off" in silence.
    return refuse(member, "is not a known member; see docs/clients.md for the list" + suggestion_for(member));
  }
  return Done{};
}

Result<Done> read_names(const json::object& registration, Client& client) {
  auto id = read_text(registration, "client_id");
  if (!id) return pass_on(id);
  if (!*id || (*id)->empty()) return refuse("client_id", "is missing");
  const std::string& text = **id;
  bool legal = text.size() <= 64 && std::ranges::all_of(text, [](char c) {
                 return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                        c == '_' || c == '.';
               });
  if (!legal) return refuse("client_id", in_quotes(text) + " must be 1 to 64 letters, digits, '-', '_' or '.'");
  client.id = ClientId(text);

  for (const auto& [name, value] : registration) {
    std::string_view member(name.data(), name.size());
    if (member != "client_name" && !member.starts_with("client_name#")) continue;
    if (!value.is_string() || value.as_string().empty()) return refuse(member, "must be a text that is not empty");
    std::string shown(value.as_string());
    if (!is_utf8(shown) || utf8_length(shown) > 100) return refuse(member, "must be at most 100 characters");
    // RFC 7591 §2.2: client_name#ja is the Japanese form.
    client.name[member == "client_name" ? std::string("en") : std::string(member.substr(12))] = shown;
  }
  if (!client.name.contains("en")) return refuse("client_name", "is missing: residents must see who asks");
  return Done{};
}

Result<Done> read_kind(const json::object& registration, Client& client) {
  auto kind = read_text(registration, "inkan_kind");
  if (!kind) return pass_on(kind);
  if (!*kind) return refuse("inkan_kind", "is missing; write \"login\" or \"myinfo\"");
  if (**kind == "login")
    client.kind = ClientKind::kLogin;
  else if (**kind == "myinfo")
    client.kind = ClientKind::kMyinfo;
  else
    return refuse("inkan_kind", in_quotes(**kind) + " must be \"login\" or \"myinfo\"");

  auto types = read_list(registration, "inkan_authentication_context_types");
  if (!types) return pass_on(types);
  for (const std::string& type : *types) {
    if (!is_context_type(type))
      return refuse("inkan_authentication_context_types", in_quotes(type) + " is not in the published list");
  }
  client.context_types = std::move(*types);
  if (client.kind == ClientKind::kMyinfo && !client.context_types.empty()) {
    return refuse("inkan_authentication_context_types", "is for login services only; remove it");
  }
  if (client.kind == ClientKind::kLogin && client.context_types.empty()) {
    return refuse("inkan_authentication_context_types",
                  "is missing: a login service lists the types it will send, such as \"APP_AUTHENTICATION_DEFAULT\"");
  }
  return Done{};
}

Result<Done> read_redirects(const json::object& registration, Client& client) {
  auto uris = read_list(registration, "redirect_uris");
  if (!uris) return pass_on(uris);
  if (uris->empty()) return refuse("redirect_uris", "is missing; list at least one address");
  if (uris->size() > 50) return refuse("redirect_uris", "holds more than 50 addresses");
  for (const std::string& uri : *uris) {
    auto legal = check_redirect_uri(uri);
    if (!legal) return refuse("redirect_uris", legal.error().public_text);
  }
  client.redirect_uris = std::move(*uris);
  return Done{};
}

Result<Done> read_entitlements(const json::object& registration, Client& client) {
  auto found = registration.find("inkan_entitlements");
  if (found == registration.end()) return Done{};
  if (!found->value().is_array())
    return refuse("inkan_entitlements", "must be a list of {scope, purpose, legal_basis}");
  for (const json::value& item : found->value().as_array()) {
    if (!item.is_object()) return refuse("inkan_entitlements", "must hold objects {scope, purpose, legal_basis}");
    const json::object& line = item.as_object();
    auto scopes = need_string(line, "scope", "inkan_entitlements");
    if (!scopes) return pass_on(scopes);
    std::string where = "inkan_entitlements for " + in_quotes(*scopes);
    auto purpose = read_languages(line, "purpose", where);
    if (!purpose) return pass_on(purpose);
    auto basis = read_languages(line, "legal_basis", where);
    if (!basis) return pass_on(basis);
    for (const std::string& scope : split(*scopes, ' ')) {
      if (find_attribute(scope) == nullptr)
        return refuse("inkan_entitlements", in_quotes(scope) + " is not a scope of the catalogue");
      if (client.find_entitlement(scope)) return refuse("inkan_entitlements", in_quotes(scope) + " is listed twice");
      client.entitlements.push_back({.scope = scope, .purpose = *purpose, .legal_basis = *basis});
    }
  }
  return Done{};
}

Result<Done> read_scopes(const json::object& registration, Client& client) {
  auto text = read_text(registration, "scope");
  if (!text) return pass_on(text);
  if (!*text) return refuse("scope", "is missing; write for example \"openid uinfin name\"");
  std::set<std::string> seen;
  for (const std::string& scope : split(**text, ' ')) {
    if (scope.empty()) return refuse("scope", "has two spaces in a row or one at an end");
    if (!seen.insert(scope).second) return refuse("scope", in_quotes(scope) + " is listed twice");
    client.scopes.push_back(scope);
    if (scope == "openid") continue;
    const Attribute* attribute = find_attribute(scope);
    if (attribute == nullptr) return refuse("scope", in_quotes(scope) + " is not a scope of the catalogue");
    if (client.kind == ClientKind::kLogin && !attribute->login_may_ask) {
      return refuse(
          "scope", in_quotes(scope) +
                       " is for myinfo services; a login service may ask openid, user.identity, name, email, mobileno");
    }
    if (client.kind == ClientKind::kMyinfo && !attribute->myinfo_may_ask) {
      return refuse("scope", in_quotes(scope) + " is for login services; a myinfo service asks for uinfin instead");
    }
    if (!client.find_entitlement(scope)) {
      return refuse("scope",
                    in_quotes(scope) + " has no line in inkan_entitlements: say the purpose and the legal basis");
    }
  }
  if (!seen.contains("openid")) return refuse("scope", "must hold \"openid\"");
  return Done{};
}

Result<Done> read_keys(const json::object& registration, Client& client) {
  auto uri = read_text(registration, "jwks_uri");
  if (!uri) return pass_on(uri);
  bool by_value = registration.contains("jwks");
  // RFC 7591 §2: jwks and jwks_uri must not both be present.
  if (by_value && *uri) return refuse("jwks", "and jwks_uri exclude each other; keep one");
  if (*uri) {
    if (!(*uri)->starts_with("https://") && !(*uri)->starts_with("http://"))
      return refuse("jwks_uri", in_quotes(**uri) + " must be an https address");
    client.jwks_uri = **uri;
  }
  if (!by_value) return Done{};
  const json::object* set = find_object(registration, "jwks");
  if (set == nullptr) return refuse("jwks", "must be an object {\"keys\": [...]}");
  auto keys = crypto::JwkSet::parse(*set);
  if (!keys) return refuse("jwks", keys.error().public_text);
  client.jwks = std::move(*keys);
  return Done{};
}

Result<Done> read_authentication(const json::object& registration, Client& client) {
  auto method = read_text(registration, "token_endpoint_auth_method");
  if (!method) return pass_on(method);
  std::string name = method->value_or("private_key_jwt");
  if (name == "private_key_jwt")
    client.authentication = ClientAuthentication::kPrivateKeyJwt;
  else if (name == "tls_client_auth")
    client.authentication = ClientAuthentication::kTlsClientAuth;
  else if (name == "self_signed_tls_client_auth")
    client.authentication = ClientAuthentication::kSelfSignedTlsClientAuth;
  else
    return refuse("token_endpoint_auth_method",
                  in_quotes(name) + " must be private_key_jwt, tls_client_auth or self_signed_tls_client_auth");

  auto subject = read_text(registration, "tls_client_auth_subject_dn");
  if (!subject) return pass_on(subject);
  client.tls_subject_dn = subject->value_or("");
  if (client.authentication == ClientAuthentication::kTlsClientAuth && client.tls_subject_dn.empty()) {
    return refuse("tls_client_auth_subject_dn",
                  "is missing; tls_client_auth needs the certificate's subject as RFC 4514 text");
  }
  bool needs_keys = client.authentication != ClientAuthentication::kTlsClientAuth;
  if (needs_keys && !client.jwks && client.jwks_uri.empty()) {
    return refuse("jwks", "or jwks_uri is missing; " + name + " needs the service's public keys");
  }
  auto algorithm = read_text(registration, "token_endpoint_auth_signing_alg");
  if (!algorithm) return pass_on(algorithm);
  client.assertion_algorithms = {SignatureAlgorithm::kES256, SignatureAlgorithm::kES384, SignatureAlgorithm::kES512,
                                 SignatureAlgorithm::kPS256, SignatureAlgorithm::kEdDSA};
  if (*algorithm) {
    auto known = crypto::parse_signature_algorithm(**algorithm);
    if (!known || *known == SignatureAlgorithm::kRS256) {
      return refuse("token_endpoint_auth_signing_alg",
                    in_quotes(**algorithm) + " must be ES256, ES384, ES512, PS256 or EdDSA");
    }
    client.assertion_algorithms = {*known};
  }
  if (client.authentication == ClientAuthentication::kPrivateKeyJwt && client.jwks) {
    bool usable = std::ranges::any_of(client.jwks->signing_keys(std::nullopt), [&](const crypto::PublicKey* key) {
      return std::ranges::find(client.assertion_algorithms, key->signature_algorithm()) !=
             client.assertion_algorithms.end();
    });
    if (!usable) return refuse("jwks", "has no signing key (\"use\": \"sig\") for the algorithms the service may use");
  }
  return Done{};
}

struct Encryption {
  std::optional<crypto::KeyManagement> algorithm{};
  crypto::ContentEncryption encryption = crypto::ContentEncryption::kA256CbcHs512;
};

Result<Encryption> read_encryption(const json::object& registration, const Client& client, std::string_view alg_member,
                                   std::string_view enc_member, crypto::ContentEncryption absent) {
  Encryption result{.encryption = absent};
  auto algorithm = read_text(registration, alg_member);
  if (!algorithm) return pass_on(algorithm);
  auto encryption = read_text(registration, enc_member);
  if (!encryption) return pass_on(encryption);
  if (*encryption) {
    auto known = crypto::parse_content_encryption(**encryption);
    if (!known) return refuse(enc_member, in_quotes(**encryption) + " must be A256CBC-HS512 or A256GCM");
    if (!*algorithm) return refuse(enc_member, "needs " + std::string(alg_member) + " beside it");
    result.encryption = *known;
  }
  if (!*algorithm) return result;
  result.algorithm = crypto::parse_key_management(**algorithm);
  if (!result.algorithm)
    return refuse(alg_member, in_quotes(**algorithm) + " must be ECDH-ES+A128KW, ECDH-ES+A192KW or ECDH-ES+A256KW");
  if (!client.jwks && client.jwks_uri.empty())
    return refuse("jwks", "or jwks_uri is missing; " + std::string(alg_member) + " needs an encryption key");
  if (client.jwks && client.jwks->encryption_key(result.algorithm) == nullptr) {
    return refuse("jwks", "has no encryption key (\"use\": \"enc\") with \"alg\": " + in_quotes(**algorithm) +
                              ", which " + std::string(alg_member) + " asks for");
  }
  return result;
}

Result<Done> read_responses(const json::object& registration, Client& client) {
  for (std::string_view member : {"id_token_signed_response_alg", "userinfo_signed_response_alg"}) {
    auto algorithm = read_text(registration, member);
    if (!algorithm) return pass_on(algorithm);
    if (*algorithm && **algorithm != "ES256")
      return refuse(member, in_quotes(**algorithm) + " must be ES256, which the server signs with");
  }
  auto id_token = read_encryption(registration, client, "id_token_encrypted_response_alg",
                                  "id_token_encrypted_response_enc", crypto::ContentEncryption::kA256CbcHs512);
  if (!id_token) return pass_on(id_token);
  client.id_token_key_management = id_token->algorithm;
  client.id_token_encryption = id_token->encryption;
  auto userinfo = read_encryption(registration, client, "userinfo_encrypted_response_alg",
                                  "userinfo_encrypted_response_enc", crypto::ContentEncryption::kA256Gcm);
  if (!userinfo) return pass_on(userinfo);
  client.userinfo_key_management = userinfo->algorithm;
  client.userinfo_encryption = userinfo->encryption;
  // OpenID Connect Registration §2: without userinfo_signed_response_alg the answer is plain JSON.
  client.userinfo_signed = registration.contains("userinfo_signed_response_alg");
  if (client.userinfo_key_management && !client.userinfo_signed) {
    return refuse("userinfo_encrypted_response_alg",
                  "needs \"userinfo_signed_response_alg\": \"ES256\" beside it: encrypted answers are signed first");
  }
  return Done{};
}

Result<Done> read_subject(const json::object& registration, Client& client) {
  auto type = read_text(registration, "subject_type");
  if (!type) return pass_on(type);
  if (*type && **type != "public" && **type != "pairwise")
    return refuse("subject_type", in_quotes(**type) + " must be \"public\" or \"pairwise\"");
  client.subject_type = *type && **type == "pairwise" ? SubjectType::kPairwise : SubjectType::kPublic;
  auto sector = read_text(registration, "sector_identifier_uri");
  if (!sector) return pass_on(sector);
  if (*sector) {
    client.sector = https_host(**sector);
    if (client.sector.empty())
      return refuse("sector_identifier_uri", in_quotes(**sector) + " must be an https address");
    return Done{};
  }
  std::set<std::string> hosts;
  for (const std::string& uri : client.redirect_uris) hosts.insert(uri_host(uri));
  // OpenID Connect Core §8.1: with several hosts a sector_identifier_uri must be registered.
  if (client.subject_type == SubjectType::kPairwise && hosts.size() > 1) {
    return refuse("sector_identifier_uri",
                  "is missing: redirect_uris name several hosts, so the sector of the pairwise subject is unclear");
  }
  client.sector = *hosts.begin();
  return Done{};
}

Result<Done> read_tokens(const json::object& registration, Client& client) {
  auto mtls = read_flag(registration, "tls_client_certificate_bound_access_tokens", /*absent=*/false);
  if (!mtls) return pass_on(mtls);
  auto dpop = read_flag(registration, "dpop_bound_access_tokens", /*absent=*/!*mtls);
  if (!dpop) return pass_on(dpop);
  // FAPI 2.0 Security Profile §5.3.2.1: only sender-constrained access tokens, by mTLS or by DPoP.
  if (*mtls == *dpop)
    return refuse("dpop_bound_access_tokens",
                  "and tls_client_certificate_bound_access_tokens: exactly one must be true");
  client.sender_constraint = *mtls ? SenderConstraint::kMtls : SenderConstraint::kDpop;
  auto nonce = read_flag(registration, "inkan_dpop_nonce", /*absent=*/false);
  if (!nonce) return pass_on(nonce);
  client.dpop_nonce_required = *nonce;
  if (*nonce && *mtls) return refuse("inkan_dpop_nonce", "has no meaning with certificate-bound tokens; remove it");

  auto grants = read_list(registration, "grant_types");
  if (!grants) return pass_on(grants);
  for (const std::string& grant : *grants) {
    if (grant == "refresh_token")
      client.refresh_tokens = true;
    else if (grant != "authorization_code")
      return refuse("grant_types", in_quotes(grant) + " must be authorization_code or refresh_token");
  }
  if (!grants->empty() && std::ranges::find(*grants, "authorization_code") == grants->end()) {
    return refuse("grant_types", "must hold authorization_code");
  }
  auto responses = read_list(registration, "response_types");
  if (!responses) return pass_on(responses);
  for (const std::string& type : *responses) {
    if (type != "code") return refuse("response_types", in_quotes(type) + " must be code");
  }
  return Done{};
}

Result<Done> read_levels(const json::object& registration, Client& client) {
  if (auto found = registration.find("inkan_level_max"); found != registration.end()) {
    auto level = find_int(registration, "inkan_level_max");
    if (!level || *level < 1 || *level > kLevelMax) return refuse("inkan_level_max", "must be 1, 2 or 3");
    client.level_max = static_cast<int>(*level);
  }
  auto defaults = read_list(registration, "default_acr_values");
  if (!defaults) return pass_on(defaults);
  if (defaults->empty()) return Done{};
  client.default_level = parse_acr(defaults->front());
  if (!client.default_level)
    return refuse("default_acr_values",
                  in_quotes(defaults->front()) + " must be " + acr_text(2) + " or another level of it");
  if (*client.default_level > client.level_max)
    return refuse("default_acr_values", in_quotes(defaults->front()) + " is above inkan_level_max");
  return Done{};
}

Result<Done> read_compat(const json::object& registration, Client& client) {
  auto found = registration.find("inkan_compat");
  if (found == registration.end()) return Done{};
  if (!found->value().is_object()) return refuse("inkan_compat", "must be an object of switches");
  for (const auto& [name, value] : found->value().as_object()) {
    if (name != "endpoint_audience")
      return refuse("inkan_compat", in_quotes(std::string_view(name.data(), name.size())) +
                                        " is not a known switch; there is endpoint_audience");
    if (!value.is_bool()) return refuse("inkan_compat", "endpoint_audience must be true or false");
    client.endpoint_audience_accepted = value.as_bool();
  }
  return Done{};
}

}  // namespace

Result<Client> Client::parse(const json::object& registration) {
  using Reader = Result<Done> (*)(const json::object&, Client&);
  // In this order: later readers look at what earlier ones found.
  constexpr std::array<Reader, 11> kReaders = {read_names,   read_kind,   read_redirects,      read_entitlements,
                                               read_scopes,  read_keys,   read_authentication, read_responses,
                                               read_subject, read_tokens, read_levels};
  auto members = check_members(registration);
  if (!members) return pass_on(members);
  Client client;
  for (Reader reader : kReaders) {
    auto read = reader(registration, client);
    if (!read) return pass_on(read);
  }
  auto compat = read_compat(registration, client);
  if (!compat) return pass_on(compat);
  return client;
}

}  // namespace inkan::catalogue
