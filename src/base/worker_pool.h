#pragma once

#include <atomic>
#include <cstddef>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/task.h"

namespace inkan {

// WorkerPool runs blocking work (password hashes, files) off the I/O threads. Bounded: when `waiting_max` jobs
// wait already, run() answers kUnavailable at once instead of queueing. Owned by app/wiring; join() at shutdown.
class WorkerPool {
 public:
  WorkerPool(size_t threads, size_t waiting_max) : pool_(threads), waiting_max_(waiting_max) {}
  ~WorkerPool() { join(); }
  void join() { pool_.join(); }

  // run calls `work` (a plain function object returning Result<T>) on a pool thread and resumes the caller on its
  // own executor with the result.
  template <typename T, typename Work>
  Task<T> run(Work work) {
    if (waiting_.fetch_add(1) >= waiting_max_) {
      waiting_.fetch_sub(1);
      co_return fail(ErrorCode::kUnavailable, "The service is busy. Please try again in a moment.");
    }
    Result<T> result = co_await submit<T>(std::move(work));
    co_return result;
  }

 private:
  template <typename T, typename Work>
  boost::asio::awaitable<Result<T>> submit(Work work) {
    auto initiate = [this](auto handler, Work inner) {
      boost::asio::post(pool_, [this, handler = std::move(handler), inner = std::move(inner)]() mutable {
        auto result = std::make_shared<Result<T>>(inner());  // shared only with the resumption below
        waiting_.fetch_sub(1);
        auto executor = boost::asio::get_associated_executor(handler);
        // post signals after it has handed over; the guard keeps run(), and so the io_context, until that is done.
        auto until_posted = boost::asio::make_work_guard(executor);
        boost::asio::post(executor, [handler = std::move(handler), result]() mutable { handler(std::move(*result)); });
      });
    };
    return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(Result<T>)>(
        std::move(initiate), boost::asio::use_awaitable, std::move(work));
  }

  boost::asio::thread_pool pool_;
  size_t waiting_max_;
  std::atomic<size_t> waiting_{0};
};

}  // namespace inkan
