#pragma once

#include <optional>
#include <string>
#include <vector>

#include "population/links/links.h"

namespace inkan::population::links {

// CaseKind is why somebody must look: an attempt that was not sure enough, a link that a sweep no longer believes, a
// resident who said "this is not mine".
enum class CaseKind { kAttempt, kSweep, kNotMine };

// Case is one line of the officers' queue. It names no candidate and shows nothing that was not stated (REQ-LINK-4).
struct Case {
  CaseId id{};
  CaseKind kind = CaseKind::kAttempt;
  Scheme scheme{};
  LinkId link{};          // empty for an attempt
  PersonId person{};      // whose link; empty for an attempt. Never for the screen.
  std::string reason{};   // "not-sure", "NUMBER_OF_HOUSEHOLD_MEMBER", "disagrees", "not-mine", "suspended"
  std::string settles{};  // attribute that would settle it, or empty
  double risk = 0;        // the queue's order, highest first
  Time opened_at{};
  Time due_at{};
  std::optional<Time> closed_at{};
  std::string verdict{};
};

// OpenedCase is what was stated, opened for the officer who works on it: the case's key, not a person's, and the look
// is in the journal.
struct OpenedCase {
  Case about{};
  RecordId record{};
  Stated stated{};
  std::vector<match::Evidence> outcomes{};  // per attribute; values of the register are never among them
};

// Verdict ends a case.
enum class Verdict {
  kLink,     // attempt: link it to the person whose number was presented
  kRelease,  // sweep, not mine: the link is right and becomes visible again
  kRetire,   // sweep, not mine: the link was wrong and ends; it is counted against the agency
  kDismiss,  // attempt: nobody, nothing
};

struct Ruling {
  CaseId case_id{};
  Verdict verdict = Verdict::kDismiss;
  std::optional<PersonalNumber> number{};  // kLink: presented by the person
  Method method = Method::kManual;         // kRelease: at least as strong as what made the link
  Origin origin{};                         // officer, terminal, second officer, document
};

struct StoredCase;  // cases_store.h

// Cases is the queue. Thread-safe.
class Cases {
 public:
  explicit Cases(const Links& links) : links_(links) {}

  struct Filter {
    std::optional<std::string> issuer{};
    std::optional<CaseKind> kind{};
    bool open = true;
  };
  // list gives the riskiest first, `skip` and `limit` for paging.
  Task<std::vector<Case>> list(Filter filter, int skip, int limit) const;
  Task<int64_t> count_open() const;
  // find gives a case without what it seals; nullopt when there is none.
  Task<std::optional<Case>> find(CaseId id) const;
  // open gives what was stated to the officer at work and journals the look. kNotFound.
  Task<OpenedCase> open(CaseId id, audit::Actor officer) const;

  // prepare_ruling checks a verdict and gives the statements that carry it out, the case's end and the journal's rows
  // among them: what an officer proposes and a second one approves is one commit. kInvalidInput: a verdict that does
  // not fit the case, no second officer, or provenance weaker than what made the link (REQ-LINK-7). The batch fails
  // when the case was closed meanwhile.
  Task<store::Batch> prepare_ruling(Ruling ruling) const;
  // rule prepares and commits.
  Task<Done> rule(Ruling ruling) const;

 private:
  Task<Done> add_manual_link(store::Batch& batch, const StoredCase& about, const Ruling& ruling) const;
  Task<Done> end_dispute(store::Batch& batch, const Case& about, const Ruling& ruling) const;
  const Links& links_;
};

std::string_view to_text(CaseKind kind);
std::string_view to_text(Verdict verdict);
std::optional<CaseKind> parse_case_kind(std::string_view text);
std::optional<Verdict> parse_verdict(std::string_view text);

}  // namespace inkan::population::links
