#pragma once

#include <span>

#include "population/match/index.h"

namespace inkan::population::match {

// StoredLink is one link as the sweep reads it: what the agency stated, encoded with this index's dictionaries, and
// whom it was linked to.
struct StoredLink {
  Record stated{};
  uint32_t ordinal = 0;
};

// sweep gives each link's risk: chance that it is a member of the family or a namesake. One cache line at a random
// place for each. risks.size() == links.size().
void sweep(const Index& index, std::span<const StoredLink> links, std::span<float> risks);

}  // namespace inkan::population::match
