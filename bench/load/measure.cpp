#include "measure.h"

#include <dirent.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <thread>

#include "base/text.h"
#include "jose.h"

namespace inkan::bench {
namespace {

std::string read_file(const std::string& name) {
  std::ifstream stream(name);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// stat_fields are those of /proc/PID/stat behind the command name, which may hold spaces: [0] is the state.
std::vector<std::string> stat_fields(int pid) {
  const std::string text = read_file("/proc/" + std::to_string(pid) + "/stat");
  const size_t end = text.rfind(')');
  if (end == std::string::npos) return {};
  return split(text.substr(end + 2), ' ');
}

double number(const std::string& text) { return static_cast<double>(parse_int(text).value_or(0)); }

double status_mib(int pid, const std::string& field) {
  std::ifstream stream("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with(field + ":")) {
      std::istringstream rest(line.substr(field.size() + 1));
      double kib = 0;
      rest >> kib;
      return kib / 1024;
    }
  }
  return 0;
}

double thread_microseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

// median_cost runs work in slices on every processor and takes the median, which a busy neighbour hardly moves.
double median_cost(int slices, int per_slice, const std::function<void()>& work) {
  std::vector<double> costs;
  std::mutex mutex;
  std::vector<std::jthread> threads;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); i++) {
    threads.emplace_back([&] {
      for (int slice = 0; slice < slices; slice++) {
        const double start = thread_microseconds();
        for (int n = 0; n < per_slice; n++) work();
        const double cost = (thread_microseconds() - start) / per_slice;
        const std::lock_guard lock(mutex);
        costs.push_back(cost);
      }
    });
  }
  threads.clear();
  return median(std::move(costs));
}

// import_point makes a key from an uncompressed point the cheap way: parameters copied, point set.
Key import_point(const EVP_PKEY& like, const std::string& point) {
  Key key(EVP_PKEY_new());
  EVP_PKEY_copy_parameters(key.get(), &like);
  EVP_PKEY_set1_encoded_public_key(key.get(), reinterpret_cast<const unsigned char*>(point.data()), point.size());
  return key;
}

std::string encoded_point(EVP_PKEY& key) {
  unsigned char* bytes = nullptr;
  const size_t size = EVP_PKEY_get1_encoded_public_key(&key, &bytes);
  const std::string point(reinterpret_cast<char*>(bytes), size);
  OPENSSL_free(bytes);
  return point;
}

}  // namespace

std::vector<int> with_children(std::vector<int> pids) {
  std::map<int, int> parents;
  DIR* directory = opendir("/proc");
  while (const dirent* entry = readdir(directory)) {
    const auto pid = parse_int(entry->d_name);
    if (!pid) continue;
    const auto fields = stat_fields(static_cast<int>(*pid));
    if (fields.size() > 1) parents[static_cast<int>(*pid)] = static_cast<int>(number(fields[1]));
  }
  closedir(directory);
  std::set<int> all(pids.begin(), pids.end());
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& [child, parent] : parents) grew |= all.contains(parent) && all.insert(child).second;
  }
  return {all.begin(), all.end()};
}

Usage usage_of(const std::vector<int>& pids) {
  Usage usage;
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  for (const int pid : pids) {
    const auto fields = stat_fields(pid);
    if (fields.size() < 13) continue;
    usage.user_seconds += number(fields[11]) / ticks;
    usage.system_seconds += number(fields[12]) / ticks;
    usage.resident_mib += status_mib(pid, "VmRSS");
    usage.resident_peak_mib += status_mib(pid, "VmHWM");
  }
  return usage;
}

double own_cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double machine_busy_seconds() {
  std::istringstream line(read_file("/proc/stat"));
  std::string name;
  double user = 0, nice = 0, system = 0, idle = 0, wait = 0, interrupts = 0, soft_interrupts = 0;
  line >> name >> user >> nice >> system >> idle >> wait >> interrupts >> soft_interrupts;
  return (user + nice + system + interrupts + soft_interrupts) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double quantile(std::vector<double>& values, double q) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto rank = std::min(values.size() - 1, static_cast<size_t>(q * static_cast<double>(values.size())));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(rank), values.end());
  return values[rank];
}

double median(std::vector<double> values) { return quantile(values, 0.5); }

double verification_microseconds() {
  const Key key = make_key();
  const std::string message(700, 'a');
  const std::string signature = es256_sign(*key, message);
  return median_cost(/*slices=*/20, /*per_slice=*/100, [&] { es256_verify(*key, message, signature); });
}

double login_floor_microseconds() {
  const Key client = make_key();
  const Key proof = make_key();
  const Key issuer = make_key();
  const Key recipient = make_key();
  const std::string point = encoded_point(*proof);
  const std::string message(700, 'a');
  const std::string claims(900, 'a');
  const std::string by_client = es256_sign(*client, message);
  const std::string by_proof = es256_sign(*proof, message);
  return median_cost(/*slices=*/8, /*per_slice=*/20, [&] {
    for (int i = 0; i < 2; i++) es256_verify(*client, message, by_client);
    for (int i = 0; i < 3; i++) es256_verify(*import_point(*client, point), message, by_proof);
    es256_sign(*issuer, claims);
    make_jwe(*recipient, "A256CBC-HS512", claims);
    es256_sign(*issuer, claims);
    make_jwe(*recipient, "A256GCM", claims);
  });
}

}  // namespace inkan::bench
