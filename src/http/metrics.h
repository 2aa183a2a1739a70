#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace inkan::http {

// Metrics counts for Prometheus (prometheus-cpp below). Labels are route patterns, codes and event names, never ids.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  void request_done(std::string_view route, int status, Duration took);
  void connection_opened();
  void connection_closed();
  void count(std::string_view event, std::string_view outcome);  // domain events: sign_in ok, token replay, …
  std::string text() const;                                      // exposition format

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace inkan::http
