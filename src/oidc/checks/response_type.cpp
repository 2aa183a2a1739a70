#include "oidc/checks/all.h"

namespace inkan::oidc {

// FAPI 2.0 SP §5.3.2.2: only the code flow, answered in the query.
Answer<Done> check_response_type(Call& call, const Deps&) {
  std::string_view type = call.form.get("response_type");
  if (type.empty()) return refuse(Code::kInvalidRequest, "response_type is missing; it must be 'code'.");
  if (type != "code")
    return refuse(Code::kUnsupportedResponseType,
                  "response_type is '" + std::string(type.substr(0, 64)) + "'; it must be 'code'.");
  std::string_view mode = call.form.get("response_mode");
  if (!mode.empty() && mode != "query")
    return refuse(Code::kInvalidRequest,
                  "response_mode is '" + std::string(mode.substr(0, 64)) + "'; leave it out or write 'query'.");
  return Done{};
}

}  // namespace inkan::oidc
