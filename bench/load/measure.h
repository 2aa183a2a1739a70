#pragma once

#include <vector>

namespace inkan::bench {

// Usage is what a group of processes has used so far.
struct Usage {
  double user_seconds = 0;
  double system_seconds = 0;
  double resident_mib = 0;
  double resident_peak_mib = 0;

  double cpu_seconds() const { return user_seconds + system_seconds; }
};

// with_children adds every living descendant of the given processes.
std::vector<int> with_children(std::vector<int> pids);
Usage usage_of(const std::vector<int>& pids);
double own_cpu_seconds();
double machine_busy_seconds();  // all processors, all processes

// quantile reorders values; NaN if there are none.
double quantile(std::vector<double>& values, double q);
double median(std::vector<double> values);

// verification_microseconds is the CPU time of one ES256 verification on this machine now: the unit in which figures
// of different hours can be compared. All processors are kept busy for about a tenth of a second.
double verification_microseconds();

// login_floor_microseconds is the CPU time of the public-key and JWE work that one login costs any server: two client
// assertions and three proofs verified (with their keys imported), ID token and userinfo signed and encrypted.
double login_floor_microseconds();

}  // namespace inkan::bench
