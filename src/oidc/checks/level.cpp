#include "base/text.h"
#include "catalogue/acr.h"
#include "oidc/checks/all.h"

namespace inkan::oidc {

// OpenID Connect Core §3.1.2.1: acr_values in order of preference; the first is taken. Without it the client's
// default counts, then the server's.
Answer<Done> check_level(Call& call, const Deps& deps) {
  call.pushed.level = call.client->default_level.value_or(deps.settings.default_level);
  std::string_view values = call.form.get("acr_values");
  if (values.empty()) return Done{};
  std::string wanted = split(values, ' ').front();
  auto level = catalogue::parse_acr(wanted);
  if (!level) {
    return refuse(Code::kInvalidRequest, "acr_values '" + wanted.substr(0, 64) + "' is not known; use " +
                                             catalogue::acr_text(1) + " or " + catalogue::acr_text(2) + ".");
  }
  if (*level > call.client->level_max)
    return refuse(Code::kInvalidRequest, "acr_values '" + wanted + "' is not allowed for this client.");
  call.pushed.level = *level;
  return Done{};
}

}  // namespace inkan::oidc
