#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/secret.h"
#include "officers/deps.h"
#include "officers/officer_store.h"

namespace inkan::officers {

struct NewOfficer {
  std::string name{};
  Role role = Role::kRegistrar;
  Jurisdiction jurisdiction = Jurisdiction::all();
};
struct Invitation {
  OfficerId officer{};
  Secret code{};  // to be shown once; only its keyed hash is kept
  Time expires_at{};
};
// add_officer adds an invited officer and gives the code with which they enrol their passkey. kInvalidInput for a name
// that is empty, too long or no text. Operators only: there is no page for it.
Task<Invitation> add_officer(const Deps& deps, NewOfficer officer);
// invite_again gives a new code; the old one is dead. kNotFound when there is no such officer or they were removed.
Task<Invitation> invite_again(const Deps& deps, OfficerId id);
// remove_officer ends an officer at once: sessions, passkeys, invitation and open presences. kNotFound when there is
// none. Who they were stays known.
Task<Done> remove_officer(const Deps& deps, OfficerId id);
// list_officers gives everybody who ever was one, by time.
Task<std::vector<Officer>> list_officers(const Deps& deps);
// check_may_act tells whether an officer may act without a session, by a command that names them: kForbidden, with what
// is missing, for one who is not known, was removed, has not enrolled a passkey yet, or whose role does not have the
// right.
Result<Done> check_may_act(const std::optional<OfficerRow>& row, Right right);
// open_officer opens what a row holds sealed.
Result<Officer> open_officer(const Deps& deps, const OfficerRow& row);

}  // namespace inkan::officers
