#pragma once

#include <string_view>

namespace inkan::population::names {

// Outcome of comparing one attribute. "Not comparable" is a value, never "equal" and never skipped (REQ-LINK-6).
enum class Outcome { kEqual, kEqualAfterRule, kDifferent, kNotComparable };

// Comparison is an outcome and, for kEqualAfterRule and kNotComparable, the rule that made it so: a stable id such as
// "kanji-variant", "kana-small-large", "previous-surname", "unknown-part". Static text (REQ-MATCH-2).
struct Comparison {
  Outcome outcome = Outcome::kNotComparable;
  std::string_view rule{};
};

// to_text: EQUAL, EQUAL_AFTER_RULE, DIFFERENT, NOT_COMPARABLE.
std::string_view to_text(Outcome outcome);

}  // namespace inkan::population::names
