#include "app/jobs.h"

#include <exception>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace inkan::app {

namespace asio = boost::asio;

void Jobs::add(std::string name, Duration every, std::function<Task<Done>()> work) {
  jobs_.push_back(std::make_unique<Job>(Job{std::move(name), every, std::move(work), asio::steady_timer(io_)}));
}

void Jobs::start() {
  for (auto& job : jobs_)
    asio::co_spawn(io_, loop(*job), [this](std::exception_ptr error) {
      if (error) log_.error("job.died");
    });
}

void Jobs::stop() {
  stopping_ = true;
  for (auto& job : jobs_) job->timer.cancel();
}

asio::awaitable<void> Jobs::loop(Job& job) {
  while (!stopping_) {
    job.timer.expires_after(job.every);
    boost::system::error_code cancelled;
    co_await job.timer.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    if (stopping_) co_return;
    auto done = co_await job.work();
    if (!done) log_.warning("job.failed", {{"job", job.name}, {"code", to_text(done.error().code)}});
  }
}

}  // namespace inkan::app
