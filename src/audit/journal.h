#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/strong_id.h"
#include "base/task.h"
#include "store/database.h"

namespace inkan::audit {

// EventKind is what happened. The set is closed: docs/events.md lists each with its fields.
enum class EventKind {
  kPersonRegistered,
  kPersonStatusChanged,  // died, left the country, came back
  kPersonChanged,        // moved, renamed, corrected, …; an entry taken back
  kRegisterScanned,      // everybody was read, for one declared purpose
  kNumberReplaced,       // the old one leaked; which numbers, no row says
  kPersonRead,           // somebody looked (officer, resident's own view)
  kAccountOpened,
  kAccountClosed,
  kAuthenticatorAdded,
  kAuthenticatorRemoved,
  kSignIn,         // to the portal or to a service
  kSignInRefused,  // wrong password, wrong code, locked
  kSignOut,
  kConsentGiven,
  kConsentRefused,
  kConsentWithdrawn,
  kRelease,  // data left for a service
  kClientAdded,
  kClientRemoved,
  kOfficerAdded,
  kOfficerRemoved,
  kProposalMade,  // an officer entered a change; another one decides
  kProposalApproved,
  kProposalRejected,  // or overtaken by another change
  kAlarmRaised,
  kAlarmSettled,
  kLinkMade,      // a record was linked
  kLinkNotMade,   // an attempt that was refused or put before an officer
  kLinkRead,      // a body asked whose record it is
  kLinkHidden,    // by the resident or by a sweep
  kLinkReleased,  // visible again
  kLinkEnded,
  kLinkBatchEnded,  // a file was applied or refused
  kLinkSuspension,  // an agency's automatic linking stopped or goes on
  kCaseRead,        // an officer opened a case
  kCaseClosed,
};
std::string_view to_text(EventKind kind);
std::optional<EventKind> parse_event_kind(std::string_view text);

// Actor is who did it.
enum class ActorKind { kResident, kService, kOfficer, kSystem };
struct Actor {
  ActorKind kind = ActorKind::kSystem;
  std::string id{};  // client id, officer id, account id; never a name
};

// Event is one line of the journal. `sealed` holds the details sealed under the person's data key
// (population::SealedPerson::seal_note), so that only the resident (and whoever has a ticket) can read what was
// released.
struct Event {
  EventKind kind = EventKind::kPersonRead;
  std::string person_id{};  // empty where no person is concerned
  Actor actor{};
  std::string client_id{};  // empty where no service is concerned
  std::string sealed{};
};

// AccessTicket is the right to open one person's data now. Only the Journal makes one, and only after the event that
// names who, for which service and on which legal basis has been committed.
class AccessTicket {
 public:
  const std::string& person_id() const { return person_id_; }
  const std::string& event_id() const { return event_id_; }

 private:
  friend class Journal;
  AccessTicket(std::string person_id, std::string event_id)
      : person_id_(std::move(person_id)), event_id_(std::move(event_id)) {}
  std::string person_id_;
  std::string event_id_;
};

struct RecordedEvent {
  std::string event_id{};
  Time at{};
  EventKind kind = EventKind::kPersonRead;
  Actor actor{};
  std::string client_id{};
  std::string sealed{};
  std::optional<int64_t> tree_index{};  // set once the sequencer has put it into the Merkle tree
};

// Journal appends events; nothing changes or deletes one. Every row has its RFC 6962 leaf hash; the sequencer job puts
// rows into the tree in order and signs checkpoints (audit/sequencer.h). Thread-safe as far as its Random is.
class Journal {
 public:
  Journal(store::Database& database, Clock& clock, Random& random)
      : database_(database), clock_(clock), random_(random) {}

  // record adds the event to a batch: it is true exactly when the batch commits. Returns the event id.
  std::string record(store::Batch& batch, const Event& event) const;

  // commit_access commits `batch` together with the event and hands out the ticket when both are durable. When an
  // expectation of the batch broke, there is no ticket and nothing was stored.
  struct Admission {
    store::CommitResult result{};
    std::optional<AccessTicket> ticket{};
  };
  Task<Admission> commit_access(store::Batch batch, Event event) const;

  // list_for_person gives events of a person, newest first, `before` exclusive for paging.
  Task<std::vector<RecordedEvent>> list_for_person(std::string person_id, std::optional<Time> before, int limit) const;

 private:
  store::Database& database_;
  Clock& clock_;
  Random& random_;
};

}  // namespace inkan::audit
