#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace inkan {

// PartialDate is a civil date whose day, or day and month, may be unknown: 1950, 1950-07, 1950-07-31.
// It is never filled up with a guess; comparing for equality compares what is known.
class PartialDate {
 public:
  // parse accepts YYYY, YYYY-MM and YYYY-MM-DD with a real calendar day, years 1800 to 2200.
  static Result<PartialDate> parse(std::string_view text);
  static Result<PartialDate> of(int year, std::optional<int> month, std::optional<int> day);

  int year() const { return year_; }
  std::optional<int> month() const { return month_ ? std::optional(month_) : std::nullopt; }
  std::optional<int> day() const { return day_ ? std::optional(day_) : std::nullopt; }
  bool complete() const { return day_ != 0; }
  std::string text() const;
  friend auto operator<=>(const PartialDate&, const PartialDate&) = default;

 private:
  PartialDate(int year, int month, int day) : year_(year), month_(month), day_(day) {}
  int year_ = 0;
  int month_ = 0;  // 0: unknown
  int day_ = 0;    // 0: unknown
};

}  // namespace inkan
