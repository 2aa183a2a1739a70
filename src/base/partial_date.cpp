#include "base/partial_date.h"

#include <array>
#include <chrono>
#include <cstdio>

#include "base/text.h"

namespace inkan {

Result<PartialDate> PartialDate::of(int year, std::optional<int> month, std::optional<int> day) {
  auto refuse = [] {
    return fail(ErrorCode::kInvalidInput, "A date is YYYY-MM-DD, or YYYY-MM or YYYY where the rest is unknown.");
  };
  if (year < 1800 || year > 2200) return refuse();
  if (!month) return day ? Result<PartialDate>(refuse()) : PartialDate(year, 0, 0);
  if (*month < 1 || *month > 12) return refuse();
  if (!day) return PartialDate(year, *month, 0);
  const std::chrono::year_month_day ymd{std::chrono::year(year), std::chrono::month(unsigned(*month)),
                                        std::chrono::day(unsigned(*day))};
  if (*day < 1 || *day > 31 || !ymd.ok()) return refuse();
  return PartialDate(year, *month, *day);
}

Result<PartialDate> PartialDate::parse(std::string_view text) {
  auto number = [&](size_t at, size_t length) -> std::optional<int> {
    std::string_view part = text.substr(at, length);
    if (!is_digits(part)) return std::nullopt;
    auto value = parse_int(part);
    return value ? std::optional(int(*value)) : std::nullopt;
  };
  const bool shape = (text.size() == 4 || text.size() == 7 || text.size() == 10) &&
                     (text.size() < 7 || text[4] == '-') && (text.size() < 10 || text[7] == '-');
  auto year = shape ? number(0, 4) : std::nullopt;
  auto month = shape && text.size() >= 7 ? number(5, 2) : std::nullopt;
  auto day = shape && text.size() == 10 ? number(8, 2) : std::nullopt;
  if (!year || (text.size() >= 7 && !month) || (text.size() == 10 && !day)) return of(0, {}, {});
  return of(*year, month, day);
}

std::string PartialDate::text() const {
  std::array<char, 48> out{};
  if (month_ == 0)
    std::snprintf(out.data(), out.size(), "%04d", year_);
  else if (day_ == 0)
    std::snprintf(out.data(), out.size(), "%04d-%02d", year_, month_);
  else
    std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", year_, month_, day_);
  return out.data();
}

}  // namespace inkan
