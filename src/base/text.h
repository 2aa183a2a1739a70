#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inkan {

// Locale-free text helpers. ASCII only unless the name says UTF-8.
std::string ascii_lower(std::string_view text);
std::string ascii_upper(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
bool is_digits(std::string_view text);                                  // one or more of 0-9
std::string_view trim(std::string_view text);                           // spaces and tabs
std::vector<std::string> split(std::string_view text, char separator);  // keeps empty parts
std::string join(const std::vector<std::string>& parts, std::string_view separator);
// parse_int reads the whole text as a decimal number; no sign but '-', no spaces.
std::optional<int64_t> parse_int(std::string_view text);
// is_utf8 refuses overlong forms, surrogates and values above U+10FFFF.
bool is_utf8(std::string_view text);
// utf8_length counts code points of valid UTF-8.
size_t utf8_length(std::string_view text);

}  // namespace inkan
