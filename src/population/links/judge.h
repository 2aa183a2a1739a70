#pragma once

#include <optional>
#include <string>

#include "population/links/link.h"

namespace inkan::population::links {

// How often a stated number is somebody else's although the attributes agree with its owner: what the inspection of
// 2023 found among 82 million records, one in ten thousand.
inline constexpr double kWrongNumberShare = 1e-4;

// Judged is what the register makes of a record. It holds a candidate and stays inside.
struct Judged {
  Answer answer = Answer::kRefused;
  std::optional<PersonId> person{};  // with kLinked
  std::optional<PersonId> best{};    // whoever comes nearest
  Method method = Method::kAttributes;
  std::string attributes{};
  std::string outcomes{};
  double wrong_chance = 1;
  std::optional<match::Attribute> settles{};
  std::string reason{};         // "not-sure", "not-comparable", a veto
  bool not_comparable = false;  // a name that cannot be compared (REQ-LINK-6)
  uint32_t model_version = 0;
};

// judge_by_attributes links on the full attributes alone, when one person and no other is sure enough (REQ-LINK-2).
Judged judge_by_attributes(const match::Matcher& matcher, const Stated& stated, const match::Terms& terms);
// judge_by_number: do the attributes stated agree with the owner of the number? (REQ-LINK-3)
Judged judge_by_number(const match::Matcher& matcher, const Stated& stated, const PersonId& owner,
                       const match::Terms& terms);

}  // namespace inkan::population::links
