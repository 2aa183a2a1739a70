#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/task.h"
#include "officers/officer.h"
#include "population/names/outcome.h"
#include "population/person.h"
#include "population/stated.h"

namespace inkan::officers {

using population::PersonId;

// Case is one question that waits for an officer: a record that an agency brought, which no program may link alone.
struct Case {
  std::string id{};
  std::string kind{};          // "attempt", "sweep", "not_mine"
  std::string jurisdiction{};  // area whose officers work on it
  std::string agency{};        // who brought the record
  std::string reason{};        // why nobody was sure, as a word's key
  std::string settles{};       // attribute that would settle it, or empty
  PersonId person{};           // whom it concerns; never shown, empty when there is no candidate
  double risk = 0;             // the queue is ordered by it
  Time opened_at{};
  Time due_at{};  // statutory clock (REQ-LINK-11)
  bool open = true;
};

// CaseOutcome is how one stated attribute compares with what the register knows; never the register's value
// (REQ-LINK-4).
struct CaseOutcome {
  std::string attribute{};  // "legal_name", "birth_date", …
  population::names::Comparison comparison{};
};

// CaseRecord is what the agency stated, opened for one officer, and how it compares.
struct CaseRecord {
  population::Stated stated{};
  std::vector<CaseOutcome> outcomes{};
};

// Cases is where open cases come from; app wires population/links to it. Thread-safe.
class Cases {
 public:
  virtual ~Cases() = default;
  // list_open gives the riskiest first.
  virtual Task<std::vector<Case>> list_open(Jurisdiction jurisdiction, int limit) const = 0;
  virtual Task<std::optional<Case>> find(std::string case_id) const = 0;
  // load_record journals that the officer looked, then opens what was stated.
  virtual Task<CaseRecord> load_record(std::string case_id, Officer officer) const = 0;
};

// load_case gives an open case of the officer's jurisdiction. kForbidden without the right to work on cases, kNotFound
// for one that is not open or of another jurisdiction: the answer does not tell which.
Task<Case> load_case(const Cases& cases, OnDuty duty, std::string case_id);

}  // namespace inkan::officers
