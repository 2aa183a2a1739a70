#include "population/match/em.h"

#include <algorithm>
#include <cmath>

namespace inkan::population::match {

namespace {

// A level that was never seen is not impossible.
constexpr double kPseudoCount = 0.5;
constexpr std::array<size_t, kFields> kLevelsOf{size_t(NameLevel::kNotComparable), size_t(NameLevel::kNotComparable),
                                                size_t(BirthLevel::kNotComparable), size_t(PlaceLevel::kNotComparable)};

double ratio_of(const Shares& shares, const ComparedPair& pair) {
  double ratio = 1;
  for (size_t field = 0; field < kFields; ++field)
    if (pair.level[field] < kLevelsOf[field]) ratio *= shares.m[field][pair.level[field]] * weight(pair.rarity[field]);
  return ratio;
}

// Round is one expectation with what the maximisation needs of it.
struct Round {
  std::array<std::array<double, kLevelsMax>, kFields> seen{};
  double strangers = 0;
  double log2_likelihood = 0;
};

Round expect(const Observations& observations, const Shares& shares, double people) {
  Round round{};
  std::vector<double> weights{};
  for (size_t i = 0; i < observations.size(); ++i) {
    const auto candidates = observations[i];
    weights.clear();
    double total = shares.stranger;
    for (const ComparedPair& pair : candidates) {
      weights.push_back((1 - shares.stranger) / people * ratio_of(shares, pair));
      total += weights.back();
    }
    round.log2_likelihood += std::log2(total);
    round.strangers += shares.stranger / total;
    for (size_t c = 0; c < candidates.size(); ++c)
      for (size_t field = 0; field < kFields; ++field)
        if (candidates[c].level[field] < kLevelsOf[field])
          round.seen[field][candidates[c].level[field]] += weights[c] / total;
  }
  return round;
}

Shares maximise(const Round& round, size_t statements) {
  Shares shares{};
  for (size_t field = 0; field < kFields; ++field) {
    double sum = 0;
    for (size_t level = 0; level < kLevelsOf[field]; ++level) sum += round.seen[field][level] + kPseudoCount;
    for (size_t level = 0; level < kLevelsOf[field]; ++level)
      shares.m[field][level] = (round.seen[field][level] + kPseudoCount) / sum;
  }
  shares.stranger = (round.strangers + kPseudoCount) / (double(statements) + 2 * kPseudoCount);
  return shares;
}

double distance(const Shares& a, const Shares& b) {
  double largest = std::abs(a.stranger - b.stranger);
  for (size_t field = 0; field < kFields; ++field)
    for (size_t level = 0; level < kLevelsOf[field]; ++level)
      largest = std::max(largest, std::abs(a.m[field][level] - b.m[field][level]));
  return largest;
}

bool is_agreement(NameLevel level) {
  return level == NameLevel::kExact || level == NameLevel::kWrittenOnly || level == NameLevel::kReadingOnly ||
         level == NameLevel::kRomanised;
}

void set_names(const std::array<double, kLevelsMax>& shares, std::array<Bits, kNameLevels>& m) {
  double errors = 0;
  for (size_t i = 0; i < size_t(NameLevel::kNotComparable); ++i)
    if (!is_agreement(NameLevel(i))) errors += shares[i];
  for (size_t i = 0; i < size_t(NameLevel::kNotComparable); ++i)
    m[i] = log2_of(is_agreement(NameLevel(i)) ? 1 - std::min(errors, 0.5) : shares[i]);
}

}  // namespace

void Observations::add(std::span<const ComparedPair> candidates) {
  pairs_.insert(pairs_.end(), candidates.begin(), candidates.end());
  ends_.push_back(pairs_.size());
}

Learnt learn(const Observations& observations, const Shares& start, const Learning& learning) {
  Learnt learnt{.shares = start};
  while (learnt.rounds < learning.rounds_max && !learnt.converged) {
    const Round round = expect(observations, learnt.shares, learning.people);
    const Shares next = maximise(round, observations.size());
    learnt.converged = distance(next, learnt.shares) <= learning.tolerance;
    learnt.log2_likelihood = round.log2_likelihood;
    learnt.shares = next;
    ++learnt.rounds;
  }
  return learnt;
}

void observe(const Model& model, const Candidates& candidates, Observations& observations) {
  std::vector<ComparedPair> pairs{};
  for (size_t i = 0; i < candidates.size(); ++i) {
    const Levels& levels = candidates[i].levels;
    if (levels.swapped) continue;  // scored by hand
    const Score& score = candidates[i].score;
    // A score is m and u together, of which m is known.
    pairs.push_back(
        {.level = {uint8_t(levels.surname), uint8_t(levels.given), uint8_t(levels.born), uint8_t(levels.place)},
         .rarity = {score.surname - model.surname_m[size_t(levels.surname)],
                    score.given - model.given_m[size_t(levels.given)], score.born - model.born_m[size_t(levels.born)],
                    score.place - model.place_m[size_t(levels.place)]}});
  }
  observations.add(pairs);
}

Shares shares_of(const Model& model) {
  Shares shares{.stranger = model.stranger + model.unfound};
  const auto take = [](const auto& m, size_t levels, std::array<double, kLevelsMax>& out) {
    for (size_t i = 0; i < levels; ++i) out[i] = weight(m[i]);
  };
  take(model.surname_m, kLevelsOf[0], shares.m[0]);
  take(model.given_m, kLevelsOf[1], shares.m[1]);
  take(model.born_m, kLevelsOf[2], shares.m[2]);
  take(model.place_m, kLevelsOf[3], shares.m[3]);
  return shares;
}

Model with_shares(const Model& model, const Shares& shares) {
  Model learnt = model;
  set_names(shares.m[0], learnt.surname_m);
  set_names(shares.m[1], learnt.given_m);
  for (size_t i = 0; i < kLevelsOf[2]; ++i) learnt.born_m[i] = log2_of(shares.m[2][i]);
  for (size_t i = 0; i < kLevelsOf[3]; ++i) learnt.place_m[i] = log2_of(shares.m[3][i]);
  learnt.stranger = std::max(shares.stranger - model.unfound, 1e-4);
  return learnt;
}

}  // namespace inkan::population::match
