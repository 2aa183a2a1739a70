// Partial dates: whatever is accepted is written back byte for byte and is a day that can exist.
#include "base/check.h"
#include "base/partial_date.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto date = inkan::PartialDate::parse(text);
  if (!date) return 0;
  inkan::check(date->text() == text, "a date is written as it was read");
  inkan::check(date->year() >= 1800 && date->year() <= 2200, "years are those of living people");
  inkan::check(!date->day() || date->month(), "a day belongs to a month");
  inkan::check(date->complete() == date->day().has_value(), "a whole date has a day");
  const auto again = inkan::PartialDate::of(date->year(), date->month(), date->day());
  inkan::check(again && *again == *date, "the parts of a date make the date");
  return 0;
}
