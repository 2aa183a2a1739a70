#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"

namespace inkan::accounts {

// PasswordFlaw is what is wrong with a chosen password, one word key each (accounts.advice.<name>).
enum class PasswordFlaw { kTooShort, kTooLong, kCommonWord, kOwnWords, kRepeats, kSequence, kKeyboard, kDate, kWeak };
std::string_view to_text(PasswordFlaw flaw);

// Strength is the estimate of zxcvbn: score 0 to 4, 3 and more is good enough.
struct Strength {
  int score = 0;
  std::vector<PasswordFlaw> flaws{};  // empty exactly when the password may be used
  bool good() const { return flaws.empty(); }
};

// rate_password wants 8 to 128 characters and a score of 3. There are no rules about kinds of characters
// (NIST SP 800-63B §5.1.1.2). `own_words` (login id, parts of the name) count as known to a guesser.
Strength rate_password(const Secret& password, const std::vector<std::string>& own_words);

}  // namespace inkan::accounts
