#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "population/links/links.h"

namespace inkan::population::links {

enum class SweepReason { kNightly, kModel, kAsked };

// RiskyLink is one line of the ranking: the riskiest first, so that members of one family who were mixed up are on top.
struct RiskyLink {
  LinkId link{};
  Scheme scheme{};
  double risk = 0;
  bool quarantined = false;
};

struct SweepReport {
  int64_t links = 0;
  int64_t agree = 0;
  int64_t quarantined = 0;    // in this run
  int64_t published = 0;      // were pending, and are right
  int64_t in_quarantine = 0;  // were hidden already
  bool resumed = false;
  bool complete = false;                // else it was stopped, and the next one goes on
  std::vector<int64_t> risk_decades{};  // how many links have a risk of 10^-12, 10^-11, … 1 and more
  std::vector<RiskyLink> riskiest{};
  std::vector<std::string> suspended{};  // agencies that crossed their bound in this run
  json::object to_json() const;
};

// sweep verifies every live link against the register and hides, within the run, what no longer agrees (REQ-LINK-7).
// People who moved or changed their name are not flagged: the register's history is compared too. Interrupted, or
// stopped by `go_on` (told how many links are done; false stops), the next sweep goes on there.
Task<SweepReport> sweep(const Links& links, SweepReason reason, std::function<bool(int64_t)> go_on);

// find_due_sweep says which run is due: kModel when the last complete one was made by another model than this
// program's, kNightly when it ended more than `every` ago or never was; nullopt: none.
Task<std::optional<SweepReason>> find_due_sweep(const Links& links, Duration every);

// sweep_person does the same for the links of one person: after every change of a person (outbox "person.changed").
Task<int64_t> sweep_person(const Links& links, PersonId person);

// refresh_bounds recomputes each agency's bound from its links and audits and suspends those that crossed; answers
// whom.
Task<std::vector<std::string>> refresh_bounds(const Links& links);
// lift lets an agency's records be linked automatically again: an officer's decision, with a reason.
Task<Done> lift_suspension(const Links& links, std::string issuer, std::string reason, audit::Actor officer);

struct AgencyBound {
  std::string issuer{};
  bool suspended = false;
  std::string reason{};
  std::string changed_by{};
  Time changed_at{};
  int64_t links = 0;
  int64_t audited = 0;
  double predicted = 0;  // rate the model expects
  double estimate = 0;   // rate the audits show (Horvitz-Thompson)
  double lower = 0;      // 95 %, however often we look
  double upper = 1;
};
Task<std::vector<AgencyBound>> list_bounds(const Links& links);

// AgencyDay counts what came of an agency's records on one day.
struct AgencyDay {
  std::string issuer{};
  std::string day{};  // YYYY-MM-DD
  int64_t linked = 0;
  int64_t quarantined = 0;
  int64_t refused = 0;
};
// list_days gives the days from one on, by agency and day.
Task<std::vector<AgencyDay>> list_days(const Links& links, std::string from);

}  // namespace inkan::population::links
