#pragma once

namespace inkan::bench {

// FebrlTerms are the thresholds of ./run bench match febrl, fixed before the sets were run with them. They follow from
// what a link may cost, not from the sets' truth: a pair is linked when the model, which learned from the records
// alone, gives it a chance of error below a thousandth, and in the FEBRL4 sets, where both files name everybody once,
// when no other pair wants one of the two records more.
struct FebrlTerms {
  double wrong_chance_max = 1e-3;
  // swap_share: how often the two names, or the two address lines, stand in each other's field: one record in a
  // hundred.
  double swap_share = 0.01;
  int rounds = 30;  // of expectation and maximisation
};

}  // namespace inkan::bench
