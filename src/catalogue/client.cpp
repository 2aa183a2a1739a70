#include "catalogue/client.h"

#include <algorithm>

namespace inkan::catalogue {

const std::string& Client::display_name(std::string_view language) const {
  static const std::string kNone;
  auto found = name.find(std::string(language));
  if (found == name.end()) found = name.find("en");
  if (found == name.end()) found = name.begin();
  return found == name.end() ? kNone : found->second;
}

const Entitlement* Client::find_entitlement(std::string_view scope) const {
  auto found = std::ranges::find(entitlements, scope, &Entitlement::scope);
  return found == entitlements.end() ? nullptr : &*found;
}

}  // namespace inkan::catalogue
