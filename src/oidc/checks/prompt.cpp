#include "base/text.h"
#include "oidc/checks/all.h"

namespace inkan::oidc {

// OpenID Connect Core §3.1.2.1: prompt and max_age.
Answer<Done> check_prompt(Call& call, const Deps&) {
  std::string_view text = call.form.get("prompt");
  if (!text.empty()) {
    std::vector<std::string> prompts = split(text, ' ');
    for (const std::string& prompt : prompts) {
      if (prompt == "login" || prompt == "select_account")
        call.pushed.sign_in_again = true;
      else if (prompt == "consent")
        call.pushed.consent_again = true;
      else if (prompt == "none")
        call.pushed.no_pages = true;
      else
        return refuse(Code::kInvalidRequest,
                      "prompt '" + prompt.substr(0, 64) + "' is not known; use none, login or consent.");
    }
    if (call.pushed.no_pages && prompts.size() > 1)
      return refuse(Code::kInvalidRequest, "prompt 'none' excludes every other prompt.");
  }
  std::string_view age = call.form.get("max_age");
  if (age.empty()) return Done{};
  auto seconds = parse_int(age);
  constexpr int64_t kYear = 366LL * 24 * 3600;
  if (!seconds || *seconds < 0) return refuse(Code::kInvalidRequest, "max_age must be a whole number of seconds.");
  call.pushed.max_age = std::min(*seconds, kYear);
  return Done{};
}

}  // namespace inkan::oidc
