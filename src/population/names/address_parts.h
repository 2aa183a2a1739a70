#pragma once

#include <string_view>

#include "population/names/address.h"

// Inside of address.cpp: one parser for each way of writing.
namespace inkan::population::names {

ParsedAddress parse_japanese_address(std::string_view line);
ParsedAddress parse_latin_address(std::string_view line);

}  // namespace inkan::population::names
