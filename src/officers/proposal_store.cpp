#include "officers/proposal_store.h"

namespace inkan::officers {

namespace {

using store::Bytes;
using store::Expect;
using store::Value;

#define INKAN_PROPOSAL_COLUMNS                                                                            \
  "proposal_id, kind, person_id, jurisdiction, basis, version, sealed, status, proposed_by, entered_at, " \
  "proposed_at, decided_by, decided_at"

std::optional<Time> maybe_time(const store::Row& row, size_t column) {
  const auto micros = row.maybe_integer(column);
  return micros ? std::optional(from_unix_micros(*micros)) : std::nullopt;
}

ProposalRow read_proposal(const store::Row& row) {
  ProposalRow proposal;
  proposal.proposal_id = row.text(0);
  proposal.kind = row.text(1);
  proposal.person = population::PersonId(row.text(2));
  proposal.jurisdiction = row.text(3);
  proposal.basis = row.text(4);
  proposal.version = row.text(5);
  proposal.sealed = row.bytes(6);
  proposal.status = row.text(7);
  proposal.proposed_by = OfficerId(row.text(8));
  proposal.entered_at = from_unix_micros(row.integer(9));
  proposal.proposed_at = maybe_time(row, 10);
  proposal.decided_by = OfficerId(row.maybe_text(11).value_or(""));
  proposal.decided_at = maybe_time(row, 12);
  return proposal;
}

Result<std::vector<ProposalRow>> read_all(Result<store::Rows> rows) {
  if (!rows) return pass_on(rows);
  std::vector<ProposalRow> proposals;
  for (const store::Row& row : *rows) proposals.push_back(read_proposal(row));
  return proposals;
}

}  // namespace

void add_proposal_row(store::Batch& batch, const ProposalRow& row) {
  batch.add(
      "INSERT INTO officer_proposals (proposal_id, kind, person_id, jurisdiction, basis, version, sealed, status, "
      "proposed_by, entered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      {row.proposal_id, row.kind, row.person.text(), row.jurisdiction, row.basis, row.version, Bytes{row.sealed},
       row.status, row.proposed_by.text(), unix_micros(row.entered_at)},
      Expect::kOne);
}

Task<std::optional<ProposalRow>> find_proposal_row(store::Database& database, std::string proposal_id) {
  std::vector<Value> parameters{std::move(proposal_id)};
  auto row = co_await database.query_one(
      "SELECT " INKAN_PROPOSAL_COLUMNS " FROM officer_proposals WHERE proposal_id = $1", std::move(parameters));
  if (!row) co_return pass_on(row);
  if (!*row) co_return std::nullopt;
  co_return read_proposal(**row);
}

Task<std::vector<ProposalRow>> list_open_proposal_rows(store::Database& database, std::string jurisdiction,
                                                       OfficerId but_by, int limit) {
  std::vector<Value> parameters{std::move(jurisdiction), but_by.text(), int64_t{limit}};
  auto rows = co_await database.query("SELECT " INKAN_PROPOSAL_COLUMNS
                                      " FROM officer_proposals WHERE status = 'open' AND proposed_by <> $2 "
                                      "AND ($1 = 'all' OR jurisdiction = $1) ORDER BY proposed_at LIMIT $3",
                                      std::move(parameters));
  co_return read_all(std::move(rows));
}

Task<std::vector<ProposalRow>> list_proposal_rows_by(store::Database& database, OfficerId officer, int limit) {
  std::vector<Value> parameters{officer.text(), int64_t{limit}};
  auto rows = co_await database.query("SELECT " INKAN_PROPOSAL_COLUMNS
                                      " FROM officer_proposals WHERE proposed_by = $1 AND status <> 'draft' "
                                      "ORDER BY entered_at DESC LIMIT $2",
                                      std::move(parameters));
  co_return read_all(std::move(rows));
}

size_t open_proposal_row(store::Batch& batch, const ProposalRow& row, Time now, Time entered_after) {
  return batch.add(
      "UPDATE officer_proposals SET status = 'open', proposed_at = $3 WHERE proposal_id = $1 AND proposed_by = $2 "
      "AND status = 'draft' AND entered_at > $4",
      {row.proposal_id, row.proposed_by.text(), unix_micros(now), unix_micros(entered_after)}, Expect::kOne);
}

size_t decide_proposal_row(store::Batch& batch, const std::string& proposal_id, const OfficerId& by,
                           const std::string& status, Time now) {
  return batch.add(
      "UPDATE officer_proposals SET status = $3, decided_by = $2, decided_at = $4 "
      "WHERE proposal_id = $1 AND status = 'open' AND proposed_by <> $2",
      {proposal_id, by.text(), status, unix_micros(now)}, Expect::kOne);
}

void mark_proposal_stale(store::Batch& batch, const std::string& proposal_id, Time now) {
  batch.add("UPDATE officer_proposals SET status = 'stale', decided_at = $2 WHERE proposal_id = $1 AND status = 'open'",
            {proposal_id, unix_micros(now)});
}

void remove_drafts_of(store::Batch& batch, const OfficerId& officer) {
  batch.add("DELETE FROM officer_proposals WHERE proposed_by = $1 AND status = 'draft'", {officer.text()});
}

}  // namespace inkan::officers
