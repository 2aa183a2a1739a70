#include "app/matching.h"

#include "base/run_task.h"
#include "population/links/sweep.h"

namespace inkan::app {

namespace {

namespace links = population::links;

constexpr Duration kNight = std::chrono::hours(24);

population::Register::Deps register_deps(Core& core) {
  return {*core.database, *core.master_key, *core.keyed_hash, *core.journal, core.clock, core.random};
}

}  // namespace

Matching::Matching(Core& core)
    : scan(register_deps(core)),
      service({.scan = scan, .keyed_hash = *core.keyed_hash, .log = core.log, .path = core.config.match_index}),
      links({.database = *core.database,
             .master_key = *core.master_key,
             .keyed_hash = *core.keyed_hash,
             .journal = *core.journal,
             .people = *core.people,
             .matching = service,
             .clock = core.clock,
             .random = core.random,
             .log = core.log}),
      cases(links) {}

Result<Done> fill_matching(Matching& matching) { return run_task(matching.service.fill()); }

Task<Done> follow_register(Matching& matching) {
  for (;;) {
    auto changed = co_await matching.service.take_changes();
    if (!changed) co_return pass_on(changed);
    if (changed->empty()) co_return Done{};
    for (const auto& person : *changed) {
      auto swept = co_await links::sweep_person(matching.links, person);
      if (!swept) co_return pass_on(swept);
    }
  }
}

Task<Done> renew_index(Matching& matching) {
  if (!matching.service.wants_rebuild()) co_return Done{};
  co_return co_await matching.rebuilding.run<Done>([&matching] { return matching.service.rebuild(); });
}

Task<Done> sweep_if_due(Matching& matching, const bool& stopping) {
  auto due = co_await links::find_due_sweep(matching.links, kNight);
  if (!due) co_return pass_on(due);
  if (!*due) co_return Done{};
  auto swept = co_await links::sweep(matching.links, **due, [&stopping](int64_t) { return !stopping; });
  // Another node does the same: one of them is enough.
  if (!swept && swept.error().code != ErrorCode::kConflict) co_return pass_on(swept);
  co_return Done{};
}

}  // namespace inkan::app
