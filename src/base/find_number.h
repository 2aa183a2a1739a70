#pragma once

#include <string>
#include <string_view>

namespace inkan {

// holds_personal_number finds twelve digits in a row, no more, that are a personal number. One text in ten of twelve
// digits is one by chance: for keeping numbers out of what we write, not for finding people.
bool holds_personal_number(std::string_view text);

// without_personal_numbers puts "(a personal number)" where holds_personal_number finds one: for texts that tell a
// sender what was sent (REQ-NUM-2).
std::string without_personal_numbers(std::string_view text);

}  // namespace inkan
