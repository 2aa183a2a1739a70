#pragma once

#include <span>
#include <string_view>

namespace inkan::population::names {

// RuleStrength is how far a rule goes towards "the same": kSame is mere typography; kWithNumber is the same for
// somebody who also brings the number (高橋, 髙橋); kAsk is only ever a reason to ask the person (キヨウコ, キョウコ).
enum class RuleStrength { kSame, kWithNumber, kAsk };

// Rule is one reason why two values count as equal, or cannot be compared. Ids are stable: links store them
// (REQ-MATCH-2).
struct Rule {
  std::string_view id{};
  RuleStrength strength = RuleStrength::kAsk;
  std::string_view says{};    // one sentence
  std::string_view source{};  // where the classes come from
};

// all_rules in the order of their ids; find_rule checks that the id exists (an unknown id is our bug).
std::span<const Rule> all_rules();
const Rule& find_rule(std::string_view id);

}  // namespace inkan::population::names
