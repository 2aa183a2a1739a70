#include "http/date_words.h"

#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include "base/check.h"

namespace inkan::http {

namespace {

constexpr std::chrono::hours kNationZone{8};

// format writes a UTC time by an ICU pattern; the zone is added before, so that no zone data is needed.
std::string format(Time utc, const std::string& pattern, const std::string& language) {
  UErrorCode status = U_ZERO_ERROR;
  icu::SimpleDateFormat formatter(icu::UnicodeString::fromUTF8(pattern), icu::Locale(language.c_str()), status);
  check(U_SUCCESS(status) != 0, "a date pattern in the words is one that ICU reads");
  formatter.setTimeZone(*icu::TimeZone::getGMT());
  icu::UnicodeString text;
  formatter.format(UDate(unix_micros(utc)) / 1000.0, text);
  std::string result;
  text.toUTF8String(result);
  return result;
}

}  // namespace

std::string format_moment(const Reader& reader, Time time) {
  return format(time + kNationZone, reader.word("date.moment"), reader.language.tag);
}

std::string format_date(const Reader& reader, const PartialDate& date) {
  using namespace std::chrono;
  year_month_day day(year(date.year()), month(unsigned(date.month().value_or(1))),
                     std::chrono::day(unsigned(date.day().value_or(1))));
  std::string kind = date.complete() ? "day" : date.month() ? "month" : "year";
  std::string text = format(sys_days(day), reader.word("date." + kind), reader.language.tag);
  if (date.complete()) return text;
  return fill_word(reader.word("date.unknown_after_" + kind), "DATE", text);
}

}  // namespace inkan::http
