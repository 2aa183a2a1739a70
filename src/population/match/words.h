#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "population/match/append_vector.h"
#include "population/match/bits.h"
#include "population/match/record.h"

namespace inkan::population::match {

// Counts of a word: [0] over everybody, then by cohort of birth (ten years each), since a given name has its decades.
inline constexpr size_t kCohorts = 12;
constexpr size_t cohort_of(Birth born) {
  if (!born.known()) return 0;
  const int decade = (int(born.year()) - 1910) / 10;
  return size_t(1 + (decade < 0 ? 0 : decade > 10 ? 10 : decade));
}
// rarity_of is -log2 of a word's frequency. Where few people are known, frequencies lean on what is usual in a nation.
Bits rarity_of(uint64_t count, uint64_t total);

inline constexpr size_t kReadings = 4;
using Readings = std::array<uint32_t, kReadings>;  // sounds a written name is read as, 0: no more

using Rarities = std::array<uint8_t, kCohorts>;  // -log2 frequency in 1/8 bit

// Word is an entry of the base's dictionary: everything a lookup needs of it, two to a cache line.
struct Word {
  uint64_t hash = 0;
  uint32_t id = kNone;
  uint32_t sound = 0;  // hash of how it sounds; of a town: hash of its area
  Rarities rarity{};
  uint32_t spare = 0;
};
static_assert(sizeof(Word) == 32);

// WordTable is the base's dictionary, views into the mapped file. Texts are folded; ids count from 1.
struct WordTable {
  std::span<const Word> slots{};  // open addressing, a power of two
  std::span<const uint32_t> sounds{};
  std::span<const Readings> readings{};
  std::span<const Rarities> rarities{};  // by id, as in the slots
  std::span<const uint64_t> text_ends{};
  std::span<const char> texts{};

  uint32_t count() const { return sounds.empty() ? 0 : uint32_t(sounds.size() - 1); }
  size_t slot_of(uint64_t hash) const { return size_t(hash) & (slots.size() - 1); }
  const Word* find(uint64_t hash) const;
  std::string_view text(uint32_t id) const;
};

// WordList is a dictionary that grows: many may read and add at once; finding takes no lock.
class WordList {
 public:
  struct Item {
    uint64_t hash = 0;
    uint32_t sound = 0;
    std::string text{};
    std::array<std::atomic<uint32_t>, kCohorts> counts{};
    std::array<std::atomic<uint32_t>, kReadings> readings{};
  };

  WordList();
  struct Hit {
    int64_t index = -1;  // -1: not there
    uint32_t sound = 0;
  };
  // find touches one cache line.
  Hit find(uint64_t hash) const;
  // add gives the index of the word, which may have been there before.
  uint32_t add(uint64_t hash, std::string_view text, uint32_t sound);
  uint32_t size() const { return items_.size(); }
  const Item& operator[](uint32_t index) const { return items_[index]; }
  void count(uint32_t index, size_t cohort);
  void uncount(uint32_t index, size_t cohort);
  void add_reading(uint32_t index, uint32_t sound);

 private:
  struct Slot {
    uint64_t hash = 0;
    uint32_t sound = 0;
    std::atomic<uint32_t> index_plus_1{0};  // 0: free; set last
  };
  struct Table {
    explicit Table(uint32_t size) : mask(size - 1), slots(std::make_unique<Slot[]>(size)) {}
    uint32_t mask = 0;
    std::unique_ptr<Slot[]> slots{};
  };
  void grow();
  static void place(Table& table, const Item& item, uint32_t index);

  AppendVector<Item> items_{};
  std::atomic<const Table*> table_{nullptr};
  std::mutex mutex_{};                            // for add: one at a time
  std::vector<std::unique_ptr<Table>> tables_{};  // under mutex_; old ones stay, someone may be reading them
};

// Dictionary is the base's words and those that came after it.
class Dictionary {
 public:
  struct Found {
    uint32_t id = kUnseen;
    uint32_t sound = 0;
    const Word* base = nullptr;
    bool added = false;  // not the base's: found.id - base().count() - 1 is its index
  };
  Dictionary() = default;
  explicit Dictionary(const WordTable& base) : base_(base) {}

  Found find(uint64_t hash) const;
  Found add(uint64_t hash, std::string_view text, uint32_t sound);
  // count_bearer counts one more person with a word that is not the base's.
  void count_bearer(const Found& found, size_t cohort);
  void forget(uint32_t id, size_t cohort);
  void add_reading(uint32_t id, uint32_t sound);
  // rarity by cohort; total is how many people the added words are counted among.
  Bits rarity(const Found& found, size_t cohort, uint64_t total) const;
  Bits rarity(uint32_t id, size_t cohort, uint64_t total) const;
  void prefetch(uint64_t hash) const {
    if (!base_.slots.empty()) __builtin_prefetch(&base_.slots[base_.slot_of(hash)], 0, 3);
  }
  std::string_view text(uint32_t id) const;
  uint32_t sound(uint32_t id) const;
  Readings readings(uint32_t id) const;
  uint32_t count() const { return base_.count() + added_.size(); }
  const WordTable& base() const { return base_; }
  const WordList& added() const { return added_; }

 private:
  const WordList::Item& item(uint32_t id) const { return added_[id - base_.count() - 1]; }

  WordTable base_{};
  WordList added_{};
};

// hash_text hashes folded text; never 0.
uint64_t hash_text(std::string_view text, uint64_t seed = 0);

}  // namespace inkan::population::match
