#include "base/personal_number.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"

namespace inkan {

char check_digit_of(std::string_view eleven_digits) {
  check(eleven_digits.size() == 11 && is_digits(eleven_digits), "a check digit is made of eleven digits");
  int sum = 0;
  for (int n = 1; n <= 11; ++n) {
    const int digit = eleven_digits[size_t(11 - n)] - '0';  // n-th digit counted from the right
    sum += digit * (n <= 6 ? n + 1 : n - 5);
  }
  const int rest = sum % 11;
  return rest <= 1 ? '0' : char('0' + 11 - rest);
}

Result<PersonalNumber> PersonalNumber::parse(std::string_view text) {
  if (text.size() != 12 || !is_digits(text))
    return fail(ErrorCode::kInvalidInput, "A personal number has 12 digits (0-9), nothing else.");
  if (std::ranges::all_of(text, [](char c) { return c == '0'; }))
    return fail(ErrorCode::kInvalidInput, "The number of zeros is never issued.");
  if (check_digit_of(text.substr(0, 11)) != text.back())
    return fail(ErrorCode::kInvalidInput, "The check digit does not fit: please compare the number with the letter.");
  return PersonalNumber(std::string(text));
}

PersonalNumber PersonalNumber::draw(Random& random) {
  for (;;) {
    std::string digits(11, '0');
    for (char& c : digits) c = char('0' + random.below(10));
    digits += check_digit_of(digits);
    if (auto number = parse(digits)) return *number;
  }
}

}  // namespace inkan
