#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/journal.h"
#include "base/clock.h"
#include "base/task.h"
#include "population/life_events.h"
#include "population/register.h"

namespace inkan::population {

// The record of a person is a list of events that only grows. Each has two times: the day from which it holds
// (valid_from) and the moment the register learnt of it (recorded_at). What was known on day X about day Y is the list
// up to X, without what was undone by X, applied in the order of valid_from up to Y.

// AsOf is such a question; without a value it is asked as of now.
struct AsOf {
  std::optional<Time> known_at{};
  std::optional<std::string> valid_on{};  // YYYY-MM-DD
};

// HistoryEntry is one event as its row says, without what it changed.
struct HistoryEntry {
  int64_t entry = 0;  // 1, 2, … in the order of recording
  LifeEventKind kind = LifeEventKind::kRegistration;
  std::string valid_from{};  // YYYY-MM-DD
  Time recorded_at{};
  audit::Actor officer{};
  std::string second_officer{};
  std::string source_document_sha256{};
  std::optional<int64_t> undoes{};
};

// TimelineEntry is an event opened: what it changed, in the members of the record ("address", "names", …).
struct TimelineEntry {
  HistoryEntry row{};
  json::object changed{};
  bool is_undone = false;
};

// PersonAsOf is a record as of some day.
struct PersonAsOf {
  PersonStatus status = PersonStatus::kAlive;
  PersonFacts facts{};
  int64_t entries = 0;  // how many events it is made of
};

// SealedHistory is a person's record with its whole history as stored. It opens only with a ticket for this person.
class SealedHistory {
 public:
  const SealedPerson& person() const { return person_; }
  const std::vector<HistoryEntry>& entries() const { return entries_; }

  Result<std::vector<TimelineEntry>> open_timeline(const audit::AccessTicket& ticket) const;
  // open_as_of answers nullopt for a day before the record begins or a moment before it was known.
  Result<std::optional<PersonAsOf>> open_as_of(const AsOf& when, const audit::AccessTicket& ticket) const;

 private:
  friend class History;
  // Opened is the first record and all that happened to it.
  struct Opened {
    PersonFacts first{};
    std::vector<TimelineEntry> entries{};
  };
  Result<Opened> open_all() const;
  Result<Done> check_ticket(const audit::AccessTicket& ticket) const;
  SealedPerson person_{};
  int64_t revision_ = 0;
  std::vector<HistoryEntry> entries_{};
  std::vector<std::string>
      sealed_{};  // beside entries_: what each changed; empty: nothing, or for the first entry the record itself
};

// History records life events. Thread-safe.
class History {
 public:
  explicit History(Register::Deps deps) : deps_(deps) {}

  // load is one query; nullopt when there is no such person.
  Task<std::optional<SealedHistory>> load(PersonId id) const;

  // Recording says how an event is recorded: by whom, on which document, from which day it holds.
  struct Recording {
    Registrar registrar{};
    std::string valid_from{};  // YYYY-MM-DD, today or earlier
  };
  // prepare gives the statements that record one event: history row, current row, journal row, and the outbox topics
  // "person.changed" and, where the status changed, "person.status". The batch answers a broken expectation when the
  // person's record has changed since `history` was loaded: load again. Errors: kInvalidInput for what does not hold (a
  // day in the future, an unknown code, a second officer who is the first), kConflict for an event that does not fit
  // the others (a return without departure, an undo of what another event builds upon), kForbidden for a foreign
  // ticket.
  struct Prepared {
    store::Batch batch{};
    int64_t entry = 0;              // the new event's number
    size_t revision_statement = 0;  // fails when the record changed meanwhile
  };
  Result<Prepared> prepare(const SealedHistory& history, const audit::AccessTicket& ticket, const LifeChange& change,
                           const Recording& recording) const;
  // record prepares on the record as it is now and commits; loads again when somebody was faster, three times at most.
  Task<int64_t> record(PersonId id, audit::AccessTicket ticket, LifeChange change, Recording recording) const;

 private:
  friend class Register;
  // A change that shows nothing of the record (a death, a departure) needs no ticket.
  Result<Prepared> prepare_unseen(const SealedHistory& history, const LifeChange& change,
                                  const Recording& recording) const;
  Task<int64_t> record_unseen(PersonId id, LifeChange change, Recording recording) const;
  Register::Deps deps_;
};

}  // namespace inkan::population
