#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "login.h"

namespace inkan::bench {

struct Load {
  long logins = 1000;
  double rate = 0;  // arrivals per second; 0: each user starts the next login when one ends
  double seconds_max = 300;
};

struct Outcome {
  long succeeded = 0;
  long failed = 0;
  double seconds = 0;
  std::array<std::vector<double>, kSteps> milliseconds{};
  std::map<std::string, long> failures{};  // by reason
};

using Users = std::vector<std::unique_ptr<VirtualUser>>;

// run_load performs the logins, one thread for each user. At a fixed rate, a login is timed from its due moment, so
// that a server which falls behind is seen to.
Outcome run_load(Users& users, const Load& load);

// Row holds the figures of one measured run.
struct Row {
  Outcome outcome{};
  double server_cpu_ms = 0;  // per login, as are the next three
  double server_user_ms = 0;
  double server_system_ms = 0;
  double driver_cpu_ms = 0;
  double server_peak_mib = 0;
  double other_cores = 0;  // what else ran on the machine
  double verification_us = 0;
  double floor_us = 0;

  double logins_per_second() const { return static_cast<double>(outcome.succeeded) / outcome.seconds; }
  double in_verifications() const { return server_cpu_ms * 1e3 / verification_us; }
  double times_floor() const { return server_cpu_ms * 1e3 / floor_us; }
  json::object to_json();
};

// measure runs the load once and reads what the server (its processes and their children) used for it.
Row measure(Users& users, const Load& load, const std::vector<int>& server_pids);

void print_heading();
void print_row(int number, Row& row);
// print_medians states the median of each figure over the rows.
void print_medians(std::vector<Row>& rows);

}  // namespace inkan::bench
