#pragma once

#include <functional>
#include <utility>

#include "store/database.h"

// For tests of this folder.
namespace inkan::population {

// RivalDatabase is a database on which somebody else is faster: before its next commits, `rival` runs so many times.
class RivalDatabase final : public store::Database {
 public:
  RivalDatabase(store::Database& inner, int times, std::function<Task<Done>()> rival)
      : inner_(inner), times_(times), rival_(std::move(rival)) {}

  Task<store::Rows> query(std::string_view sql, std::vector<store::Value> parameters) override {
    return inner_.query(sql, std::move(parameters));
  }
  Task<store::CommitResult> commit(store::Batch batch) override {
    if (times_ > 0) {
      --times_;
      auto done = co_await rival_();
      if (!done) co_return pass_on(done);
    }
    co_return co_await inner_.commit(std::move(batch));
  }
  Result<Done> commit_blocking(store::Batch batch) override { return inner_.commit_blocking(std::move(batch)); }
  Result<store::Rows> query_blocking(std::string_view sql, std::vector<store::Value> parameters) override {
    return inner_.query_blocking(sql, std::move(parameters));
  }
  std::string_view engine() const override { return inner_.engine(); }
  Task<Done> healthy() override { return inner_.healthy(); }
  void close() override {}

 private:
  store::Database& inner_;
  int times_ = 0;
  std::function<Task<Done>()> rival_;
};

}  // namespace inkan::population
