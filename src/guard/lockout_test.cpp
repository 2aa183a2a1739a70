#include "guard/lockout.h"

#include <gtest/gtest.h>

#include "store/test_run.h"

namespace inkan::guard {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class Lockout : public testing::TestWithParam<std::string> {
 protected:
  static Attempt from(std::string subject, std::string source, bool known = false) {
    return Attempt{
        .kind = "password", .subject_hash = std::move(subject), .source = std::move(source), .known_device = known};
  }
  Verdict attempt(const Attempt& a) {
    auto verdict = store::run_task(begin_attempt(**database_, a, clock_.now()));
    EXPECT_TRUE(verdict.has_value());
    return *verdict;
  }
  // fail_until_refused counts the attempts that were allowed before the first refusal.
  int fail_until_refused(const Attempt& a) {
    int allowed = 0;
    while (allowed < 1000 && attempt(a).allowed) ++allowed;
    return allowed;
  }
  void clear(const Attempt& a) { EXPECT_TRUE(store::run_task(clear_attempts(**database_, a)).has_value()); }

  FakeClock clock_{from_unix_seconds(1'800'000'000)};
  std::unique_ptr<store::TestDatabase> database_ = store::open_test_database(GetParam());
};

TEST_P(Lockout, a_stranger_gets_five_guesses_and_then_waits_twice_as_long_each_time) {
  const Attempt guess = from("alice", "evil-net");
  EXPECT_EQ(fail_until_refused(guess), 5);
  for (Duration wait : {seconds(30), seconds(60), seconds(120), seconds(240)}) {
    Verdict refused = attempt(guess);
    EXPECT_FALSE(refused.allowed);
    EXPECT_EQ(refused.retry_after, wait);
    clock_.advance(wait - Duration(1));
    EXPECT_FALSE(attempt(guess).allowed) << "asking early neither helps nor hurts";
    clock_.advance(Duration(1));
    EXPECT_TRUE(attempt(guess).allowed);
  }
}

TEST_P(Lockout, the_wait_has_a_limit_and_a_new_day_starts_over) {
  const Attempt guess = from("alice", "evil-net");
  const Time start = clock_.now();
  Duration longest{};
  while (clock_.now() < start + hours(23)) {
    Verdict verdict = attempt(guess);
    longest = std::max(longest, verdict.retry_after);
    if (!verdict.allowed) clock_.advance(verdict.retry_after);
  }
  EXPECT_EQ(longest, hours(1));
  clock_.advance(hours(2));
  EXPECT_EQ(fail_until_refused(guess), 5);
}

TEST_P(Lockout, parallel_guesses_all_count) {
  std::vector<Task<Verdict>> tasks;
  for (int i = 0; i < 64; ++i) tasks.push_back(begin_attempt(**database_, from("alice", "evil-net"), clock_.now()));
  int allowed = 0;
  for (auto& verdict : store::run_tasks(std::move(tasks))) {
    ASSERT_TRUE(verdict.has_value());
    if (verdict->allowed) ++allowed;
  }
  EXPECT_EQ(allowed, 5);
}

TEST_P(Lockout, strangers_cannot_lock_out_the_owners_known_device) {
  for (int net = 0; net < 30; ++net) fail_until_refused(from("alice", "net " + std::to_string(net)));
  fail_until_refused(from("alice", "home"));
  EXPECT_FALSE(attempt(from("alice", "another new net")).allowed) << "unknown devices wait";
  EXPECT_TRUE(attempt(from("alice", "home", /*known=*/true)).allowed);
  EXPECT_TRUE(attempt(from("alice", "net 3", /*known=*/true)).allowed);
}

TEST_P(Lockout, a_known_device_is_limited_too) {
  EXPECT_EQ(fail_until_refused(from("alice", "home", /*known=*/true)), 20);
  EXPECT_FALSE(attempt(from("alice", "elsewhere", /*known=*/true)).allowed);
  EXPECT_TRUE(attempt(from("bob", "home", /*known=*/true)).allowed);
}

TEST_P(Lockout, a_guess_spread_over_many_networks_is_limited) {
  int allowed = 0;
  for (int net = 0; net < 100; ++net)
    if (attempt(from("alice", "net " + std::to_string(net))).allowed) ++allowed;
  EXPECT_EQ(allowed, 50);
  EXPECT_TRUE(attempt(from("bob", "net 1")).allowed);
}

TEST_P(Lockout, one_network_trying_many_accounts_is_limited) {
  int allowed = 0;
  for (int i = 0; i < 400; ++i)
    if (attempt(from("person " + std::to_string(i), "evil-net")).allowed) ++allowed;
  EXPECT_EQ(allowed, 300);
  EXPECT_FALSE(attempt(from("fresh", "evil-net")).allowed);
  EXPECT_TRUE(attempt(from("fresh", "other-net")).allowed);
  EXPECT_TRUE(attempt(from("fresh", "evil-net", /*known=*/true)).allowed);
  clock_.advance(minutes(11));
  EXPECT_TRUE(attempt(from("fresh", "evil-net")).allowed);
}

TEST_P(Lockout, who_is_held_at_their_network_does_not_use_up_what_others_have) {
  fail_until_refused(from("alice", "evil-net"));
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(attempt(from("alice", "evil-net")).allowed);
  EXPECT_EQ(fail_until_refused(from("alice", "hotel")), 5);
}

TEST_P(Lockout, success_clears_the_own_bucket_and_takes_back_the_shared_counts) {
  const Attempt office = from("alice", "office");
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(attempt(office).allowed);
  clear(office);
  EXPECT_EQ(fail_until_refused(office), 5);
  for (int i = 0; i < 310; ++i) {
    Attempt colleague = from("colleague " + std::to_string(i), "office");
    ASSERT_TRUE(attempt(colleague).allowed) << i;
    clear(colleague);
  }
}

TEST_P(Lockout, success_elsewhere_does_not_free_a_stranger) {
  fail_until_refused(from("alice", "evil-net"));
  clear(from("alice", "home"));
  clear(from("alice", "home", /*known=*/true));
  clear(from("mallory", "evil-net"));
  EXPECT_FALSE(attempt(from("alice", "evil-net")).allowed);
}

TEST_P(Lockout, clean_up_keeps_running_windows) {
  const Attempt guess = from("alice", "evil-net");
  fail_until_refused(guess);
  store::Batch early;
  remove_expired_attempts(early, clock_.now() + seconds(1));
  ASSERT_TRUE(store::run_task((*database_)->commit_all(std::move(early))).has_value());
  EXPECT_FALSE(attempt(guess).allowed);
  store::Batch late;
  remove_expired_attempts(late, clock_.now() + hours(24));
  ASSERT_TRUE(store::run_task((*database_)->commit_all(std::move(late))).has_value());
  EXPECT_EQ((*database_)->query_blocking("SELECT kind FROM guard_attempts", {})->size(), 0u);
}

TEST_P(Lockout, a_network_begins_many_sign_ins_but_not_without_end) {
  const auto begin = [this](std::string source) {
    return store::run_task(begin_opening(**database_, std::move(source), clock_.now())).value();
  };
  EXPECT_TRUE(begin("net").allowed);
  store::Batch as_if;
  as_if.add("UPDATE guard_attempts SET attempts = 5999", {});
  ASSERT_TRUE(store::run_task((*database_)->commit_all(std::move(as_if))));
  EXPECT_TRUE(begin("net").allowed) << "the six-thousandth";
  const Verdict held = begin("net");
  EXPECT_FALSE(held.allowed);
  EXPECT_EQ(held.retry_after, seconds(10));
  EXPECT_TRUE(begin("other-net").allowed);
  clock_.advance(minutes(11));
  EXPECT_TRUE(begin("net").allowed);
}

INSTANTIATE_TEST_SUITE_P(Engines, Lockout, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::guard
