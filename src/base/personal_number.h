#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"

namespace inkan {

// PersonalNumber is the 12-digit Individual Number: eleven digits and a check digit (reference: Ordinance of the
// Ministry of Internal Affairs 2014 No. 85, art. 5). It names a person, it proves nothing, and it is text:
// leading zeros count. Not printable by accident: there is no operator<< and no formatter.
class PersonalNumber {
 public:
  // parse accepts exactly twelve ASCII digits with the right check digit; all zeros are refused.
  static Result<PersonalNumber> parse(std::string_view text);
  // draw makes a number from eleven random digits: it follows from nothing and nothing follows from it.
  static PersonalNumber draw(Random& random);

  // digits gives the number itself: for sealing, keyed hashing and the owner's own eyes.
  const std::string& digits() const { return digits_; }
  // masked shows the last three digits only.
  std::string masked() const { return "*********" + digits_.substr(9); }
  friend auto operator<=>(const PersonalNumber&, const PersonalNumber&) = default;

 private:
  explicit PersonalNumber(std::string digits) : digits_(std::move(digits)) {}
  std::string digits_{};
};

// check_digit_of computes the twelfth digit of eleven.
char check_digit_of(std::string_view eleven_digits);

}  // namespace inkan
