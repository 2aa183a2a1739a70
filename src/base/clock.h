#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace inkan {

// Time is a point in UTC, microseconds since 1970.
using Time = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

// Clock is the only source of "now". Passed in, never ambient.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() const override;
};

// FakeClock stands still until a test moves it.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(Time start) : now_(start) {}
  Time now() const override { return now_; }
  void advance(Duration by) { now_ += by; }

 private:
  Time now_;
};

constexpr int64_t unix_seconds(Time t) {
  return std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count();
}
constexpr int64_t unix_micros(Time t) { return t.time_since_epoch().count(); }
constexpr Time from_unix_seconds(int64_t s) { return Time(std::chrono::seconds(s)); }
constexpr Time from_unix_micros(int64_t us) { return Time(std::chrono::microseconds(us)); }

// iso_date formats YYYY-MM-DD, iso_instant YYYY-MM-DDTHH:MM:SSZ, http_date the form of RFC 9110 §5.6.7; all UTC.
std::string iso_date(Time t);
std::string iso_instant(Time t);
std::string http_date(Time t);

}  // namespace inkan
