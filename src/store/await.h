#pragma once

#include <functional>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/task.h"

namespace inkan::store {

// Answer takes the end of one operation: called exactly once, from any thread.
template <typename T>
using Answer = std::move_only_function<void(Result<T>)>;

// Resume says how an answer gets back to the coroutine's executor: kPost from a foreign thread, kDispatch where the
// caller may well be on that executor already and has finished its own work.
enum class Resume { kPost, kDispatch };

// await_answer suspends the coroutine, calls start(Answer<T>), and resumes it on its own executor, which is kept from
// running out of work meanwhile.
template <typename T, Resume resume, typename Start>
boost::asio::awaitable<Result<T>> await_answer(Start start) {
  auto initiate = [](auto handler, Start begin) {
    auto executor = boost::asio::get_associated_executor(handler);
    auto work = boost::asio::make_work_guard(executor);
    begin(Answer<T>([handler = std::move(handler), work = std::move(work)](Result<T> result) mutable {
      auto home = work.get_executor();
      auto resumption = [handler = std::move(handler), work = std::move(work), result = std::move(result)]() mutable {
        handler(std::move(result));
      };
      if constexpr (resume == Resume::kPost) {
        // post signals after it has handed over: the coroutine may end, and its io_context be destroyed, meanwhile.
        // This guard lets run() return only when post is done.
        auto until_posted = boost::asio::make_work_guard(home);
        boost::asio::post(home, std::move(resumption));
      } else {
        boost::asio::dispatch(home, std::move(resumption));
      }
    }));
  };
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(Result<T>)>(
      std::move(initiate), boost::asio::use_awaitable, std::move(start));
}

}  // namespace inkan::store
