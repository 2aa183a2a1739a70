#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "base/check.h"
#include "base/task.h"

namespace inkan::app {

// run_task runs one coroutine to its end on this thread: for commands, which have nothing else to do.
template <typename T>
Result<T> run_task(Task<T> task) {
  boost::asio::io_context io;
  std::optional<Result<T>> result;
  boost::asio::co_spawn(io, std::move(task), [&result](std::exception_ptr error, Result<T> value) {
    if (error) std::rethrow_exception(error);
    result.emplace(std::move(value));
  });
  io.run();
  check(result.has_value(), "a task that ran to its end has a result");
  return std::move(*result);
}

}  // namespace inkan::app
