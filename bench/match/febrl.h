#pragma once

#include <string>
#include <vector>

#include "febrl_model.h"

namespace inkan::bench {

// Score of linking against the truth, by pairs of records.
struct FebrlScore {
  uint64_t truth = 0, linked = 0, right = 0;
  std::vector<std::string> errors{};  // synthetic records: what was linked wrongly and what was not found
  double precision() const { return linked == 0 ? 1 : double(right) / double(linked); }
  double recall() const { return truth == 0 ? 1 : double(right) / double(truth); }
  double f1() const { return 2 * precision() * recall() / (precision() + recall()); }
};

// link_files links each record of a to at most one of b.
FebrlScore link_files(const std::vector<FebrlRecord>& a, const std::vector<FebrlRecord>& b, const FebrlTerms& terms);
// find_duplicates joins the records of one file into people and counts all pairs inside them.
FebrlScore find_duplicates(const std::vector<FebrlRecord>& file, const FebrlTerms& terms);
// load_febrl reads bench/match/data/febrl/NAME.csv below `source`; empty when it is not there or damaged.
std::vector<FebrlRecord> load_febrl(const std::string& source, const std::string& name);

}  // namespace inkan::bench
