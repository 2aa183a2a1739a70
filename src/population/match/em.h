#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "population/match/lookup.h"
#include "population/match/model.h"

namespace inkan::population::match {

// Field is an attribute of which the model's shares can be learnt.
enum class Field : uint8_t { kSurname, kGiven, kBorn, kPlace };
inline constexpr size_t kFields = 4;
inline constexpr size_t kLevelsMax = kNameLevels;

// ComparedPair is a statement against one candidate: for each field the level, and how rarely a stranger reaches it
// (-log2 u, by the frequency of the value). kLevelsMax: not comparable, which says nothing.
struct ComparedPair {
  std::array<uint8_t, kFields> level{};
  std::array<Bits, kFields> rarity{};
};

// Observations are the candidates of many statements of which nobody has said whom they are about.
class Observations {
 public:
  // add takes the candidates of one statement.
  void add(std::span<const ComparedPair> candidates);
  size_t size() const { return ends_.size(); }
  std::span<const ComparedPair> operator[](size_t i) const {
    const size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::span(pairs_).subspan(begin, ends_[i] - begin);
  }

 private:
  std::vector<ComparedPair> pairs_{};
  std::vector<size_t> ends_{};
};

// Shares are what EM estimates: how often each level is seen when it is the right person (m), and how many statements
// are about nobody here.
struct Shares {
  std::array<std::array<double, kLevelsMax>, kFields> m{};
  double stranger = 0;
};

struct Learning {
  double people = 0;  // among whom the candidates were found
  int rounds_max = 200;
  double tolerance = 1e-7;  // stop when no share moves by more
};

struct Learnt {
  Shares shares{};
  int rounds = 0;
  bool converged = false;
  double log2_likelihood = 0;  // against nobody being anybody; never falls from one round to the next
};

// learn estimates by expectation and maximisation: whom each statement is about by the closed-world posterior, then the
// shares of the levels among those. From the same observations and start it gives the same result.
Learnt learn(const Observations& observations, const Shares& start, const Learning& learning);

// observe compares a statement with the candidates that were found and scored for it.
void observe(const Model& model, const Candidates& candidates, Observations& observations);
// shares_of is what a model assumes, learn's usual start.
Shares shares_of(const Model& model);
// with_shares is the model with what was learnt. Agreement in spelling and reading, spelling alone or reading alone are
// one thing, seen with what was stated: each gets what the errors leave.
Model with_shares(const Model& model, const Shares& shares);

}  // namespace inkan::population::match
