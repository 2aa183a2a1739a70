#pragma once

#include <vector>

#include "app/matching.h"
#include "app/nation/loader.h"

namespace inkan::app {

// seed_demo_links brings an agency's records about the named residents: three that are linked and three that wait for
// an officer, the same for every start of a seed. Fills the matcher and writes its file.
Result<Done> seed_demo_links(Matching& matching, const std::vector<nation::NamedResident>& named, uint64_t seed);

}  // namespace inkan::app
