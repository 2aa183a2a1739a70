#pragma once

#include <atomic>

#include "base/clock.h"
#include "store/database.h"

namespace inkan::oidc {

// Housekeeping removes expired rows, one part of the tables per call, so that no run is long however many rows there
// are. What is expired is refused on reading, whether it was removed or not.
class Housekeeping {
 public:
  // batch gives the statements of the next part. Called every few seconds it gets round in some minutes.
  store::Batch batch(Time now);

 private:
  static constexpr int kSlices = 64;
  std::atomic<int> next_{0};
};

}  // namespace inkan::oidc
