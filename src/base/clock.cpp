#include "base/clock.h"

#include <array>
#include <cstdio>

namespace inkan {

namespace {
struct Parts {
  int year, month, day, hour, minute, second, weekday;
};

Parts parts_of(Time t) {
  auto day = std::chrono::floor<std::chrono::days>(t);
  std::chrono::year_month_day ymd(day);
  std::chrono::hh_mm_ss hms(std::chrono::floor<std::chrono::seconds>(t - day));
  return {int(ymd.year()),
          int(unsigned(ymd.month())),
          int(unsigned(ymd.day())),
          int(hms.hours().count()),
          int(hms.minutes().count()),
          int(hms.seconds().count()),
          int(std::chrono::weekday(day).c_encoding())};
}
}  // namespace

Time SystemClock::now() const {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::string iso_date(Time t) {
  Parts p = parts_of(t);
  std::array<char, 48> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", p.year, p.month, p.day);
  return out.data();
}

std::string iso_instant(Time t) {
  Parts p = parts_of(t);
  std::array<char, 96> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02d-%02dT%02d:%02d:%02dZ", p.year, p.month, p.day, p.hour, p.minute,
                p.second);
  return out.data();
}

std::string http_date(Time t) {
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  Parts p = parts_of(t);
  std::array<char, 96> out{};
  std::snprintf(out.data(), out.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays.at(p.weekday), p.day,
                kMonths.at(p.month - 1), p.year, p.hour, p.minute, p.second);
  return out.data();
}

}  // namespace inkan
