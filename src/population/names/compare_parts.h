#pragma once

#include "population/names/compare.h"

// Inside of compare.cpp and compare_names.cpp.
namespace inkan::population::names {

Comparison compare_split(const SplitName& a, const SplitName& b);
// is_better: whether a says more for "the same" than b.
bool is_better(const Comparison& a, const Comparison& b);

}  // namespace inkan::population::names
