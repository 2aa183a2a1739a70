// Dates as documents write them: what is accepted is a day that can exist, and its era form reads back.
#include "base/check.h"
#include "population/names/dates.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto date = inkan::population::names::parse_stated_date(text);
  if (!date) return 0;
  const auto again = inkan::PartialDate::parse(date->text());
  inkan::check(again && *again == *date, "a date is one that the register can hold");
  const auto era = inkan::population::names::to_era(*date);
  if (!era) return 0;
  const auto back = inkan::population::names::parse_stated_date(*era);
  inkan::check(back && *back == *date, "the era form is the same day");
  return 0;
}
