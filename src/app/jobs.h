#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/clock.h"
#include "base/log.h"
#include "base/task.h"

namespace inkan::app {

// Jobs runs housekeeping at intervals on one I/O context, each job one at a time. stop() lets a running job finish and
// starts no other; the context's run() then ends. Single-threaded: everything happens on that context's thread.
class Jobs {
 public:
  Jobs(boost::asio::io_context& io, Log& log) : io_(io), log_(log) {}

  // add registers a job; `work` is called anew each time and its error is logged, not fatal.
  void add(std::string name, Duration every, std::function<Task<Done>()> work);
  void start();
  void stop();
  // stopping tells a long job that it should end where it can go on later.
  const bool& stopping() const { return stopping_; }

 private:
  struct Job {
    std::string name;
    Duration every;
    std::function<Task<Done>()> work;
    boost::asio::steady_timer timer;
  };
  boost::asio::awaitable<void> loop(Job& job);

  boost::asio::io_context& io_;
  Log& log_;
  bool stopping_ = false;
  std::vector<std::unique_ptr<Job>> jobs_{};
};

}  // namespace inkan::app
