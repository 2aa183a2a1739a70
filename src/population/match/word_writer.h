#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "population/match/huge_array.h"
#include "population/match/words.h"

namespace inkan::population::match {

// WordCounts counts how many people bear each word: the whole, and for given names by cohort.
class WordCounts {
 public:
  WordCounts(std::span<const Record> records, const std::array<uint32_t, 3>& words, unsigned threads);
  using Counts = std::span<const uint32_t>;  // kCohorts for each id
  Counts surnames() const { return surnames_.first(surnames_.size()); }
  Counts givens() const { return givens_.first(givens_.size()); }
  Counts towns() const { return towns_.first(towns_.size()); }

 private:
  HugeArray<uint32_t> surnames_;
  HugeArray<uint32_t> givens_;
  HugeArray<uint32_t> towns_;
};

// WordSections is a dictionary as the file holds it (WordTable).
struct WordSections {
  std::vector<Word> slots{};
  std::vector<uint32_t> sounds{};
  std::vector<Readings> readings{};
  std::vector<Rarities> rarities{};
  std::vector<uint64_t> text_ends{};
  std::vector<char> texts{};
};
// make_words writes the first `words` words of a dictionary; make_towns the same for towns, with the rarity of their
// area in rarity[1].
WordSections make_words(const Dictionary& dictionary, uint32_t words, WordCounts::Counts counts, uint64_t people);
WordSections make_towns(const Dictionary& dictionary, uint32_t words, WordCounts::Counts counts, uint64_t people);

}  // namespace inkan::population::match
