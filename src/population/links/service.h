#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "base/log.h"
#include "base/task.h"
#include "population/match/matcher.h"
#include "population/scan.h"

namespace inkan::population::links {

// MatchService owns the matcher of this node: it fills it from the register at the start and catches up by the outbox
// (topic "person.changed"; each node keeps its own position, in memory, since the index is too). Thread-safe.
class MatchService {
 public:
  struct Deps {
    const Scan& scan;
    Log& log;
  };
  explicit MatchService(Deps deps) : deps_(deps), matcher_(match::Matcher::make_empty()) {}

  // fill reads the whole register. For the start and for commands.
  Task<Done> fill();
  // catch_up takes in what was changed since, here or on another node; answers how many people. A job calls it every
  // second, and whoever has just changed somebody calls it at once.
  Task<int64_t> catch_up();

  // put shows one person to the matcher. Protected addresses stay outside: nobody's guess at one can be right or wrong,
  // and no answer depends on it (REQ-MATCH-7).
  void put(const PersonId& person, Stated known);
  void erase(const PersonId& person) { matcher_->erase(person); }

  const match::Matcher& matcher() const { return *matcher_; }
  int64_t position() const { return position_.load(); }

 private:
  Deps deps_;
  std::unique_ptr<match::Matcher> matcher_;
  std::optional<ScanTicket> ticket_{};  // of this process's scan; set by fill() before anybody else calls
  std::atomic<int64_t> position_{0};
};

}  // namespace inkan::population::links
