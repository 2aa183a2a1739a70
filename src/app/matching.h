#pragma once

#include <memory>

#include "app/core.h"
#include "base/worker_pool.h"
#include "population/links/cases.h"
#include "population/links/links.h"
#include "population/scan.h"

namespace inkan::app {

// Matching is this node's matcher and whatever links records by it, wired over a Core that outlives it. Until
// fill_matching has answered it knows nobody, and everything that is asked of it is refused or put before an officer.
struct Matching {
  explicit Matching(Core& core);

  population::Scan scan;
  population::links::MatchService service;
  population::links::Links links;
  population::links::Cases cases;
  WorkerPool rebuilding{/*threads=*/1, /*waiting_max=*/1};  // blocks for as long as a nation takes to write
};

// fill_matching opens the base file of match.index, or reads the register. It blocks: before anything is served.
Result<Done> fill_matching(Matching& matching);

// The jobs of it, each run again and again (jobs.h).
// follow_register takes in who was changed and verifies their links again (REQ-LINK-7).
Task<Done> follow_register(Matching& matching);
// renew_index writes the base file anew when much has changed; look-ups and changes go on meanwhile.
Task<Done> renew_index(Matching& matching);
// sweep_if_due verifies all links nightly and when the program brings another model; `stopping` ends it between pages.
Task<Done> sweep_if_due(Matching& matching, const bool& stopping);

}  // namespace inkan::app
