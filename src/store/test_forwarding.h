#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "store/database.h"

// For tests of every folder; the program links none of it.
namespace inkan::store {

// ForwardingDatabase does as `inner` does; tests override what is to be otherwise. close() leaves `inner` open.
class ForwardingDatabase : public Database {
 public:
  explicit ForwardingDatabase(Database& inner) : inner_(inner) {}
  Task<Rows> query(std::string_view sql, std::vector<Value> parameters) override {
    return inner_.query(sql, std::move(parameters));
  }
  Task<CommitResult> commit(Batch batch) override { return inner_.commit(std::move(batch)); }
  Result<Done> commit_blocking(Batch batch) override { return inner_.commit_blocking(std::move(batch)); }
  Result<Rows> query_blocking(std::string_view sql, std::vector<Value> parameters) override {
    return inner_.query_blocking(sql, std::move(parameters));
  }
  std::string_view engine() const override { return inner_.engine(); }
  Task<Done> healthy() override { return inner_.healthy(); }
  void close() override {}

 protected:
  Database& inner() { return inner_; }

 private:
  Database& inner_;
};

}  // namespace inkan::store
