#pragma once

#include <cmath>
#include <cstdint>

namespace inkan::bench {

// upper_bound is the 95 % upper confidence limit (Clopper and Pearson, one-sided) of a rate of which `wrong` events
// were seen in `tries`; 3/n when none was.
inline double upper_bound(uint64_t wrong, uint64_t tries) {
  if (tries == 0 || wrong >= tries) return 1;
  const auto at_most = [&](double rate) {  // P(X <= wrong), binomial
    double sum = 0;
    for (uint64_t k = 0; k <= wrong; ++k)
      sum += std::exp(std::lgamma(double(tries) + 1) - std::lgamma(double(k) + 1) - std::lgamma(double(tries - k) + 1) +
                      double(k) * std::log(rate) + double(tries - k) * std::log1p(-rate));
    return sum;
  };
  double low = 0, high = 1;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (at_most(middle) > 0.05 ? low : high) = middle;
  }
  return high;
}

}  // namespace inkan::bench
