#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "population/person.h"

namespace inkan::app::nation {

// kNamedAbout says who the five named residents are: the first people of every nation, the same for every seed but for
// their numbers.
inline constexpr std::array<std::string_view, 5> kNamedAbout{"Chinese Singaporean citizen", "Japanese foreign resident",
                                                             "Malay citizen", "Tamil citizen",
                                                             "British permanent resident"};

// named_facts gives their facts, in this order: adults with whole dates of birth, each in a household of their own.
std::vector<population::PersonFacts> named_facts();

}  // namespace inkan::app::nation
