#include "officers/cases.h"

namespace inkan::officers {

Task<Case> load_case(const Cases& cases, OnDuty duty, std::string case_id) {
  if (auto right = need_right(duty, Right::kWorkCases); !right) co_return pass_on(right);
  auto found = co_await cases.find(std::move(case_id));
  if (!found) co_return pass_on(found);
  const bool theirs = *found && (*found)->open && duty.officer.jurisdiction.covers((*found)->jurisdiction);
  if (!theirs) co_return fail(ErrorCode::kNotFound, "There is no such open case of your jurisdiction.");
  co_return std::move(**found);
}

}  // namespace inkan::officers
