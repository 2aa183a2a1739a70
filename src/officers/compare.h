#pragma once

#include <vector>

#include "officers/access.h"
#include "officers/cases.h"
#include "population/names/compare.h"
#include "population/stated.h"

namespace inkan::officers {

// CompareAnswer is all that an officer learns from a comparison: outcomes, never a value of the register (REQ-LINK-4).
// kUnclear asks for a second officer.
struct CompareAnswer {
  population::names::Agreement agreement = population::names::Agreement::kUnclear;
  std::vector<CaseOutcome> outcomes{};  // of what was stated
};
// compare_person compares what the applicant states with the record that the basis opens. kInvalidInput, before
// anything is looked at, without name, date of birth and address (REQ-LINK-1). The look is recorded as every other, and
// it counts as a failure unless it agrees: kTooMany past the limit.
Task<CompareAnswer> compare_person(const Deps& deps, OnDuty duty, Basis basis, population::Stated stated);

}  // namespace inkan::officers
