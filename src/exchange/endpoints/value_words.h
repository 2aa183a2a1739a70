#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "http/words.h"
#include "population/codes.h"

namespace inkan::exchange {

// code_in_words says a registered code in the reader's words; a code that its table does not know is shown as it is.
std::string code_in_words(const http::Reader& reader, population::CodeTable table, std::string_view code);

// value_in_words says in the reader's words what an envelope of a scope holds: dates, codes, countries, an address on
// one line, a number in groups. Everything else is shown as it is; an empty text means that there is nothing to show.
std::string value_in_words(const http::Reader& reader, std::string_view scope, const json::object& envelope);

// spaced_number writes digits in groups of four, masked ones as dots.
std::string spaced_number(std::string_view digits);

}  // namespace inkan::exchange
