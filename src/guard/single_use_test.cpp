#include "guard/single_use.h"

#include <gtest/gtest.h>

#include "store/test_run.h"

namespace inkan::guard {
namespace {

class SingleUse : public testing::TestWithParam<std::string> {
 protected:
  bool use(std::string_view kind, std::string_view key, Time expires_at) {
    store::Batch batch;
    const size_t index = add_single_use(batch, kind, key, expires_at);
    auto result = store::run_task((*database_)->commit(std::move(batch)));
    EXPECT_TRUE(result.has_value());
    if (!result->outcome) {
      EXPECT_EQ(result->broken_expectation, index);
    }
    return result->outcome.has_value();
  }
  // clean is the last minute of housekeeping, each second a slice.
  void clean(Time now) {
    for (int second = 0; second < 64; ++second) {
      store::Batch batch;
      remove_expired_single_use(batch, now - std::chrono::seconds(second));
      EXPECT_TRUE(store::run_task((*database_)->commit_all(std::move(batch))).has_value());
    }
  }

  Time now_ = from_unix_seconds(1'800'000'000);
  std::unique_ptr<store::TestDatabase> database_ = store::open_test_database(GetParam());
};

TEST_P(SingleUse, accepts_the_first_use_and_refuses_the_second) {
  const std::string key("\0\xFF raw", 6);
  EXPECT_TRUE(use("jti", key, now_));
  EXPECT_FALSE(use("jti", key, now_));
  EXPECT_TRUE(use("dpop", key, now_)) << "kinds are apart";
  EXPECT_TRUE(use("jti", "another", now_));
}

TEST_P(SingleUse, clean_up_removes_only_what_is_expired_by_every_nodes_clock) {
  const std::string first(32, '\0'), last(32, '\xFF');  // in the outermost slices
  const Time old = now_ - std::chrono::minutes(3);
  EXPECT_TRUE(use("jti", "old", old));
  EXPECT_TRUE(use("jti", first, old));
  EXPECT_TRUE(use("jti", last, old));
  EXPECT_TRUE(use("jti", "just over", now_ - std::chrono::seconds(59)));
  EXPECT_TRUE(use("jti", "young", now_ + std::chrono::seconds(1)));
  clean(now_);
  EXPECT_FALSE(use("jti", "just over", now_));
  EXPECT_TRUE(use("jti", "old", now_));
  EXPECT_TRUE(use("jti", first, now_));
  EXPECT_TRUE(use("jti", last, now_));
  EXPECT_FALSE(use("jti", "young", now_ + std::chrono::seconds(1)));
}

INSTANTIATE_TEST_SUITE_P(Engines, SingleUse, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::guard
