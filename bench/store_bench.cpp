// Durable commits and reads by key on both engines, with 1, 16 and 256 in flight on one I/O thread, beside the floor of
// the same run: one fdatasync per 4 KiB appended to a file in the same directory.
// bench_store [--seconds N] [--dir DIR] [--connections N]   (INKAN_TEST_POSTGRES: PostgreSQL, too)

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "base/random.h"
#include "guard/single_use.h"
#include "store/test_run.h"

namespace inkan {
namespace {

using std::chrono::steady_clock;

struct Settings {
  double seconds = 3;
  std::string directory = ".";
  int connections = 2;
};

struct Run {
  Random* random = nullptr;
  steady_clock::time_point until{};
  std::vector<double> latencies_us{};
};

double own_cpu_us() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto us = [](const timeval& t) { return double(t.tv_sec) * 1e6 + double(t.tv_usec); };
  return us(usage.ru_utime) + us(usage.ru_stime);
}

// server_cpu_us adds up all PostgreSQL processes of the machine: right only when nobody else uses one.
double server_cpu_us() {
  double ticks = 0;
  DIR* processes = opendir("/proc");
  while (dirent* entry = readdir(processes)) {
    std::ifstream file("/proc/" + std::string(entry->d_name) + "/stat");
    std::string line;
    if (!std::getline(file, line) || line.find("(postgres)") == std::string::npos) continue;
    long user = 0, system = 0;
    std::sscanf(line.c_str() + line.find(") ") + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user,
                &system);
    ticks += double(user + system);
  }
  closedir(processes);
  return ticks * 1e6 / double(sysconf(_SC_CLK_TCK));
}

Task<Done> commit_until(store::Database& database, Run& run) {
  while (steady_clock::now() < run.until) {
    store::Batch batch;
    guard::add_single_use(batch, "bench", run.random->bytes(32), from_unix_seconds(2'000'000'000));
    const auto start = steady_clock::now();
    auto done = co_await database.commit_all(std::move(batch));
    if (!done) co_return pass_on(done);
    run.latencies_us.push_back(std::chrono::duration<double, std::micro>(steady_clock::now() - start).count());
  }
  co_return Done{};
}

Task<Done> read_until(store::Database& database, Run& run) {
  while (steady_clock::now() < run.until) {
    std::vector<store::Value> parameters{store::Bytes{run.random->bytes(32)}};
    const auto start = steady_clock::now();
    auto rows = co_await database.query("SELECT expires_at FROM single_use WHERE key_hash = $1", std::move(parameters));
    if (!rows) co_return pass_on(rows);
    run.latencies_us.push_back(std::chrono::duration<double, std::micro>(steady_clock::now() - start).count());
  }
  co_return Done{};
}

double percentile(std::vector<double>& values, double which) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, size_t(double(values.size()) * which))];
}

void report(const char* what, int in_flight, Run& run, double seconds, double cpu_us, double server_us) {
  const double count = double(std::max<size_t>(1, run.latencies_us.size()));
  std::printf("%-22s %4d in flight %9.0f /s  p50 %7.0f  p99 %7.0f  p99.9 %7.0f us  CPU %6.1f us", what, in_flight,
              count / seconds, percentile(run.latencies_us, 0.5), percentile(run.latencies_us, 0.99),
              percentile(run.latencies_us, 0.999), cpu_us / count);
  if (server_us > 0) std::printf("  server CPU %6.1f us", server_us / count);
  std::printf("\n");
}

void measure_floor(const Settings& settings) {
  const std::string path = settings.directory + "/bench_floor.tmp";
  const int file = open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  const std::string page(4096, 'x');
  Run run{.until = steady_clock::now() + std::chrono::milliseconds(int64_t(settings.seconds * 1000))};
  const auto begin = steady_clock::now();
  const double cpu = own_cpu_us();
  while (steady_clock::now() < run.until) {
    const auto start = steady_clock::now();
    if (write(file, page.data(), page.size()) < 0 || fdatasync(file) != 0) break;
    run.latencies_us.push_back(std::chrono::duration<double, std::micro>(steady_clock::now() - start).count());
  }
  const double seconds = std::chrono::duration<double>(steady_clock::now() - begin).count();
  report("floor: append+sync", 1, run, seconds, own_cpu_us() - cpu, 0);
  close(file);
  unlink(path.c_str());
}

template <typename Start>
void measure(const std::string& what, int in_flight, const Settings& settings, bool server, Random& random,
             Start start) {
  Run run{.random = &random,
          .until = steady_clock::now() + std::chrono::milliseconds(int64_t(settings.seconds * 1000))};
  const auto begin = steady_clock::now();
  const double cpu = own_cpu_us(), server_cpu = server ? server_cpu_us() : 0;
  std::vector<Task<Done>> tasks;
  for (int i = 0; i < in_flight; ++i) tasks.push_back(start(run));
  for (auto& done : store::run_tasks(std::move(tasks)))
    if (!done) std::printf("failed: %s\n", done.error().private_detail.c_str());
  const double seconds = std::chrono::duration<double>(steady_clock::now() - begin).count();
  report(what.c_str(), in_flight, run, seconds, own_cpu_us() - cpu, server ? server_cpu_us() - server_cpu : 0);
}

void measure_engine(const std::string& engine, const Settings& settings) {
  setenv("TMPDIR", settings.directory.c_str(), 1);
  auto place = store::make_test_database(engine);
  store::OpenOptions options = place->options();
  options.connections_per_thread = settings.connections;
  SilentLog log;
  auto database = store::open(options, /*migrate=*/true, log);
  check(database.has_value(), "the database opens");
  SystemRandom random;
  const bool server = engine == "postgres";
  for (int in_flight : {1, 16, 256})
    measure(engine + " commit", in_flight, settings, server, random,
            [&](Run& run) { return commit_until(**database, run); });
  for (int in_flight : {1, 16})
    measure(engine + " read", in_flight, settings, server, random,
            [&](Run& run) { return read_until(**database, run); });
  (*database)->close();
}

}  // namespace
}  // namespace inkan

int main(int count, char** words) {
  inkan::Settings settings;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view name = words[i];
    if (name == "--seconds") settings.seconds = std::atof(words[i + 1]);
    if (name == "--dir") settings.directory = words[i + 1];
    if (name == "--connections") settings.connections = std::atoi(words[i + 1]);
  }
  inkan::measure_floor(settings);
  for (const std::string& engine : inkan::store::test_engines()) inkan::measure_engine(engine, settings);
  inkan::measure_floor(settings);
}
