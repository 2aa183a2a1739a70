#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/task.h"
#include "population/legal_basis.h"
#include "population/register.h"

namespace inkan::population {

struct PeopleExportOptions {
  audit::Actor officer{};                 // who asked for the file
  std::optional<LegalBasisId> numbers{};  // the basis on which numbers go into the file; without, none do
};

// export_people gives everybody whose registration stands, one line each without its end, in the order of registration:
// as people_row.h says, so that another register can read it, with "status" of those who died or left and "number"
// where the law allows it. What the register holds leaves byte for byte (REQ-MATCH-1), protected addresses too, marked.
// The journal row that says who and on which basis is durable before the first line. kForbidden without an officer, or
// for a basis that allows no export of numbers today (REQ-NUM-3). Answers how many people.
Task<int64_t> export_people(Register::Deps deps, PeopleExportOptions options,
                            std::function<Result<Done>(const std::string&)> each_line);

}  // namespace inkan::population
