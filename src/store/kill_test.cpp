#include <gtest/gtest.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include "base/random.h"
#include "store/outbox.h"
#include "store/test_run.h"

// What is acknowledged survives SIGKILL at any moment, and no batch survives by half.
namespace inkan::store {
namespace {

constexpr int kLanes = 8;

Batch numbered(int64_t number, Time now) {
  Batch batch;
  add_outbox(batch, "left", std::to_string(number), now);
  add_outbox(batch, "right", std::to_string(number), now);
  return batch;
}

Task<Done> commit_for_ever(Database& database, int64_t first, int acknowledge) {
  const Time now = from_unix_seconds(1'700'000'000);
  for (int64_t number = first;; number += kLanes) {
    Batch batch = numbered(number, now);
    auto done = co_await database.commit_all(std::move(batch));
    if (!done) co_return pass_on(done);
    if (write(acknowledge, &number, sizeof number) != sizeof number) co_return Done{};
  }
}

[[noreturn]] void child(const OpenOptions& options, int64_t first, int acknowledge) {
  SilentLog log;
  auto database = open(options, /*migrate=*/false, log);
  if (!database) _exit(1);
  std::vector<Task<Done>> lanes;
  for (int lane = 0; lane < kLanes; ++lane) lanes.push_back(commit_for_ever(**database, first + lane, acknowledge));
  run_tasks(std::move(lanes));
  _exit(2);
}

class Kill : public testing::TestWithParam<std::string> {};

TEST_P(Kill, every_acknowledged_batch_is_there_and_none_by_half) {
  const uint64_t seed = SystemRandom().next64();
  SCOPED_TRACE("seed " + std::to_string(seed));
  SeededRandom random(seed);
  auto database = open_test_database(GetParam());
  std::set<std::string> acknowledged;
  for (int round = 0; round < 20; ++round) {
    database->close();
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t pid = fork();
    if (pid == 0) child(database->options(), int64_t(round) * 1'000'000, ends[1]);
    close(ends[1]);
    const int64_t kill_after = 1 + int64_t(random.below(60));
    int64_t number = 0, seen = 0;
    while (read(ends[0], &number, sizeof number) == sizeof number) {
      acknowledged.insert(std::to_string(number));
      if (++seen == kill_after) kill(pid, SIGKILL);  // and read on what was acknowledged before it died
    }
    close(ends[0]);
    int status = 0;
    waitpid(pid, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << status;

    database->reopen();
    std::set<std::string> left, right;
    auto rows = (*database)->query_blocking("SELECT topic, subject FROM outbox", {});
    ASSERT_TRUE(rows.has_value());
    for (const Row& row : *rows) (row.text(0) == "left" ? left : right).insert(row.text(1));
    EXPECT_EQ(left, right);
    for (const std::string& name : acknowledged) ASSERT_TRUE(left.contains(name)) << name;
  }
  EXPECT_GE(acknowledged.size(), 20u);
}

INSTANTIATE_TEST_SUITE_P(Engines, Kill, testing::ValuesIn(test_engines()), [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::store
