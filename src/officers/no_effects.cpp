#include "officers/effects.h"

namespace inkan::officers {

Task<std::string> NoEffects::version_of(PersonId) const { co_return std::string(); }

Task<store::Batch> NoEffects::prepare(EffectOrder) const {
  co_return fail(ErrorCode::kUnavailable, "This program cannot carry out such a proposal.");
}

}  // namespace inkan::officers
