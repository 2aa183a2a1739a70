#include "base/worker_pool.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "base/run_task.h"

namespace inkan {
namespace {

struct Threads {
  std::thread::id worked_on;
  std::thread::id resumed_on;
};

Task<Threads> ask(WorkerPool& pool) {
  auto work = []() -> Result<std::thread::id> { return std::this_thread::get_id(); };
  auto worked_on = co_await pool.run<std::thread::id>(work);
  if (!worked_on) co_return pass_on(worked_on);
  co_return Threads{.worked_on = *worked_on, .resumed_on = std::this_thread::get_id()};
}

TEST(WorkerPool, works_elsewhere_and_resumes_here) {
  WorkerPool pool(1, 8);
  auto threads = run_task(ask(pool));
  ASSERT_TRUE(threads.has_value());
  EXPECT_EQ(threads->resumed_on, std::this_thread::get_id());
  EXPECT_NE(threads->worked_on, threads->resumed_on);
}

TEST(WorkerPool, refuses_when_full) {
  WorkerPool pool(1, 0);
  auto threads = run_task(ask(pool));
  ASSERT_FALSE(threads.has_value());
  EXPECT_EQ(threads.error().code, ErrorCode::kUnavailable);
}

Task<Threads> throw_at_once() {
  throw std::runtime_error("on purpose");
  co_return Threads{};
}

Task<Threads> ask_and_say_so(WorkerPool& pool, bool& answered) {
  auto threads = co_await ask(pool);
  answered = threads.has_value();
  co_return threads;
}

TEST(RunTasks, an_exception_leaves_only_when_every_task_has_ended) {
  WorkerPool pool(1, 8);
  bool answered = false;
  std::vector<Task<Threads>> tasks;
  tasks.push_back(throw_at_once());
  tasks.push_back(ask_and_say_so(pool, answered));
  EXPECT_THROW((void)run_tasks(std::move(tasks)), std::runtime_error);
  EXPECT_TRUE(answered);
}

}  // namespace
}  // namespace inkan
