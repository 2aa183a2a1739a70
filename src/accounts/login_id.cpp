#include "accounts/login_id.h"

#include <algorithm>

#include "base/personal_number.h"
#include "base/text.h"

namespace inkan::accounts {
namespace {

constexpr size_t kLengthMin = 4;
constexpr size_t kLengthMax = 64;

bool allowed(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == '-' || c == '@' || c == '+';
}

}  // namespace

std::string LoginId::fold(std::string_view text) { return ascii_lower(trim(text)); }

Result<LoginId> LoginId::parse(std::string_view text) {
  text = trim(text);
  if (text.size() < kLengthMin || text.size() > kLengthMax || !std::ranges::all_of(text, allowed)) {
    return fail(ErrorCode::kInvalidInput, "A login ID has 4 to 64 letters, digits or . _ - @ +");
  }
  if (PersonalNumber::parse(text)) return fail(ErrorCode::kInvalidInput, "A personal number cannot be a login ID");
  return LoginId(std::string(text));
}

}  // namespace inkan::accounts
