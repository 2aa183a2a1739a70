#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/journal.h"
#include "base/log.h"
#include "base/random.h"
#include "base/task.h"
#include "crypto/hash.h"
#include "crypto/sealed.h"
#include "population/links/judge.h"
#include "population/links/link.h"
#include "population/links/links_store.h"
#include "population/links/service.h"
#include "population/register.h"
#include "store/database.h"

namespace inkan::population::links {

// Terms of linking: how sure is sure, and how wrong an agency may be before a person looks at everything it brings.
struct LinkTerms {
  match::Terms match{};
  double wrong_rate_max = 1e-6;                       // bound on an agency's wrong-link rate; above it: suspended
  Duration case_time_max = std::chrono::days(14);     // statutory clock of a case
  Duration not_mine_time_max = std::chrono::days(5);  // of "this is not mine"
};

// Links is the one door to links. Thread-safe.
class Links {
 public:
  struct Deps {
    store::Database& database;
    const crypto::MasterKey& master_key;
    const crypto::KeyedHash& keyed_hash;
    const audit::Journal& journal;
    const Register& people;
    const MatchService& matching;  // catches up by itself
    Clock& clock;
    Random& random;
    Log& log;
    LinkTerms terms{};
  };
  explicit Links(Deps deps) : deps_(std::move(deps)) {}

  // add_scheme declares a kind of record. `sex_not_held` is the law's word, not the caller's. kConflict: there already.
  Task<Done> add_scheme(Scheme scheme, bool sex_not_held, audit::Actor by) const;

  // link links a record to the person stated: with a number and attributes in agreement, or with the full attributes
  // and one sufficiently sure match (REQ-LINK-1..3). Every attempt is journalled. A link is stored pending and becomes
  // visible when it was verified once more from what is stored (REQ-LINK-10); a crash between leaves it pending, and
  // the next sweep goes on. kInvalidInput: incomplete or malformed, nothing was looked up. kNotFound: no such scheme.
  Task<LinkAnswer> link(LinkRequest request) const;

  // resolve gives the person a record is linked to, to a body that may know; nullopt ("not available") for a link that
  // is not published. The look is journalled before the answer, with the link: "not mine" lists it (REQ-LINK-11).
  Task<std::optional<PersonId>> resolve(RecordId record, audit::Actor reader) const;

  // list_visible gives what a resident may see: published links of one person, newest first.
  Task<std::vector<Link>> list_visible(PersonId person) const;
  // list_disputed gives the resident's own disputed links, so that they see that the case runs.
  Task<std::vector<Link>> list_disputed(PersonId person) const;

  // Viewer is one who saw a link, from the journal.
  struct Viewer {
    Time at{};
    audit::Actor who{};
    std::string client_id{};
  };
  // list_viewers gives who saw the link since it was published, newest first, at most `limit`. The ticket opens the
  // details of the journal's rows.
  Task<std::vector<Viewer>> list_viewers(Link link, SealedPerson person, audit::AccessTicket ticket, int limit) const;

  // dispute is "this is not mine": the link vanishes for everybody in one statement, and a case with a statutory clock
  // is opened (REQ-LINK-11). kNotFound: not a visible link of this person.
  Task<CaseId> dispute(PersonId person, LinkId link, audit::Actor by) const;

  // retire ends a link for good (the record was closed, the wrong person was confirmed). kConflict: not live.
  Task<Done> retire(LinkId link, std::string reason, audit::Actor by) const;

  // list_made_by answers "all links made by method X between T1 and T2", oldest first, after `after`, one indexed
  // query.
  Task<std::vector<Link>> list_made_by(Method method, Time from, Time until, LinkId after, int limit) const;

  const Deps& deps() const { return deps_; }  // for the other files of this room

 private:
  Task<LinkAnswer> store_link(LinkRequest request, Judged judged, int64_t generation) const;
  Task<LinkAnswer> put_before_officer(LinkRequest request, Judged judged) const;
  Task<LinkAnswer> turn_away(LinkRequest request, Answer answer) const;
  Deps deps_;
};

// Finding is what verifying one stored link came to.
enum class Finding { kAgrees, kPublished, kQuarantined, kHiddenAlready };
// verify_link compares a stored link with the register as it is now: a pending one that agrees becomes visible, one
// that does not agree is hidden and becomes a case. `risk` is what it is ranked by. For the sweep and after linking.
struct Verified {
  Finding finding = Finding::kAgrees;
  double risk = 0;
};
Task<Verified> verify_link(const Links& links, SealedLink link);
// journal_change journals what happened to a link, or who saw it, in its resident's record.
Result<Done> journal_change(const Links::Deps& deps, store::Batch& batch, const SealedLink& link, audit::EventKind kind,
                            audit::Actor by);
// record_hash_of: by what a record is found, so that no id stands in the open.
std::string record_hash_of(const crypto::KeyedHash& keyed_hash, const RecordId& record);

}  // namespace inkan::population::links
