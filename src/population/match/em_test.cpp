#include "population/match/em.h"

#include <gtest/gtest.h>

namespace inkan::population::match {
namespace {

// A file of which the truth is known: levels drawn from these shares.
struct World {
  Shares truth{};
  Shares chance{};    // of strangers
  double people = 5;  // all of whom are candidates of every statement
};

World make_world() {
  World world;
  const auto set = [](auto& shares, std::initializer_list<std::pair<size_t, double>> levels) {
    for (const auto& [level, share] : levels) shares[level] = share;
  };
  const auto name = [](NameLevel level) { return size_t(level); };
  set(world.truth.m[0],
      {{name(NameLevel::kExact), .93}, {name(NameLevel::kSimilar), .04}, {name(NameLevel::kDifferent), .03}});
  set(world.truth.m[1],
      {{name(NameLevel::kExact), .95}, {name(NameLevel::kSimilar), .03}, {name(NameLevel::kDifferent), .02}});
  set(world.truth.m[2],
      {{size_t(BirthLevel::kExact), .98}, {size_t(BirthLevel::kDay), .015}, {size_t(BirthLevel::kDifferent), .005}});
  set(world.truth.m[3],
      {{size_t(PlaceLevel::kDwelling), .75}, {size_t(PlaceLevel::kTown), .1}, {size_t(PlaceLevel::kDifferent), .15}});
  world.truth.stranger = .08;
  set(world.chance.m[0],
      {{name(NameLevel::kExact), .01}, {name(NameLevel::kSimilar), .02}, {name(NameLevel::kDifferent), .97}});
  set(world.chance.m[1],
      {{name(NameLevel::kExact), .005}, {name(NameLevel::kSimilar), .015}, {name(NameLevel::kDifferent), .98}});
  set(world.chance.m[2],
      {{size_t(BirthLevel::kExact), .001}, {size_t(BirthLevel::kDay), .009}, {size_t(BirthLevel::kDifferent), .99}});
  set(world.chance.m[3], {{size_t(PlaceLevel::kDwelling), .0005},
                          {size_t(PlaceLevel::kTown), .01},
                          {size_t(PlaceLevel::kDifferent), .9895}});
  return world;
}

class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}
  double roll() { return double(mix(mix(state_++, 77), 78) >> 11) * 0x1p-53; }

 private:
  uint64_t state_;
};

ComparedPair draw(const Shares& shares, const Shares& chance, Dice& dice) {
  ComparedPair pair;
  for (size_t field = 0; field < kFields; ++field) {
    double at = dice.roll();
    size_t level = 0;
    while (level + 1 < kLevelsMax && (shares.m[field][level] == 0 || at >= shares.m[field][level]))
      at -= shares.m[field][level++];
    pair.level[field] = uint8_t(level);
    pair.rarity[field] = chance.m[field][level] > 0 ? -log2_of(chance.m[field][level]) : 0;
  }
  return pair;
}

Observations make_file(const World& world, size_t statements, uint64_t seed) {
  Dice dice(seed);
  Observations observations;
  for (size_t i = 0; i < statements; ++i) {
    std::vector<ComparedPair> candidates;
    for (int strangers = 0; strangers < 4; ++strangers) candidates.push_back(draw(world.chance, world.chance, dice));
    candidates.push_back(draw(dice.roll() < world.truth.stranger ? world.chance : world.truth, world.chance, dice));
    observations.add(candidates);
  }
  return observations;
}

// A start that is far from the truth: every level that occurs as likely as the others, but agreement likelier.
Shares make_start() {
  Shares start{.stranger = .3};
  for (size_t field = 0; field < kFields; ++field)
    for (size_t level = 0; level < kLevelsMax; ++level) start.m[field][level] = level == 0 ? .5 : .05;
  return start;
}

TEST(EmTest, recovers_the_shares_that_a_file_was_drawn_from_without_labels) {
  const World world = make_world();
  const Observations file = make_file(world, 40'000, 1);
  const Learnt learnt = learn(file, make_start(), {.people = world.people});
  EXPECT_TRUE(learnt.converged);
  EXPECT_NEAR(learnt.shares.stranger, world.truth.stranger, .01);
  for (size_t field = 0; field < kFields; ++field)
    for (size_t level = 0; level < kLevelsMax; ++level)
      EXPECT_NEAR(learnt.shares.m[field][level], world.truth.m[field][level], .01) << field << " " << level;
}

TEST(EmTest, the_likelihood_never_falls_and_the_result_is_the_same_each_time) {
  const World world = make_world();
  const Observations file = make_file(world, 2'000, 2);
  double before = -1e300;
  for (int rounds = 1; rounds < 12; ++rounds) {
    const Learnt learnt = learn(file, make_start(), {.people = world.people, .rounds_max = rounds, .tolerance = 0});
    EXPECT_LE(learnt.rounds, rounds);
    // The pseudo-counts pull a little away from the likeliest shares.
    EXPECT_GE(learnt.log2_likelihood, before - 1.0);
    before = learnt.log2_likelihood;
  }
  const Learnt one = learn(file, make_start(), {.people = world.people});
  const Learnt other = learn(file, make_start(), {.people = world.people});
  EXPECT_EQ(one.shares.m, other.shares.m);
  EXPECT_EQ(one.rounds, other.rounds);
}

TEST(EmTest, a_file_of_strangers_teaches_that_nobody_is_meant) {
  World world = make_world();
  world.truth.stranger = 1;
  const Learnt learnt = learn(make_file(world, 5'000, 3), make_start(), {.people = world.people});
  EXPECT_GT(learnt.shares.stranger, .98);
}

TEST(EmTest, what_was_learnt_goes_into_the_model_and_the_terms_stay) {
  const Model standard = Model::standard();
  Shares shares = shares_of(standard);
  shares.m[2][size_t(BirthLevel::kExact)] = .9;
  const Model learnt = with_shares(standard, shares);
  EXPECT_NEAR(to_double(learnt.born_m[size_t(BirthLevel::kExact)]), to_double(log2_of(.9)), .01);
  EXPECT_EQ(learnt.born_u, standard.born_u);
  EXPECT_EQ(learnt.mixed, standard.mixed);
  EXPECT_EQ(learn({}, shares, {.people = 10}).rounds > 0, true);
}

}  // namespace
}  // namespace inkan::population::match
