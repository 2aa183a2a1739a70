#pragma once

#include <string>
#include <vector>

#include "officers/cases.h"
#include "officers/proposals.h"
#include "portal/console/rows.h"

namespace inkan::portal::console {

// stated_lines says in words what an agency's record states: what was received, never what the register holds.
std::vector<Line> stated_lines(const http::Reader& reader, const population::Stated& stated);

// fill_outcome fills ATTRIBUTE, OUTCOME (in words), CODE ("EQUAL_AFTER_RULE"), TAG, and RULE with RULE_ID where a rule
// made it so. It takes outcomes only: there is no value in it to show (REQ-LINK-4).
void fill_outcome(const http::Reader& reader, const officers::CaseOutcome& outcome, http::PageData& item);

// outcome_json is the same for programs.
json::object outcome_json(const officers::CaseOutcome& outcome);

// rulings_for gives what may be proposed about a case.
std::vector<officers::ProposalKind> rulings_for(const officers::Case& one);

}  // namespace inkan::portal::console
