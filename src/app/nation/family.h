#pragma once

#include <vector>

#include "app/nation/names.h"

namespace inkan::app::nation {

enum class Role { kAdult, kPartner, kChild, kGrandparent, kFlatmate };

// Member is one person of a household before there is a name or a paper.
struct Member {
  Role role = Role::kAdult;
  population::Sex sex = population::Sex::kFemale;
  PartialDate born;  // whole, or without what the register does not know
  std::string_view marital_status{};
};

// draw_members draws who lives together: singles, couples, parents with children (twins among them), grandparents,
// flatmates.
std::vector<Member> draw_members(bool foreign, Random& random);

}  // namespace inkan::app::nation
