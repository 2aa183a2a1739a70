#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "officers/officer.h"
#include "population/person.h"
#include "store/database.h"

// SQL of proposals. Nothing here decides, but every statement holds the rule that its change needs.
namespace inkan::officers {

struct ProposalRow {
  std::string proposal_id{};
  std::string kind{};
  population::PersonId person{};  // empty for a ruling about a record that belongs to nobody yet
  std::string jurisdiction{};
  std::string basis{};
  std::string version{};
  std::string sealed{};
  std::string status{};  // draft, open, approved, rejected, stale
  OfficerId proposed_by{};
  Time entered_at{};
  std::optional<Time> proposed_at{};
  OfficerId decided_by{};
  std::optional<Time> decided_at{};
};
void add_proposal_row(store::Batch& batch, const ProposalRow& row);
Task<std::optional<ProposalRow>> find_proposal_row(store::Database& database, std::string proposal_id);
// list_open_proposal_rows: of the jurisdiction ("all": of every one), oldest first, without those of `but_by`.
Task<std::vector<ProposalRow>> list_open_proposal_rows(store::Database& database, std::string jurisdiction,
                                                       OfficerId but_by, int limit);
Task<std::vector<ProposalRow>> list_proposal_rows_by(store::Database& database, OfficerId officer, int limit);
// open_proposal_row turns a draft into a proposal; Expect::kOne breaks when it is none, not theirs, or older than
// `entered_after`.
size_t open_proposal_row(store::Batch& batch, const ProposalRow& row, Time now, Time entered_after);
// decide_proposal_row's Expect::kOne breaks when it is not open any more, or the officer proposed it.
size_t decide_proposal_row(store::Batch& batch, const std::string& proposal_id, const OfficerId& by,
                           const std::string& status, Time now);
// mark_proposal_stale closes an open proposal that its record has overtaken.
void mark_proposal_stale(store::Batch& batch, const std::string& proposal_id, Time now);
void remove_drafts_of(store::Batch& batch, const OfficerId& officer);

}  // namespace inkan::officers
