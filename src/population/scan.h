#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "population/legal_basis.h"
#include "population/register.h"
#include "population/stated.h"

namespace inkan::population {

struct StoredScan;
struct StoredExport;

// ScanTicket is the right to read everybody for one declared purpose. Only Scan::begin makes one, after the journal row
// that says who and why is durable.
class ScanTicket {
 public:
  const std::string& event_id() const { return event_id_; }
  // outbox_position is where "person.changed" stood when the scan began: what came after has to be read again.
  int64_t outbox_position() const { return outbox_position_; }

 private:
  friend class Scan;
  ScanTicket(std::string event_id, int64_t outbox_position)
      : event_id_(std::move(event_id)), outbox_position_(outbox_position) {}
  std::string event_id_{};
  int64_t outbox_position_ = 0;
};

struct Scanned {
  PersonId id{};
  PersonStatus status = PersonStatus::kAlive;
  Stated known{};  // all names, today's address and earlier ones
  HouseholdId household{};
};

struct ScanPurpose {
  audit::Actor actor{};
  std::string purpose{};  // "build the matching index"; a word of the program, never personal data
};

// Scan streams the whole register, in the order of person ids, for whoever builds an index over it. Annulled records
// are left out. Thread-safe.
class Scan {
 public:
  explicit Scan(Register::Deps deps) : deps_(deps) {}

  Task<std::optional<ScanTicket>> begin(ScanPurpose purpose) const;
  // read_page gives up to `limit` people after `after` (empty: from the start). An empty page is the end. To go on
  // after a restart, begin again and pass the last id seen.
  Task<std::vector<Scanned>> read_page(ScanTicket ticket, PersonId after, int limit) const;

  // Exported is a person whole, for a file; the number only with the right to write it into one.
  struct Exported {
    PersonId id{};
    PersonStatus status = PersonStatus::kAlive;
    LifeEventKind began = LifeEventKind::kRegistration;
    std::string valid_from{};  // the day on which the record begins
    PersonFacts facts{};
    std::optional<PersonalNumber> number{};
  };
  // read_exports is read_page for a file. kForbidden for a right that is not NumberUse::kExport.
  Task<std::vector<Exported>> read_exports(ScanTicket ticket, PersonId after, int limit,
                                           std::optional<NumberRight> right) const;

  // Change is news of one person; a person may come several times.
  struct Change {
    int64_t position = 0;
    PersonId id{};
  };
  // list_changes gives "person.changed" after a position, in order; read reads these people as they are now, in the
  // order of `ids` (absent ones were annulled: erase them).
  Task<std::vector<Change>> list_changes(int64_t after_position, int limit) const;
  Task<std::vector<Scanned>> read(ScanTicket ticket, std::vector<PersonId> ids) const;

 private:
  Result<Scanned> open(StoredScan row) const;
  Result<Exported> open_export(StoredExport row, bool with_number) const;
  Register::Deps deps_;
};

}  // namespace inkan::population
