#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/partial_date.h"
#include "base/result.h"

namespace inkan::population::names {

// parse_stated_date reads a date as documents write it: 1964-08-01, 1964/8/1, 1964-00-00 and 1964-08 (unknown parts),
// 昭和39年8月1日, S39.8.1, 令和元年5月1日, ３９ in full width, and JPKI's EYYYYMMDD (era digit 1 Meiji to 5
// Reiwa, or 0; the year of the common era; 00 for an unknown part). kInvalidInput when the day does not exist, or not
// in that era: 昭和64 ended on 1989-01-07. The days on which an era changed belong to both only for Meiji/Taisho and
// Taisho/Showa.
Result<PartialDate> parse_stated_date(std::string_view text);

// to_era writes a complete date in its era: 令和元年5月1日. nullopt before Meiji or when a part is unknown.
std::optional<std::string> to_era(const PartialDate& date);

}  // namespace inkan::population::names
