#include "run.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <exception>
#include <mutex>
#include <thread>

#include "failure.h"
#include "measure.h"

namespace inkan::bench {
namespace {

using Steady = std::chrono::steady_clock;

Steady::duration seconds(double s) {
  return std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(s));
}

constexpr std::array<std::pair<const char*, double>, 4> kQuantiles{
    {{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p99.9", 0.999}}};

class Run {
 public:
  Run(const Load& load) : load_(load), start_(Steady::now()) {}

  void serve(VirtualUser& user) {
    Outcome mine;
    for (;;) {
      const long number = next_++;
      if (number >= load_.logins || Steady::now() > start_ + seconds(load_.seconds_max)) break;
      Steady::time_point due{};
      if (load_.rate > 0) {
        due = start_ + seconds(static_cast<double>(number) / load_.rate);
        std::this_thread::sleep_until(due);
      }
      try {
        Milliseconds took = user.login();
        if (load_.rate > 0) took[kWhole] = std::chrono::duration<double, std::milli>(Steady::now() - due).count();
        for (size_t step = 0; step < kSteps; step++) mine.milliseconds[step].push_back(took[step]);
        mine.succeeded++;
      } catch (const std::exception& failure) {
        mine.failed++;
        mine.failures[clip(failure.what(), 200)]++;
        user.start_over();
      }
    }
    add(mine);
  }

  Outcome finish() {
    outcome_.seconds = std::chrono::duration<double>(Steady::now() - start_).count();
    return std::move(outcome_);
  }

 private:
  void add(const Outcome& other) {
    const std::lock_guard lock(mutex_);
    outcome_.succeeded += other.succeeded;
    outcome_.failed += other.failed;
    for (const auto& [reason, times] : other.failures) outcome_.failures[reason] += times;
    for (size_t step = 0; step < kSteps; step++) {
      auto& all = outcome_.milliseconds[step];
      all.insert(all.end(), other.milliseconds[step].begin(), other.milliseconds[step].end());
    }
  }

  const Load& load_;
  Steady::time_point start_;
  std::atomic<long> next_{0};
  std::mutex mutex_{};
  Outcome outcome_{};  // under mutex_
};

}  // namespace

Outcome run_load(Users& users, const Load& load) {
  Run run(load);
  std::vector<std::jthread> threads;
  for (const auto& user : users) threads.emplace_back([&run, &user] { run.serve(*user); });
  threads.clear();
  return run.finish();
}

Row measure(Users& users, const Load& load, const std::vector<int>& server_pids) {
  Row row;
  const double verification_before = verification_microseconds();
  row.floor_us = login_floor_microseconds();
  const Usage server_before = usage_of(with_children(server_pids));
  const double driver_before = own_cpu_seconds();
  const double machine_before = machine_busy_seconds();
  row.outcome = run_load(users, load);
  const Usage server = usage_of(with_children(server_pids));
  const double driver = own_cpu_seconds() - driver_before;
  const double machine = machine_busy_seconds() - machine_before;
  const double per_login = 1e3 / static_cast<double>(row.outcome.succeeded);
  row.verification_us = (verification_before + verification_microseconds()) / 2;
  row.server_user_ms = (server.user_seconds - server_before.user_seconds) * per_login;
  row.server_system_ms = (server.system_seconds - server_before.system_seconds) * per_login;
  row.server_cpu_ms = row.server_user_ms + row.server_system_ms;
  row.driver_cpu_ms = driver * per_login;
  row.server_peak_mib = server.resident_peak_mib;
  row.other_cores = (machine - driver - (server.cpu_seconds() - server_before.cpu_seconds())) / row.outcome.seconds;
  return row;
}

json::object Row::to_json() {
  json::object latency;
  for (size_t step = 0; step < kSteps; step++) {
    json::object figures;
    for (const auto& [name, q] : kQuantiles) figures[name] = quantile(outcome.milliseconds[step], q);
    latency[kStepNames[step]] = std::move(figures);
  }
  return {{"logins", outcome.succeeded},
          {"failures", outcome.failed},
          {"seconds", outcome.seconds},
          {"logins_per_second", logins_per_second()},
          {"server_cpu_ms_per_login", server_cpu_ms},
          {"server_user_ms_per_login", server_user_ms},
          {"server_system_ms_per_login", server_system_ms},
          {"server_peak_mib", server_peak_mib},
          {"driver_cpu_ms_per_login", driver_cpu_ms},
          {"other_cores", other_cores},
          {"verification_us", verification_us},
          {"floor_us", floor_us},
          {"latency_ms", std::move(latency)}};
}

void print_heading() {
  std::printf("%6s %7s %5s %9s %8s %8s %8s %8s %9s %7s %7s %9s %7s %7s %8s\n", "run", "ok", "fail", "logins/s",
              "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "cpu ms/lg", "verif.", "x floor", "drv ms/lg", "MiB", "others",
              "verif us");
}

void print_row(int number, Row& row) {
  auto& whole = row.outcome.milliseconds[kWhole];
  std::printf("%6d %7ld %5ld %9.1f %8.2f %8.2f %8.2f %8.2f %9.3f %7.1f %7.2f %9.3f %7.1f %7.2f %8.1f\n", number,
              row.outcome.succeeded, row.outcome.failed, row.logins_per_second(), quantile(whole, 0.5),
              quantile(whole, 0.9), quantile(whole, 0.99), quantile(whole, 0.999), row.server_cpu_ms,
              row.in_verifications(), row.times_floor(), row.driver_cpu_ms, row.server_peak_mib, row.other_cores,
              row.verification_us);
  for (const auto& [reason, times] : row.outcome.failures) std::printf("  %ld x %s\n", times, reason.c_str());
  std::fflush(stdout);
}

void print_medians(std::vector<Row>& rows) {
  const auto over = [&](auto figure) {
    std::vector<double> values;
    for (Row& row : rows) values.push_back(figure(row));
    return median(std::move(values));
  };
  const auto latency = [&](Step step, double q) {
    return over([=](Row& row) { return quantile(row.outcome.milliseconds[step], q); });
  };
  std::printf("steps, median of p50 / p99 in ms:");
  for (const Step step : {kPushed, kAuthorize, kToken, kUserinfo}) {
    std::printf("  %s %.2f / %.2f", kStepNames[step], latency(step, 0.5), latency(step, 0.99));
  }
  std::printf("\nmedian of %zu: %.1f logins/s, p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms; ", rows.size(),
              over([](Row& r) { return r.logins_per_second(); }), latency(kWhole, 0.5), latency(kWhole, 0.99),
              latency(kWhole, 0.999));
  std::printf(
      "server CPU %.3f ms/login (user %.3f, system %.3f) = %.1f ES256 verifications = %.2f x crypto floor of %.0f us; ",
      over([](Row& r) { return r.server_cpu_ms; }), over([](Row& r) { return r.server_user_ms; }),
      over([](Row& r) { return r.server_system_ms; }), over([](Row& r) { return r.in_verifications(); }),
      over([](Row& r) { return r.times_floor(); }), over([](Row& r) { return r.floor_us; }));
  std::printf("peak %.1f MiB; driver CPU %.3f ms/login; connections %ld\n",
              over([](Row& r) { return r.server_peak_mib; }), over([](Row& r) { return r.driver_cpu_ms; }),
              HttpClient::connections_opened.load());
}

}  // namespace inkan::bench
