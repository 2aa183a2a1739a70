#include "base/corporate_number.h"

#include "base/check.h"
#include "base/text.h"

namespace inkan {

char corporate_check_digit_of(std::string_view twelve_digits) {
  check(twelve_digits.size() == 12 && is_digits(twelve_digits), "a corporate check digit is made of twelve digits");
  int sum = 0;
  for (int n = 1; n <= 12; ++n) {
    const int digit = twelve_digits[size_t(12 - n)] - '0';  // n-th digit counted from the right
    sum += digit * (n % 2 == 1 ? 1 : 2);
  }
  return char('0' + 9 - sum % 9);
}

Result<CorporateNumber> CorporateNumber::parse(std::string_view text) {
  if (text.size() != 13 || !is_digits(text))
    return fail(ErrorCode::kInvalidInput, "A corporate number has 13 digits (0-9), nothing else.");
  if (corporate_check_digit_of(text.substr(1)) != text.front())
    return fail(ErrorCode::kInvalidInput, "The check digit, the first of the thirteen, does not fit the others.");
  return CorporateNumber(std::string(text));
}

Result<CorporateNumber> CorporateNumber::parse_invoice(std::string_view text) {
  if (text.empty() || text.front() != 'T')
    return fail(ErrorCode::kInvalidInput, "An invoice registration number is T and 13 digits.");
  return parse(text.substr(1));
}

}  // namespace inkan
