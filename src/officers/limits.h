#pragma once

#include "officers/deps.h"

namespace inkan::officers {

// How often one officer may read and fail. Each count is one statement of the batch that it limits: past the limit the
// batch does not happen, on whichever node (REQ-OPR-1, REQ-DB-1). Windows are whole hours and days of UTC.
struct ReadCounts {
  size_t hour = 0;  // indices of the statements
  size_t day = 0;
};
// count_read's statements break the batch when the officer has read as much as they may.
ReadCounts count_read(const Deps& deps, store::Batch& batch, const OfficerId& officer);
// count_failure counts a comparison or a code before it is known whether it is right, so that parallel guesses all
// count; forget_failure takes it back when it was.
size_t count_failure(const Deps& deps, store::Batch& batch, const OfficerId& officer);
void forget_failure(const Deps& deps, store::Batch& batch, const OfficerId& officer);

// refuse_for_limit raises the alarm of a reached limit and gives the error kTooMany to answer.
Task<Error> refuse_for_limit(const Deps& deps, Officer officer);

}  // namespace inkan::officers
