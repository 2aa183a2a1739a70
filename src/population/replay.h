#pragma once

#include <string_view>
#include <vector>

#include "population/history.h"

// How a list of events becomes a record: pure functions. Only for this folder.
namespace inkan::population {

// mark_undone says which entries were taken back. An undo that was itself taken back takes nothing back.
void mark_undone(std::vector<TimelineEntry>& entries);

// replay applies `entries` (the first of them began the record) to the first record, by the day from which each holds,
// up to `until`. kConflict when an event does not fit those before it: nobody leaves twice, the dead do not move, and
// what another event builds upon cannot be taken back.
Result<PersonAsOf> replay(PersonFacts first, std::vector<TimelineEntry> entries, std::string_view until);

}  // namespace inkan::population
