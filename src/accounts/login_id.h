#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace inkan::accounts {

// LoginId is the name a resident chose for signing in: 4 to 64 of A-Z a-z 0-9 . _ - @ +, kept as typed and compared
// without regard to case. ASCII only, so that no look-alike letters can pose as somebody else's. Never a personal
// number.
class LoginId {
 public:
  // parse refuses other characters, lengths, and anything that is a personal number (REQ-NUM-4).
  static Result<LoginId> parse(std::string_view text);
  // fold gives the form that is hashed and compared; any text may be folded, also one that parse refuses.
  static std::string fold(std::string_view text);

  const std::string& text() const { return text_; }
  std::string folded() const { return fold(text_); }

 private:
  explicit LoginId(std::string text) : text_(std::move(text)) {}
  std::string text_{};
};

}  // namespace inkan::accounts
