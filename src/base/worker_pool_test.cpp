#include "base/worker_pool.h"

#include <gtest/gtest.h>

#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace inkan {
namespace {

boost::asio::awaitable<void> ask(WorkerPool& pool, std::thread::id& resumed_on, Result<std::thread::id>& worked_on) {
  auto work = []() -> Result<std::thread::id> { return std::this_thread::get_id(); };
  worked_on = co_await pool.run<std::thread::id>(work);
  resumed_on = std::this_thread::get_id();
}

TEST(WorkerPool, works_elsewhere_and_resumes_here) {
  boost::asio::io_context io;
  WorkerPool pool(1, 8);
  std::thread::id resumed_on;
  Result<std::thread::id> worked_on = fail(ErrorCode::kInternal, "not run");
  auto keep_rethrowing = [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  };
  boost::asio::co_spawn(io, ask(pool, resumed_on, worked_on), keep_rethrowing);
  io.run();
  ASSERT_TRUE(worked_on.has_value());
  EXPECT_EQ(resumed_on, std::this_thread::get_id());
  EXPECT_NE(*worked_on, resumed_on);
}

TEST(WorkerPool, refuses_when_full) {
  boost::asio::io_context io;
  WorkerPool pool(1, 0);
  std::thread::id resumed_on;
  Result<std::thread::id> worked_on = std::this_thread::get_id();
  auto keep_rethrowing = [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  };
  boost::asio::co_spawn(io, ask(pool, resumed_on, worked_on), keep_rethrowing);
  io.run();
  ASSERT_FALSE(worked_on.has_value());
  EXPECT_EQ(worked_on.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace inkan
