#include <algorithm>

#include "base/text.h"
#include "catalogue/attributes.h"
#include "oidc/checks/all.h"

namespace inkan::oidc {

namespace {

constexpr size_t kMessageLengthMax = 100;

// Printable ASCII except < > \ and backtick; it is escaped wherever it is shown.
bool is_legal_message(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return c >= 0x20 && c <= 0x7e && c != '<' && c != '>' && c != '\\' && c != '`'; });
}

}  // namespace

// Wire contract §2.2: what the resident signs in for, shown on the sign-in page. Login services must say it, myinfo
// services must not.
Answer<Done> check_context(Call& call, const Deps&) {
  std::string_view type = call.form.get("authentication_context_type");
  std::string_view message = call.form.get("authentication_context_message");
  if (call.client->kind == catalogue::ClientKind::kMyinfo) {
    if (type.empty() && message.empty()) return Done{};
    return refuse(
        Code::kInvalidRequest,
        "authentication_context_type and authentication_context_message are only for login clients. Remove them.");
  }
  if (type.empty())
    return refuse(Code::kInvalidRequest, "authentication_context_type is missing; login clients must send it.");
  if (!catalogue::is_context_type(type)) {
    return refuse(Code::kInvalidRequest, "authentication_context_type '" + std::string(type.substr(0, 64)) +
                                             "' is not in the published list.");
  }
  const auto& enabled = call.client->context_types;
  if (std::ranges::find(enabled, type) == enabled.end()) {
    return refuse(
        Code::kInvalidRequest,
        "Requested authentication context type is not registered. Registered for this client: " + join(enabled, " "));
  }
  if (message.size() > kMessageLengthMax)
    return refuse(Code::kInvalidRequest, "authentication_context_message is longer than 100 characters.");
  if (!is_legal_message(message))
    return refuse(Code::kInvalidRequest,
                  "authentication_context_message may hold printable ASCII only, without < > backslash and backtick.");
  call.pushed.context_type = std::string(type);
  call.pushed.context_message = std::string(message);
  return Done{};
}

}  // namespace inkan::oidc
