#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "agency_records.h"
#include "baselines.h"
#include "population/match/matcher.h"
#include "singapore_population.h"

namespace inkan::bench {

// Tally is what became of the records of one mix, or of those with one flaw.
struct Tally {
  uint64_t records = 0;
  uint64_t present = 0;     // about somebody in the register
  uint64_t candidates = 0;  // of these: the person was among the candidates
  uint64_t linked = 0;
  uint64_t wrong = 0;  // linked to somebody else, or though not registered
  uint64_t quarantined = 0;
  uint64_t quarantined_present = 0;
  uint64_t on_top = 0;  // of the quarantined who are in the register: the right one was the best candidate
  uint64_t refused = 0;
  double predicted_wrong = 0;  // sum of the chances of error of all links

  void add(const Tally& other);
  double recall() const { return present == 0 ? 1 : double(candidates) / double(present); }
  double linked_share() const { return records == 0 ? 0 : double(linked) / double(records); }
};

// Bin is one class of stated certainty: how many of the best candidates in it were not the person.
struct Bin {
  uint64_t records = 0;
  uint64_t wrong = 0;
  double predicted = 0;
};
inline constexpr size_t kBins = 12;  // bin i: chance of error from 10^-(i+1) to 10^-i

struct MixResult {
  Mix mix = Mix::kNormal;
  Tally all{};
  std::array<Tally, kFlaws> by_flaw{};
  Tally clean{};  // without any flaw
  std::array<Bin, kBins> bins{};
  std::array<uint64_t, 3> baseline_linked{}, baseline_wrong{};
  std::vector<std::string> wrong_links{};  // the first ones, described
  std::vector<std::string> missed{};       // the person was not among the candidates
  std::vector<std::string> lost{};         // nothing is wrong with the record, and it was not linked
  double seconds = 0;

  void add(MixResult other);
};

struct Evaluation {
  std::function<population::Stated(uint64_t)> describe{};  // a person of the register, for examples
  const population::match::Matcher& matcher;
  const Baselines* baselines = nullptr;  // may be left out
  population::match::Terms terms{};
  int threads = 2;
  size_t examples = 20;
};

// Source gives the records of batch 0, 1, 2 …; an empty optional ends the file.
using Source = std::function<std::optional<std::vector<AgencyRecord>>(uint64_t)>;
// evaluate asks the matcher about `records` records (about; batches are whole) and counts.
MixResult evaluate(const Evaluation& evaluation, Mix mix, uint64_t records, const Source& source);
// source_of writes an agency's file about a nation, cell by cell, in an order that is not that of the index.
Source source_of(const Population& nation, Mix mix, uint64_t seed);

// build_index puts the whole nation into an index, through the engine's public door. `work` is a directory for its
// file. nullptr after an error, which has been printed.
std::unique_ptr<population::match::Matcher> build_index(const Population& nation, const std::string& work, int threads);
std::unique_ptr<population::match::Matcher> build_index(const Singapore& nation, const std::string& work);

// base_path is where build_index leaves the nation's index.
std::string base_path(const std::string& work);
// print_learning lets EM (match/em.h) estimate the model's shares from records of which it is not told the truth, and
// prints them beside those that the engine assumes. Nothing that is measured depends on it.
void print_learning(const std::string& base_path, uint64_t statements, const Source& source);

// describe_record shows a synthetic record and, beside it, a person of the nation.
std::string describe_record(const population::Stated& stated);

// print_result writes the numbers of a mix; calibration_svg draws stated against observed chances of error.
void print_result(const MixResult& result);
// print_goals compares with what the project has set itself (docs/matching_accuracy.md); false when one is missed.
bool print_goals(const std::vector<MixResult>& results);
std::string calibration_svg(const std::vector<MixResult>& results, const std::string& title);

}  // namespace inkan::bench
