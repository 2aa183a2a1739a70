#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "base/log.h"
#include "base/task.h"
#include "population/match/matcher.h"
#include "population/register.h"
#include "store/database.h"

namespace inkan::population::links {

// MatchService owns the matcher of this node: it maps the base from a file, catches up with the register by the outbox
// (topic "person.changed"; the position this node has reached is kept beside the base), and rebuilds the base in the
// background without stopping readers. Thread-safe.
class MatchService {
 public:
  struct Deps {
    store::Database& database;
    const Register& people;
    Clock& clock;
    Log& log;
  };
  struct Settings {
    std::string path{};  // the base; empty: everything in memory, built at the start
  };
  MatchService(Deps deps, Settings settings);

  // open maps the base, or builds one where there is none, and catches up. Blocking: for the start and for commands.
  Result<Done> open();

  // matcher is what answers now. Hold it only for one question: a rebuild replaces it.
  std::shared_ptr<const match::Matcher> matcher() const;

  // note reads one person again and shows them to this node's matcher at once: call it after a commit that changed
  // somebody. Other nodes hear by the outbox.
  Task<Done> note(PersonId person) const;
  // catch_up takes in what other nodes changed; answers how many. A job calls it every second.
  Task<int64_t> catch_up();
  // rebuild writes a new base from the store, maps it and lets the old one go. Blocking, for a thread of its own; at
  // most one at a time (kConflict). Killed at any moment, the old base stays.
  Result<Done> rebuild();

 private:
  Deps deps_;
  Settings settings_;
  std::atomic<std::shared_ptr<match::Matcher>> matcher_{};  // shared with whoever is asking just now
  std::atomic<int64_t> position_{0};
  std::atomic<bool> rebuilding_{false};
};

}  // namespace inkan::population::links
