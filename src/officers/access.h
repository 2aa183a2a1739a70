#pragma once

#include <optional>
#include <string>

#include "officers/deps.h"
#include "population/register.h"

namespace inkan::officers {

using population::PersonId;

// Basis is why an officer may look at one person: the person is here, a case names them, or somebody proposed a change
// that this officer is to decide. There is no other way to a record, and none that begins with a name (REQ-OPR-1).
struct Basis {
  enum class Kind { kPresence, kCase, kProposal };
  Kind kind = Kind::kPresence;
  std::string id{};
  std::string text() const;  // "presence:…", as proposals and the journal keep it
  static std::optional<Basis> parse(std::string_view text);
};
std::string_view to_text(Basis::Kind kind);

// Look is one reading of a record.
struct Look {
  Basis basis{};
  std::string purpose{};  // "view", "compare", "propose", "decide": the resident reads it in words
  std::string reason{};   // why a protected address is to be seen; only with the right to (REQ-MATCH-7)
};

// Opened is a person's record with the right to open it now.
struct Opened {
  population::SealedPerson person{};
  std::optional<audit::AccessTicket> ticket{};  // always there; optional only so that an empty one can exist
  bool may_see_protected = false;
};

// open_person writes down that the officer looks, counts it against their limits, checks once more that they are active
// in their role and that the basis still holds, and raises the alarm when the record is honey: one batch, before
// anything is opened. kForbidden without the right or when the officer was removed meanwhile, kExpired when the
// presence or case is over, kTooMany past the limit.
Task<Opened> open_person(const Deps& deps, OnDuty duty, Look look);

// CommandLook is one reading by a command of the operator that names an officer. There is no session and no case: the
// officer's reason stands in the record instead, and the resident reads it.
struct CommandLook {
  PersonId person{};
  std::string command{};  // "inkan people show"
  std::string reason{};
};
// open_person_by_command is open_person for a command: the same limits, the same alarm, the same line, in the same
// batch. kForbidden for an officer who may not act (check_may_act), kInvalidInput without a reason, kNotFound when
// there is no such person, kTooMany past the limit. A protected address is not to be shown.
Task<Opened> open_person_by_command(const Deps& deps, OfficerId officer, CommandLook look);

// add_honey marks a person's record as honey. Nobody can tell from the store which one it is; operators only.
Task<Done> add_honey(const Deps& deps, PersonId person);

}  // namespace inkan::officers
