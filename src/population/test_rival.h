#pragma once

#include <functional>
#include <utility>

#include "store/test_forwarding.h"

// For tests of this folder.
namespace inkan::population {

// RivalDatabase is a database on which somebody else is faster: before its next commits, `rival` runs so many times.
class RivalDatabase final : public store::ForwardingDatabase {
 public:
  RivalDatabase(store::Database& inner, int times, std::function<Task<Done>()> rival)
      : ForwardingDatabase(inner), times_(times), rival_(std::move(rival)) {}

  Task<store::CommitResult> commit(store::Batch batch) override {
    if (times_ > 0) {
      --times_;
      auto done = co_await rival_();
      if (!done) co_return pass_on(done);
    }
    co_return co_await inner().commit(std::move(batch));
  }

 private:
  int times_ = 0;
  std::function<Task<Done>()> rival_;
};

}  // namespace inkan::population
