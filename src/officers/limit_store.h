#pragma once

#include <string>

#include "officers/officer.h"
#include "store/database.h"

// SQL of the counters. Only limits.cpp calls it.
namespace inkan::officers {

struct Counter {
  OfficerId officer{};
  std::string kind{};
  Time window{};
  int64_t most = 0;
};
// add_use counts one more; its Expect::kOne breaks when there were `most` already.
size_t add_use(store::Batch& batch, const Counter& counter);
void take_back_use(store::Batch& batch, const Counter& counter);

}  // namespace inkan::officers
