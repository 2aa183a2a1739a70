#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "population/match/index.h"

namespace inkan::population::match {

// Candidate is one person who may be meant.
struct Candidate {
  uint32_t ordinal = 0;
  Levels levels{};
  Score score{};
};

// Candidates of one query, each once, in the order found. Beyond kMax those found first are kept: so many people who
// agree that well are no answer anyway.
class Candidates {
 public:
  static constexpr size_t kMax = 128;
  Candidates() {}  // NOLINT: leaves the items alone
  bool add(uint32_t ordinal) {
    for (size_t i = 0; i < count_; ++i)
      if (items_[i].ordinal == ordinal) return false;
    if (count_ == kMax) return full_ = full_ || counting_, false;
    items_[count_++].ordinal = ordinal;
    return true;
  }
  void drop(uint32_t ordinal) {
    for (size_t i = 0; i < count_; ++i)
      if (items_[i].ordinal == ordinal) items_[i] = items_[--count_];
  }
  void shrink(size_t count) { count_ = count; }
  void clear() { count_ = 0, full_ = false, counting_ = true; }
  // stop_counting: from here on who finds no room is not missed; whoever agrees well is here already.
  void stop_counting() { counting_ = false; }
  void count_again() { counting_ = true; }
  size_t size() const { return count_; }
  bool full() const { return full_; }
  Candidate& operator[](size_t i) { return items_[i]; }
  const Candidate& operator[](size_t i) const { return items_[i]; }

 private:
  union {
    std::array<Candidate, kMax> items_;  // [0, count_) are set; a union, so that the rest is not
  };
  size_t count_ = 0;
  bool full_ = false;
  bool counting_ = true;
};

// Verdict is what follows from all candidates together: the closed-world posterior.
struct Verdict {
  int32_t best = -1;            // among the candidates
  double best_chance = 0;       // that it is this person
  double wrong_chance = 1;      // that it is not
  double household_chance = 0;  // that it is an unregistered member of somebody's dwelling
  std::string_view veto{};      // rule that forbids linking; static text
};

// look_up finds and judges. Takes no lock, does no I/O of its own. `thorough` looks at everything that might be there,
// also where the answer is clear before (explaining, the queue of cases).
Verdict look_up(const Index& index, const Query& query, Candidates& candidates, bool thorough = false);

// Answer is what a batch gives for each entry: the best person, if any, and how sure that is.
struct Answer {
  static constexpr uint32_t kNobody = UINT32_MAX;
  uint32_t ordinal = kNobody;
  Verdict verdict{};  // `best` means nothing here
};
// look_up_batch answers many at once, the same as one by one: while memory fetches what one needs, the others are
// worked on. answers.size() == entries.size().
void look_up_batch(const Index& index, std::span<const EntryText> entries, std::span<Answer> answers);
// look_up_records asks for each record of the index who else it could be: the best other person.
void look_up_records(const Index& index, std::span<const uint32_t> ordinals, std::span<Answer> answers);

// PairVerdict is about one stored link: how likely it is a member of the family or a namesake, against the person.
struct PairVerdict {
  double risk = 0;
  bool agrees = false;
};
// verify_pair looks at one record and nothing else.
PairVerdict verify_pair(const Index& index, const Query& query, uint32_t ordinal);

}  // namespace inkan::population::match
