#include "exchange/reasons.h"

namespace inkan::exchange {

namespace {

json::object texts_of(const std::map<std::string, std::string>& texts) {
  json::object object;
  for (const auto& [language, text] : texts) object[language] = text;
  return object;
}

}  // namespace

json::object reasons_note(const catalogue::Client& client, const std::vector<std::string>& scopes) {
  json::array names;
  json::object purpose;
  json::object legal_basis;
  for (const auto& scope : scopes) {
    names.emplace_back(scope);
    const catalogue::Entitlement* entitlement = client.find_entitlement(scope);
    if (!entitlement) continue;
    purpose[scope] = texts_of(entitlement->purpose);
    legal_basis[scope] = texts_of(entitlement->legal_basis);
  }
  json::object note;
  note["scopes"] = std::move(names);
  note["purpose"] = std::move(purpose);
  note["legal_basis"] = std::move(legal_basis);
  return note;
}

}  // namespace inkan::exchange
