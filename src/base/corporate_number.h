#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "base/result.h"

namespace inkan {

// CorporateNumber is the 13-digit number of a company or public body: a check digit, then twelve digits (reference:
// Ministry of Finance ordinance 2014 No. 70, art. 2). It is public, unlike the personal number, and never shares a
// field with it: a valid personal number followed by one more digit may be a valid corporate number.
class CorporateNumber {
 public:
  // parse accepts exactly thirteen ASCII digits whose first is the check digit of the others (1 to 9, never 0).
  static Result<CorporateNumber> parse(std::string_view text);
  // parse_invoice accepts a qualified-invoice registration number: "T" and the thirteen digits.
  static Result<CorporateNumber> parse_invoice(std::string_view text);

  const std::string& digits() const { return digits_; }
  friend auto operator<=>(const CorporateNumber&, const CorporateNumber&) = default;

 private:
  explicit CorporateNumber(std::string digits) : digits_(std::move(digits)) {}
  std::string digits_{};
};

// corporate_check_digit_of computes the first digit of the twelve that follow it.
char corporate_check_digit_of(std::string_view twelve_digits);

}  // namespace inkan
