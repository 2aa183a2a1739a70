#include <algorithm>
#include <set>

#include "base/text.h"
#include "oidc/checks/all.h"

namespace inkan::oidc {

// RFC 6749 §3.3; the order is free. Every scope must be one the service is entitled to: none is dropped in silence.
Answer<Done> check_scope(Call& call, const Deps&) {
  std::string_view text = call.form.get("scope");
  if (text.empty()) return refuse(Code::kInvalidScope, "scope is missing; it must hold 'openid'.");
  std::set<std::string> asked;
  for (std::string& scope : split(text, ' ')) {
    if (scope.empty()) return refuse(Code::kInvalidScope, "scope has two spaces in a row, or one at an end.");
    if (std::ranges::find(call.client->scopes, scope) == call.client->scopes.end()) {
      return refuse(Code::kInvalidScope,
                    "scope '" + scope.substr(0, 64) +
                        "' is not registered for this client; it may ask for: " + join(call.client->scopes, " "));
    }
    if (asked.insert(scope).second) call.pushed.scopes.push_back(std::move(scope));
  }
  if (!asked.contains("openid")) return refuse(Code::kInvalidScope, "scope must hold 'openid'.");
  return Done{};
}

}  // namespace inkan::oidc
