#include "population/match/word_writer.h"

#include <algorithm>
#include <bit>
#include <unordered_map>

#include "population/match/filing.h"

namespace inkan::population::match {

namespace {

uint8_t rarity_byte(Bits rarity) { return uint8_t(std::clamp(rarity / (kBit / 8), 1, 255)); }

// By cohort, leaning on the whole where a cohort is small.
Rarities rarities(WordCounts::Counts counts, uint64_t people, const std::array<uint64_t, kCohorts>& totals) {
  constexpr double kLean = 2000;
  Rarities result{};
  const Bits whole = rarity_of(counts[0], people);
  result[0] = rarity_byte(whole);
  const double share = weight(-whole);
  for (size_t k = 1; k < kCohorts; ++k)
    result[k] = rarity_byte(log2_of((double(totals[k]) + kLean) / (double(counts[k]) + kLean * share)));
  return result;
}

void place(std::vector<Word>& slots, const Word& word) {
  size_t at = size_t(word.hash) & (slots.size() - 1);
  while (slots[at].id != kNone) at = (at + 1) & (slots.size() - 1);
  slots[at] = word;
}

}  // namespace

WordCounts::WordCounts(std::span<const Record> records, const std::array<uint32_t, 3>& words, unsigned threads)
    : surnames_((size_t(words[0]) + 1) * kCohorts),
      givens_((size_t(words[1]) + 1) * kCohorts),
      towns_((size_t(words[2]) + 1) * kCohorts) {
  const auto count = [](HugeArray<uint32_t>& counts, uint64_t id, size_t cohort) {
    if (id == kNone || id >= counts.size() / kCohorts) return;
    ++counts[id * kCohorts];
    if (cohort != 0) ++counts[id * kCohorts + cohort];
  };
  // Each dictionary is one thread's.
  run_threads(std::min(threads, 2u), [&](unsigned thread) {
    if (thread == 0)
      for (const Record& record : records) {
        count(givens_, record.given_written, cohort_of(record.birth()));
        count(givens_, record.given_reading, cohort_of(record.birth()));
      }
    if (thread == 1 || threads < 2)
      for (const Record& record : records) {
        count(surnames_, record.surname_written, 0);
        count(surnames_, record.surname_reading, 0);
        count(towns_, record.town, 0);
      }
  });
}

namespace {

template <typename Rarity>
WordSections make(const Dictionary& dictionary, uint32_t words, const Rarity& rarity) {
  WordSections sections;
  sections.slots.resize(std::bit_ceil(size_t(words) * 3 / 2 + 2));
  sections.sounds.resize(words + 1);
  sections.readings.resize(words + 1);
  sections.rarities.resize(words + 1);
  sections.text_ends.resize(words + 1);
  const WordTable& base = dictionary.base();
  for (const Word& word : base.slots)
    if (word.id != kNone) place(sections.slots, {word.hash, word.id, word.sound, rarity(word.id, word.sound)});
  for (uint32_t id = 1; id <= words; ++id) {
    sections.sounds[id] = dictionary.sound(id);
    sections.rarities[id] = rarity(id, sections.sounds[id]);
    const std::string_view text = dictionary.text(id);
    sections.texts.insert(sections.texts.end(), text.begin(), text.end());
    sections.text_ends[id] = sections.texts.size();
    if (id <= base.count()) {
      sections.readings[id] = base.readings[id];
      continue;
    }
    const WordList::Item& item = dictionary.added()[id - base.count() - 1];
    for (size_t i = 0; i < kReadings; ++i) sections.readings[id][i] = item.readings[i].load(std::memory_order_relaxed);
    place(sections.slots, {item.hash, id, item.sound, rarity(id, item.sound)});
  }
  return sections;
}

}  // namespace

WordSections make_words(const Dictionary& dictionary, uint32_t words, WordCounts::Counts counts, uint64_t people) {
  std::array<uint64_t, kCohorts> totals{};
  for (size_t i = 0; i < counts.size(); ++i) totals[i % kCohorts] += counts[i];
  for (uint64_t& total : totals) total /= 2;  // most people count twice: as written and as read
  return make(dictionary, words, [&](uint32_t id, uint32_t) {
    return rarities(counts.subspan(size_t(id) * kCohorts, kCohorts), people, totals);
  });
}

WordSections make_towns(const Dictionary& dictionary, uint32_t words, WordCounts::Counts counts, uint64_t people) {
  std::unordered_map<uint32_t, uint64_t> areas;
  for (uint32_t id = 1; id <= words; ++id) areas[dictionary.sound(id)] += counts[size_t(id) * kCohorts];
  return make(dictionary, words, [&](uint32_t id, uint32_t area) {
    Rarities result{};
    result[0] = rarity_byte(rarity_of(counts[size_t(id) * kCohorts], people));
    result[1] = rarity_byte(rarity_of(areas[area], people));
    return result;
  });
}

}  // namespace inkan::population::match
