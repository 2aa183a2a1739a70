#pragma once

#include "base/json.h"
#include "population/person.h"

// What a correction keeps: not the record as it is right, but the parts of it that were wrong, so that an event learnt
// of later, but valid earlier, is not swept away with the rest. Pure functions. Only for this folder.
namespace inkan::population {

// patch_between says in which parts two records differ; empty when in none (another order of names is no difference):
// {"set": {…}, "unset": […]} for members with one value, and lists of edits for "names" and "residences" (the address
// of today, then earlier ones). An edit names its element by what stood in it: {"of": …, "set": …, "unset": …},
// {"remove": …}, or {"add": …} (with "today": true for the residence that is today's).
json::object patch_between(const PersonFacts& from, const PersonFacts& to);

// apply_patch puts the parts right. An element that has become another's past meanwhile (a legal name that is now a
// previous one, an address moved away from) is put right where it stands now; one that is gone is left alone when it
// was to go, and else its place is taken. kConflict when nothing is left of what a record needs.
Result<PersonFacts> apply_patch(const PersonFacts& facts, const json::object& patch);

}  // namespace inkan::population
