#pragma once

#include <string_view>

namespace inkan {

// holds_personal_number finds twelve digits in a row, no more, that are a personal number. One text in ten of twelve
// digits is one by chance: for keeping numbers out of what we write, not for finding people.
bool holds_personal_number(std::string_view text);

}  // namespace inkan
