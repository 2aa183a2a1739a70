#pragma once

#include <functional>
#include <string_view>

namespace inkan::population::names {

// ReadingModel says how likely a reading belongs to a written name, 0.0 to 1.0. It may only order a queue that people
// work through: it neither links nor refuses nor holds anything back by itself (REQ-MATCH-5). compare.h and match/ do
// not include this header; a test checks that.
using ReadingModel = std::function<double(std::string_view written, std::string_view kana)>;

// reading_plausibility is the built-in model: can the reading be cut so that each character takes one of its usual
// readings?
double reading_plausibility(std::string_view written, std::string_view kana);

// is_plausible_reading is the model at the threshold whose false-alarm rates the README states by group.
bool is_plausible_reading(std::string_view written, std::string_view kana);

}  // namespace inkan::population::names
