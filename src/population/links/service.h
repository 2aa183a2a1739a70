#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/task.h"
#include "crypto/hash.h"
#include "population/match/matcher.h"
#include "population/scan.h"

namespace inkan::population::links {

// MatchService owns the matcher of this node: it opens or fills it at the start and catches up by the outbox (topic
// "person.changed"; each node keeps its own position, since the index is its own too). Thread-safe.
class MatchService {
 public:
  struct Deps {
    const Scan& scan;
    const crypto::KeyedHash& keyed_hash;
    Log& log;
    std::string path{};  // of the base file of this node; empty: memory only
  };
  explicit MatchService(Deps deps) : deps_(std::move(deps)), matcher_(match::Matcher::make_empty()) {}

  // fill opens the base file and takes in what was changed since it was written; where there is none that belongs to
  // this register, it reads the whole register. For the start and for commands, before anybody else calls.
  Task<Done> fill();
  // take_changes takes in one page of what was changed since, here or on another node, and answers whom; empty: nothing
  // is left. One caller at a time.
  Task<std::vector<PersonId>> take_changes();
  // catch_up takes in all of it and answers how many people: for whoever has just changed somebody.
  Task<int64_t> catch_up();
  // rebuild writes everybody as a new base file and goes on with it; reads go on meanwhile. It blocks: for a thread of
  // its own. kInvalidInput without a path.
  Result<Done> rebuild();
  // wants_rebuild: so much has changed since the file was written that the next start would take long.
  bool wants_rebuild() const;

  // put shows one person to the matcher. Protected addresses stay outside: nobody's guess at one can be right or wrong,
  // and no answer depends on it (REQ-MATCH-7).
  void put(const PersonId& person, Stated known);
  void erase(const PersonId& person) { matcher_->erase(person); }
  // holds tells whether the index says of this person what the register says (`inkan fsck`).
  bool holds(const PersonId& person, Stated known) const;

  const match::Matcher& matcher() const { return *matcher_; }
  int64_t position() const { return position_.load(); }

 private:
  Task<Done> read_everybody();
  bool open_base(int64_t newest);
  Deps deps_;
  std::unique_ptr<match::Matcher> matcher_;
  std::optional<ScanTicket> ticket_{};  // of this process's scan; set by fill() before anybody else calls
  std::atomic<int64_t> position_{0};
  std::atomic<bool> has_file_{false};
};

}  // namespace inkan::population::links
