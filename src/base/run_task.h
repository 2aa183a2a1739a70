#pragma once

#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "base/check.h"
#include "base/task.h"

namespace inkan {

// run_tasks runs all tasks at once on one new io_context on this thread, to the end of every one, and returns their
// results in order. If any throws, the first exception leaves from here, also only when all have ended: another thread
// that resumed a task may still hold the io_context until then.
template <typename T>
std::vector<Result<T>> run_tasks(std::vector<Task<T>> tasks) {
  boost::asio::io_context io;
  std::vector<std::optional<Result<T>>> answers(tasks.size());
  std::exception_ptr first_thrown;
  for (size_t i = 0; i < tasks.size(); ++i) {
    auto store_answer = [&answers, &first_thrown, i](std::exception_ptr thrown, Result<T> answer) {
      if (!thrown)
        answers[i].emplace(std::move(answer));
      else if (!first_thrown)
        first_thrown = thrown;
    };
    boost::asio::co_spawn(io, std::move(tasks[i]), std::move(store_answer));
  }
  io.run();
  if (first_thrown) std::rethrow_exception(first_thrown);
  std::vector<Result<T>> out;
  for (auto& answer : answers) {
    check(answer.has_value(), "a task waits for something that will happen");
    out.push_back(std::move(*answer));
  }
  return out;
}

// run_task runs one task to its end on this thread: for commands, which have nothing else to do, and tests.
template <typename T>
Result<T> run_task(Task<T> task) {
  std::vector<Task<T>> tasks;
  tasks.push_back(std::move(task));
  return std::move(run_tasks(std::move(tasks)).front());
}

}  // namespace inkan
