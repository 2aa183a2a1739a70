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

// add_honey marks a person's record as honey. Nobody can tell from the store which one it is; operators only.
Task<Done> add_honey(const Deps& deps, PersonId person);

}  // namespace inkan::officers
