#include <algorithm>

#include "base/text.h"
#include "oidc/checks/all.h"

namespace inkan::oidc {

// RFC 9700 §4.1.3: exact string comparison with what was registered, no patterns, no normalising.
Answer<Done> check_redirect_uri(Call& call, const Deps&) {
  const std::vector<std::string>& registered = call.client->redirect_uris;
  std::string uri(call.form.get("redirect_uri"));
  if (uri.empty())
    return refuse(Code::kInvalidRequest, "redirect_uri is missing; registered: " + join(registered, " , "));
  if (std::ranges::find(registered, uri) == registered.end()) {
    return refuse(Code::kInvalidRequest,
                  "redirect_uri is '" + uri.substr(0, 200) +
                      "', which is not registered. It must be, letter for letter, one of: " + join(registered, " , "));
  }
  call.pushed.redirect_uri = std::move(uri);
  return Done{};
}

}  // namespace inkan::oidc
