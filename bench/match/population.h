#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "population/match/entry.h"

namespace inkan::bench {

// SpeedNation is a nation made for measuring speed, as many people as wanted without storing one: names of the
// simulated nation's lists with a long tail of rare ones, 120,000 towns in 2,139 municipalities, households of one to
// six with twins, movers, and women with an earlier surname. Person i is the same whenever asked for; neighbours in a
// household are far apart in the order of i. (Accuracy is measured on another nation, by another author: accuracy_*.)
class SpeedNation {
 public:
  SpeedNation(uint64_t seed, uint32_t people, const std::string& data);

  uint32_t size() const { return people_; }
  // Person holds what its entry's views point to: not copied.
  struct Person {
    population::match::EntryText entry{};
    std::array<char, 16> block{}, room{}, earlier_block{};
    std::string made_kana{};
    std::string row{};
    Person() = default;
    Person(const Person&) = delete;
    Person& operator=(const Person&) = delete;
  };
  void make(uint32_t index, Person& person) const;
  // state is what an agency's record says about person i: in kana only, with slips, without an address, … as the
  // "normal" mix of docs/matching.md; a hundredth is about nobody in the register.
  void state(uint32_t index, uint64_t draw, Person& person) const;
  // collision_bits: -log2 of the chance that two people bear the same surname, and the same given name.
  std::array<double, 2> collision_bits() const;

 private:
  struct Word {
    std::string written{};
    std::string reading{};
  };
  struct Names {
    std::vector<Word> words{};
    std::vector<uint32_t> draw{};  // words by weight
    void fill(const std::vector<double>& weights);
    const Word& pick(uint64_t random) const { return words[draw[(random >> 20) % draw.size()]]; }
  };
  struct Town {
    std::string area{};
    std::string name{};
    unsigned flats = 8;     // numbers of blocks of flats, some sixty people each
    unsigned houses = 240;  // and of houses, some ten
  };
  void make_at(uint64_t place, Person& person) const;
  // gather puts all text of a record into one row, as it arrives: else a look-up is charged for the nation's own lists.
  static void gather(Person& person);

  uint64_t seed_;
  uint32_t people_;
  Names surnames_{};
  std::array<std::array<Names, 4>, 2> givens_{};  // by sex and cohort
  std::vector<Town> towns_{};
  std::vector<uint32_t> town_draw_{};
};

}  // namespace inkan::bench
