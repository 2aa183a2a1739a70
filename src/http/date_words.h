#pragma once

#include <string>

#include "base/clock.h"
#include "base/partial_date.h"
#include "http/words.h"

namespace inkan::http {

// format_moment gives a time as people say it in the nation's time zone (UTC+8): "23 November 2026, 14:05",
// "2026年11月23日 14:05". The order of the parts is a word, so that a new language needs no code.
std::string format_moment(const Reader& reader, Time time);

// format_date gives a civil date; unknown parts are left out and named as unknown, never guessed.
std::string format_date(const Reader& reader, const PartialDate& date);

}  // namespace inkan::http
