#include "catalogue/check.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "base/text.h"
#include "catalogue/attributes.h"
#include "catalogue/client.h"
#include "catalogue/redirect_uri.h"
#include "catalogue/registration_members.h"

namespace inkan::catalogue {

namespace {

// Findings collects lines; the three verbs keep the checks readable.
class Findings {
 public:
  void ok(std::string member, std::string found) {
    lines_.push_back({Severity::kOk, std::move(member), std::move(found), {}});
  }
  void warn(std::string member, std::string found, std::string right) {
    lines_.push_back({Severity::kWarning, std::move(member), std::move(found), std::move(right)});
  }
  void error(std::string member, std::string found, std::string right) {
    lines_.push_back({Severity::kError, std::move(member), std::move(found), std::move(right)});
  }
  bool has_error() const {
    return std::ranges::any_of(lines_, [](const Finding& f) { return f.severity == Severity::kError; });
  }
  std::vector<Finding> take() { return std::move(lines_); }

 private:
  std::vector<Finding> lines_{};
};

std::string text_or(const json::object& object, std::string_view name, std::string_view absent) {
  return std::string(find_string(object, name).value_or(absent));
}

void check_members(const json::object& registration, Findings& findings) {
  for (const auto& [name, value] : registration) {
    std::string_view member(name.data(), name.size());
    if (is_registration_member(member)) continue;
    findings.error(std::string(member), "not a known member", "remove or correct it" + suggestion_for(member));
  }
}

void check_redirects(const json::object& registration, Findings& findings) {
  const json::array* uris = find_array(registration, "redirect_uris");
  if (uris == nullptr || uris->empty()) {
    return findings.error("redirect_uris", "missing", "a list with at least one full address");
  }
  for (size_t i = 0; i < uris->size(); ++i) {
    std::string member = "redirect_uris[" + std::to_string(i) + "]";
    if (!(*uris)[i].is_string()) {
      findings.error(member, "not a text", "a full address in quotes");
      continue;
    }
    std::string uri((*uris)[i].as_string());
    auto legal = check_redirect_uri(uri);
    if (!legal)
      findings.error(member, legal.error().public_text,
                     "an https address without fragment or pattern, compared byte for byte");
    else if (uri.starts_with("http://"))
      findings.warn(member, uri, "https before the service goes live; http is for localhost during development");
    else
      findings.ok(member, uri);
  }
}

std::set<std::string> entitled_scopes(const json::object& registration) {
  std::set<std::string> scopes;
  const json::array* lines = find_array(registration, "inkan_entitlements");
  if (lines == nullptr) return scopes;
  for (const json::value& line : *lines) {
    if (!line.is_object()) continue;
    for (std::string& scope : split(text_or(line.as_object(), "scope", ""), ' ')) scopes.insert(std::move(scope));
  }
  return scopes;
}

void check_scopes(const json::object& registration, Findings& findings) {
  auto text = find_string(registration, "scope");
  if (!text) return findings.error("scope", "missing", "\"openid\" and the scopes the service is entitled to");
  std::set<std::string> entitled = entitled_scopes(registration);
  bool login = text_or(registration, "inkan_kind", "") == "login";
  bool openid = false;
  for (const std::string& scope : split(*text, ' ')) {
    if (scope == "openid") {
      openid = true;
      continue;
    }
    const Attribute* attribute = find_attribute(scope);
    if (attribute == nullptr)
      findings.error("scope", "\"" + scope + "\" is not in the catalogue", "a scope of docs/clients.md");
    else if (login && !attribute->login_may_ask)
      findings.error("scope", "\"" + scope + "\" is not for login services",
                     "user.identity, name, email, mobileno; or inkan_kind \"myinfo\"");
    else if (!login && !attribute->myinfo_may_ask)
      findings.error("scope", "\"" + scope + "\" is not for myinfo services", "uinfin");
    else if (!entitled.contains(scope))
      findings.error("scope", "\"" + scope + "\" without an entitlement",
                     "a line in inkan_entitlements with purpose and legal_basis");
    else if (!attribute->served)
      findings.warn("scope", "\"" + scope + "\" has no source here yet", "expect \"unavailable\": true for it");
    else
      findings.ok("scope", scope);
    entitled.erase(scope);
  }
  if (!openid) findings.error("scope", "without \"openid\"", "\"openid\" as one of the scopes");
  entitled.erase("");
  for (const std::string& scope : entitled)
    findings.warn("inkan_entitlements", "\"" + scope + "\" is entitled and not in scope",
                  "add it to scope or remove the line");
}

bool check_key(const json::object& key, const std::string& member, Findings& findings) {
  for (std::string_view secret : {"d", "p", "q", "dp", "dq", "qi", "k", "oth"}) {
    if (!key.contains(secret)) continue;
    findings.error(member, "holds the private member \"" + std::string(secret) + "\"",
                   "the public key only; the private key has now been shown to others, so make a new pair");
    return false;
  }
  auto parsed = crypto::PublicKey::from_jwk(key);
  if (!parsed) {
    findings.error(member, parsed.error().public_text,
                   "EC P-256, P-384 or P-521, Ed25519, or RSA of 2048 bits and more");
    return false;
  }
  if (parsed->key_id().empty())
    findings.warn(member, "no kid", "a kid that is unique and never used again, so that rotation works");
  if (!parsed->use()) findings.warn(member, "no use", "\"use\": \"sig\" or \"use\": \"enc\"");
  return true;
}

void check_keys(const json::object& registration, Findings& findings) {
  bool by_uri = registration.contains("jwks_uri");
  bool by_value = registration.contains("jwks");
  if (by_uri && by_value) return findings.error("jwks", "beside jwks_uri", "one of the two");
  if (by_uri) {
    std::string uri = text_or(registration, "jwks_uri", "");
    if (https_host(uri).empty())
      findings.warn("jwks_uri", uri,
                    "a public https address; others need a development exception in the server's configuration");
    else
      findings.ok("jwks_uri", uri);
    return;
  }
  if (!by_value) return;
  const json::object* set = find_object(registration, "jwks");
  const json::array* keys = set ? find_array(*set, "keys") : nullptr;
  if (keys == nullptr || keys->empty())
    return findings.error("jwks", "no keys", "{\"keys\": [a signing key, an encryption key]}");
  std::set<std::string> kids;
  bool good = true;
  for (size_t i = 0; i < keys->size(); ++i) {
    std::string member = "jwks.keys[" + std::to_string(i) + "]";
    if (!(*keys)[i].is_object()) {
      findings.error(member, "not an object", "a JWK");
      good = false;
      continue;
    }
    const json::object& key = (*keys)[i].as_object();
    good = check_key(key, member, findings) && good;
    if (auto kid = find_string(key, "kid"); kid && !kids.insert(std::string(*kid)).second) {
      findings.error(member, "kid \"" + std::string(*kid) + "\" is used twice", "a different kid for each key");
      good = false;
    }
  }
  if (good) findings.ok("jwks", std::to_string(keys->size()) + " readable public keys");
}

// check_encryption finds an encryption key that no response uses, which is nearly always an oversight.
void check_encryption(const json::object& registration, const Client& client, Findings& findings) {
  bool has_key = client.jwks && client.jwks->encryption_key(std::nullopt) != nullptr;
  for (std::string_view member : {"id_token_encrypted_response_alg", "userinfo_encrypted_response_alg"}) {
    if (registration.contains(member))
      findings.ok(std::string(member), text_or(registration, member, ""));
    else if (has_key)
      findings.warn(std::string(member), "missing although there is an encryption key",
                    "for example \"ECDH-ES+A256KW\"; without it the answer is not encrypted");
  }
}

void check_rest(const json::object& registration, Findings& findings) {
  auto client = Client::parse(registration);
  if (!client) {
    const std::string& text = client.error().public_text;
    size_t colon = text.find(": ");
    bool split_up = colon != std::string::npos && colon < 80;
    std::string member = split_up ? text.substr(0, colon) : "registration";
    return findings.error(member, split_up ? text.substr(colon + 2) : text, "see docs/clients.md");
  }
  check_encryption(registration, *client, findings);
  if (client->endpoint_audience_accepted)
    findings.warn("inkan_compat.endpoint_audience", "on",
                  "the issuer as audience of client assertions; FAPI 2.0 accepts nothing else");
  if (!client->name.contains("ja"))
    findings.warn("client_name#ja", "missing", "the name in Japanese, shown to residents who read Japanese");
  findings.ok("registration", "can be added as it is");
}

}  // namespace

std::vector<Finding> explain_registration(const json::object& registration) {
  Findings findings;
  check_members(registration, findings);
  check_redirects(registration, findings);
  check_scopes(registration, findings);
  check_keys(registration, findings);
  // What is wrong elsewhere parse says itself; after an error found above it would only repeat that one.
  if (!findings.has_error()) check_rest(registration, findings);
  return findings.take();
}

std::string to_text(const Finding& finding) {
  std::string line;
  switch (finding.severity) {
    case Severity::kOk:
      line = "ok       ";
      break;
    case Severity::kWarning:
      line = "warning  ";
      break;
    case Severity::kError:
      line = "error    ";
      break;
  }
  line += finding.member + ": " + finding.found;
  if (!finding.right.empty()) line += "; right: " + finding.right;
  return line;
}

}  // namespace inkan::catalogue
