#include <algorithm>

#include "oidc/checks/all.h"

namespace inkan::oidc {

namespace {

constexpr size_t kLengthMax = 255;

// Wire contract §2.2: A-Z a-z 0-9 / + _ - = . and ours also ~ and :, which generators of random text produce.
bool is_legal(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/+_-=.~:").find(c) != std::string_view::npos;
  });
}

Answer<std::string> read(const Call& call, std::string_view name) {
  std::string_view value = call.form.get(name);
  if (value.size() > kLengthMax)
    return refuse(Code::kInvalidRequest, std::string(name) + " is longer than 255 characters.");
  if (!is_legal(value))
    return refuse(Code::kInvalidRequest, std::string(name) + " may hold letters, digits and / + _ - = . ~ : only.");
  return std::string(value);
}

}  // namespace

// Both may be absent (RFC 6749 §4.1.1; OpenID Connect Core §3.1.2.1): PKCE and DPoP bind the code.
Answer<Done> check_state_and_nonce(Call& call, const Deps&) {
  auto state = read(call, "state");
  if (!state) return pass_error(state);
  auto nonce = read(call, "nonce");
  if (!nonce) return pass_error(nonce);
  call.pushed.state = std::move(*state);
  call.pushed.nonce = std::move(*nonce);
  return Done{};
}

}  // namespace inkan::oidc
