#include "population/links/service.h"

namespace inkan::population::links {

void MatchService::put(const PersonId& person, Stated known) {
  std::erase_if(known.addresses, [](const StatedAddress& address) { return address.is_protected; });
  matcher_->put(person, known);
}

}  // namespace inkan::population::links
