// Personal numbers: whatever is accepted has twelve digits, the right check digit, and survives no changed digit
// unnoticed but for those the rule cannot see (remainders 0 and 1 share the check digit 0).
#include "base/check.h"
#include "base/personal_number.h"
#include "base/text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto number = inkan::PersonalNumber::parse(text);
  if (!number) return 0;
  inkan::check(number->digits() == text, "a number is kept as it was read");
  inkan::check(text.size() == 12 && inkan::is_digits(text), "a number has twelve digits");
  inkan::check(text != "000000000000", "the number of zeros is refused");
  inkan::check(inkan::check_digit_of(text.substr(0, 11)) == text.back(), "the check digit fits");
  inkan::check(number->masked().substr(9) == text.substr(9), "the mask leaves the last three digits");
  std::string changed(text);
  for (char c = '0'; c <= '9'; ++c) {
    changed.back() = c;
    const bool same = c == text.back();
    inkan::check(inkan::PersonalNumber::parse(changed).has_value() == same, "only one check digit fits");
  }
  return 0;
}
