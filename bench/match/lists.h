#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "draw.h"

// The names and places from which the synthetic nation of the matching benchmark is drawn: the lists of
// src/app/nation/data (sources and licences there), and a long tail put together from their parts.
namespace inkan::bench {

// List is one of those files, by column.
class List {
 public:
  explicit List(std::string_view name);
  size_t size() const { return rows_.size(); }
  std::string_view text(size_t row, std::string_view column) const;
  double number(size_t row, std::string_view column) const;

 private:
  std::vector<std::string_view> header_{};
  std::vector<std::vector<std::string_view>> rows_{};
};

// Spelling is a name as written and as read.
struct Spelling {
  std::string kanji{};
  std::string kana{};   // katakana
  std::string latin{};  // empty for names of the tail
};

// Part is one character of a name with its reading: 山 ヤマ.
struct Part {
  std::string kanji{};
  std::string kana{};
};

// split_readings aligns names of two characters with their readings: 山田 ヤマダ gives 山 ヤマ and 田 ダ. Which cut is
// right is learned from the list itself: a part is likely when many names can be cut so that it appears.
struct SplitName {
  Part head{};
  Part tail{};
  size_t row = 0;
};
std::vector<SplitName> split_readings(const std::vector<Spelling>& names);

// Surnames: about 2,000 of the list with their weights, then a Zipf tail up to rank 100,000 of made-up ones.
class Surnames {
 public:
  Surnames();
  size_t size() const { return names_.size(); }
  const Spelling& at(uint32_t id) const { return names_.at(id); }
  uint32_t pick(Draw& draw) const { return weights_.pick(draw); }
  // find_same_kana: another name that sounds the same; id itself when there is none.
  uint32_t find_same_kana(uint32_t id, Draw& draw) const;
  // find_same_kanji: the same characters with another reading; id itself when there is none.
  uint32_t find_same_kanji(uint32_t id, Draw& draw) const;

 private:
  std::vector<Spelling> names_{};
  Weights weights_{};
  std::vector<uint32_t> by_kana_{}, by_kanji_{};
};

// GivenNames by sex and year of birth. An id is a row of the list, or head and tail of a made-up name.
class GivenNames {
 public:
  GivenNames();
  uint32_t pick(bool male, int birth_year, Draw& draw) const;
  Spelling spelling(uint32_t id) const;
  // find_same_kana, find_same_kanji: as with surnames.
  uint32_t find_same_kana(uint32_t id, Draw& draw) const;
  uint32_t find_same_kanji(uint32_t id, Draw& draw) const;
  // find_sharing_head: another name of that sex beginning with the same character, as parents choose for twins.
  uint32_t find_sharing_head(uint32_t id, int birth_year, Draw& draw) const;

 private:
  static constexpr int kCohorts = 6;
  struct Side {  // one sex
    std::vector<Spelling> names{};
    std::vector<Part> heads{}, tails{};
    Weights listed[kCohorts]{}, head[kCohorts]{}, tail[kCohorts]{};
    std::vector<uint32_t> by_kana{}, by_kanji{};
  };
  static int cohort_of(int birth_year);
  static Side make_side(std::string_view list);
  const Side& side_of(uint32_t id) const;
  Side sides_[2]{};
};

}  // namespace inkan::bench
