#include "population/fresh_proof.h"

namespace inkan::population {

Result<FreshProof> FreshProof::accept(const Claim& claim, const Demand& demand) {
  // REQ-SES-1: the same subject.
  if (claim.subject.empty() || claim.subject != demand.subject)
    return fail(ErrorCode::kForbidden,
                "Somebody else has identified themselves. Nothing was stored; please begin again.");
  // REQ-SES-2: the same card as when the data was entered.
  if (claim.presence != demand.presence)
    return fail(ErrorCode::kForbidden, "Another card was seen. Nothing was stored; please begin again.");
  if (claim.proven_at > demand.now || demand.now - claim.proven_at > demand.age_max)
    return fail(ErrorCode::kExpired, "Please identify yourself again, just before you confirm.");
  if (claim.proven_at < demand.entered_at)
    return fail(ErrorCode::kExpired, "Please identify yourself after the data was entered.");
  return FreshProof(claim.subject, claim.proven_at);
}

}  // namespace inkan::population
