#pragma once

#include "base/clock.h"
#include "population/person.h"

namespace inkan::population {

// check_facts refuses (kInvalidInput, naming the field, never its content) what must not enter the register: no legal
// name or two, text that is not clean UTF-8, lengths beyond the published formats, unknown codes, dates of birth after
// `now`, and facts that contradict the kind of resident.
Result<Done> check_facts(const PersonFacts& facts, Time now);

}  // namespace inkan::population
