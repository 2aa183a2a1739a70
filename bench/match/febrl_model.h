#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "febrl_terms.h"

// Linking records of plain columns, for public test sets: Fellegi and Sunter's model with value frequencies, learned
// without labels. The population engine is built on kana, kanji and households; these sets have neither, so they are
// judged by a model of the same kind with their own columns.
namespace inkan::bench {

enum class Column { kGiven, kSurname, kNumber, kStreet, kPlace, kSuburb, kPostcode, kState, kBorn };
inline constexpr size_t kColumns = 9;

struct FebrlRecord {
  std::string id{};  // tells the truth; never compared
  std::array<std::string, kColumns> values{};
  const std::string& of(Column column) const { return values[size_t(column)]; }
};

// parse_febrl reads one of the sets; lines that do not have eleven columns are refused (empty result).
std::vector<FebrlRecord> parse_febrl(std::string_view text);
// person_of: rec-1070-org and rec-1070-dup-0 are both 1070.
std::string person_of(const FebrlRecord& record);

// similarity of two texts, 0 to 1 (Jaro and Winkler).
double similarity(std::string_view a, std::string_view b);
// edits: insertions, deletions, substitutions and exchanges of neighbours (restricted), at most `limit` + 1.
int edits(std::string_view a, std::string_view b, int limit);

// Levels of agreement in one column, from best to worst; kMissing says nothing.
enum Level : uint8_t { kExact, kClose, kNear, kOther, kMissing };
inline constexpr size_t kLevels = 4;

struct Pair {
  uint32_t a = 0, b = 0;
  std::array<uint8_t, kColumns> levels{};
  bool names_swapped = false, streets_swapped = false;
  double bits = 0;    // log2 of the likelihood ratio
  double chance = 0;  // that both are one person
};

// FebrlModel compares all plausible pairs of two files, or of one with itself, and learns the model from them.
class FebrlModel {
 public:
  FebrlModel(const std::vector<FebrlRecord>& a, const std::vector<FebrlRecord>& b, bool same_file,
             const FebrlTerms& terms);
  // pairs, most likely first.
  const std::vector<Pair>& pairs() const { return pairs_; }

 private:
  void count_values();
  void find_pairs();
  void measure_chance_agreement();
  void learn();
  void compare(Pair& pair) const;
  uint8_t level(Column column, std::string_view a, std::string_view b) const;
  double score(const Pair& pair) const;
  double column_bits(const Pair& pair, size_t column) const;

  const std::vector<FebrlRecord>& a_;
  const std::vector<FebrlRecord>& b_;
  bool same_file_;
  FebrlTerms terms_;
  std::array<std::unordered_map<std::string, double>, kColumns> share_{};  // of each value
  std::array<std::array<double, kLevels>, kColumns> m_{}, u_{};
  double prior_ = 0;  // share of the candidate pairs that are one person
  std::vector<Pair> pairs_{};
};

}  // namespace inkan::bench
