#include "population/names/dates.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "population/names/fold.h"
#include "population/names/utf8.h"

namespace inkan::population::names {

namespace {

struct Era {
  std::string_view name;
  std::string_view letter;
  int first_year;
  int first_month, first_day;
  int last_year, last_month, last_day;
};

// The days of change 1912-07-30 and 1926-12-25 belong to both eras; 1989 and 2019 changed at midnight. Meiji counts
// from the calendar reform of 1873 in civil dates, which its numbering precedes by five years.
constexpr std::array<Era, 5> kEras{{{"明治", "m", 1868, 1, 25, 1912, 7, 30},
                                    {"大正", "t", 1912, 7, 30, 1926, 12, 25},
                                    {"昭和", "s", 1926, 12, 25, 1989, 1, 7},
                                    {"平成", "h", 1989, 1, 8, 2019, 4, 30},
                                    {"令和", "r", 2019, 5, 1, 9999, 12, 31}}};

std::unexpected<Error> refuse(std::string_view why) {
  return fail(ErrorCode::kInvalidInput,
              std::string(why) + " A date is written 1964-08-01, 昭和39年8月1日, S39.8.1 or 1964-00-00.");
}

// Parts as written: 0 is unknown.
struct Parts {
  int year = 0;
  int month = 0;
  int day = 0;
};

Result<PartialDate> common_date(const Parts& parts) {
  if (parts.year == 0) return refuse("The year is unknown.");
  if (parts.month == 0 && parts.day != 0) return refuse("A day without a month says nothing.");
  auto date = PartialDate::of(parts.year, parts.month == 0 ? std::nullopt : std::optional(parts.month),
                              parts.day == 0 ? std::nullopt : std::optional(parts.day));
  return date ? date : refuse("There is no such day.");
}

// The earliest (or latest) day that a partial date can be, as a number that orders.
int bound(const PartialDate& date, bool latest) {
  return date.year() * 10000 + date.month().value_or(latest ? 12 : 1) * 100 + date.day().value_or(latest ? 31 : 1);
}

Result<PartialDate> era_date(const Era& era, const Parts& parts) {
  if (parts.year < 1) return refuse("An era's years count from 1.");
  auto date = common_date({era.first_year + parts.year - 1, parts.month, parts.day});
  if (!date) return date;
  const int first = era.first_year * 10000 + era.first_month * 100 + era.first_day;
  const int last = era.last_year * 10000 + era.last_month * 100 + era.last_day;
  if (bound(*date, /*latest=*/true) < first || bound(*date, /*latest=*/false) > last)
    return refuse("The day is not in that era.");
  return date;
}

// take_numbers reads up to three numbers with anything that separates dates between them; 元 is 1.
std::optional<std::vector<int>> take_numbers(std::string_view text) {
  std::vector<int> numbers;
  std::string digits;
  const auto end_number = [&] {
    if (digits.empty()) return true;
    if (digits.size() > 8 || numbers.size() == 3) return false;
    numbers.push_back(int(*parse_int(digits)));
    digits.clear();
    return true;
  };
  const char* at = text.data();
  while (at < text.data() + text.size()) {
    const char32_t c = take_utf8(at, text.data() + text.size());
    if (c >= U'0' && c <= U'9') {
      digits.push_back(char(c));
    } else if (c >= U'０' && c <= U'９') {
      digits.push_back(char('0' + (c - U'０')));
    } else if (c == U'元' && digits.empty()) {
      digits = "1";
    } else if (std::u32string_view(U"-/.年月日 　．／－・<").find(c) != std::u32string_view::npos) {
      if (!end_number()) return std::nullopt;
    } else {
      return std::nullopt;
    }
  }
  if (!end_number() || numbers.empty()) return std::nullopt;
  return numbers;
}

Parts parts_of(const std::vector<int>& numbers) {
  return {numbers[0], numbers.size() > 1 ? numbers[1] : 0, numbers.size() > 2 ? numbers[2] : 0};
}

// compact_date reads YYYYMMDD and the card's EYYYYMMDD: the era it is shown in, then the common era's year. A day of
// change may stand in either era.
Result<PartialDate> compact_date(std::string_view digits) {
  const size_t era = digits.size() == 9 ? size_t(digits[0] - '0') : 0;
  if (digits.size() == 9) digits.remove_prefix(1);
  const auto number = [&](size_t at, size_t size) { return int(*parse_int(digits.substr(at, size))); };
  const Parts parts{number(0, 4), number(4, 2), number(6, 2)};
  if (era == 0) return common_date(parts);
  if (era > kEras.size()) return refuse("The era digit goes from 1 for Meiji to 5 for Reiwa.");
  if (parts.year == 0) return refuse("The year is unknown.");
  return era_date(kEras[era - 1], {parts.year - kEras[era - 1].first_year + 1, parts.month, parts.day});
}

}  // namespace

Result<PartialDate> parse_stated_date(std::string_view text) {
  constexpr size_t kLengthMax = 64;
  text = trim(text);
  if (text.empty() || text.size() > kLengthMax) return refuse("That is no date.");
  for (const Era& era : kEras) {
    std::string_view rest = text;
    if (rest.starts_with(era.name))
      rest.remove_prefix(era.name.size());
    else if (ascii_lower(rest.substr(0, 1)) == era.letter)
      rest.remove_prefix(1);
    else
      continue;
    const auto numbers = take_numbers(rest);
    if (!numbers) return refuse("That is no date.");
    return era_date(era, parts_of(*numbers));
  }
  if ((text.size() == 8 || text.size() == 9) && is_digits(text)) return compact_date(text);
  const auto numbers = take_numbers(text);
  if (!numbers) return refuse("That is no date.");
  return common_date(parts_of(*numbers));
}

std::optional<std::string> to_era(const PartialDate& date) {
  if (!date.complete()) return std::nullopt;
  const int day = bound(date, /*latest=*/false);
  // From the newest: on a day of change people write the new era.
  for (auto era = kEras.rbegin(); era != kEras.rend(); ++era) {
    if (day < era->first_year * 10000 + era->first_month * 100 + era->first_day) continue;
    const int year = date.year() - era->first_year + 1;
    return std::string(era->name) + (year == 1 ? "元" : std::to_string(year)) + "年" + std::to_string(*date.month()) +
           "月" + std::to_string(*date.day()) + "日";
  }
  return std::nullopt;
}

}  // namespace inkan::population::names
