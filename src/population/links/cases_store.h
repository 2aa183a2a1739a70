#pragma once

#include <optional>
#include <string>
#include <vector>

#include "population/links/cases.h"
#include "population/links/seals.h"

// SQL of cases. Only this room calls it.
namespace inkan::population::links {

struct NewCase {
  Case about{};
  BatchId batch{};
  SealedCase content{};
};
// add_case opens a case; for a link that has an open one already nothing happens.
void add_case(store::Batch& batch, const NewCase& new_case);
// close_case is undone when the case was closed meanwhile.
void close_case(store::Batch& batch, const Case& about, Verdict verdict, const Origin& by, Time now);

struct StoredCase {
  Case about{};
  SealedCase content{};
};
Task<std::optional<StoredCase>> find_case(store::Database& database, std::string case_id);
Task<std::vector<Case>> list_cases(store::Database& database, Cases::Filter filter, int skip, int limit);
Task<int64_t> count_open_cases(store::Database& database);
// add_wrong_audit counts a link that was found to be wrong: drawn by nobody and seen for certain, so that it
// weighs as one of the agency's links.
void add_wrong_audit(store::Batch& batch, const std::string& audit_id, const Link& link, Time now);

}  // namespace inkan::population::links
