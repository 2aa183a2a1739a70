#include "population/links/sweep_store.h"

namespace inkan::population::links {

std::string_view to_text(SweepReason reason) {
  switch (reason) {
    case SweepReason::kNightly:
      return "nightly";
    case SweepReason::kModel:
      return "model";
    case SweepReason::kAsked:
      return "asked";
  }
  return {};
}

Task<std::optional<SweepRow>> find_open_sweep(store::Database& database, SweepReason reason) {
  std::vector<store::Value> parameters{std::string(to_text(reason))};
  auto row = co_await database.query_one(
      "SELECT sweep_id, model_version, position, counts FROM link_sweeps WHERE reason = $1 AND ended_at IS NULL",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<SweepRow> found;
  if (*row) {
    SweepRow sweep;
    sweep.id = (*row)->text(0);
    sweep.reason = reason;
    sweep.model_version = (*row)->integer(1);
    sweep.position = (*row)->text(2);
    sweep.counts = (*row)->text(3);
    found = std::move(sweep);
  }
  co_return found;
}

Task<std::optional<EndedSweep>> find_last_sweep(store::Database& database) {
  auto row = co_await database.query_one(
      "SELECT model_version, ended_at FROM link_sweeps WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 1", {});
  if (!row) co_return pass_on(row);
  std::optional<EndedSweep> found;
  if (*row) found = EndedSweep{(*row)->integer(0), from_unix_micros((*row)->integer(1))};
  co_return found;
}

void add_sweep(store::Batch& batch, const SweepRow& row, Time now) {
  batch.add(
      "INSERT INTO link_sweeps (sweep_id, reason, model_version, position, counts, started_at)"
      " VALUES ($1, $2, $3, '', '{}', $4)",
      {row.id, std::string(to_text(row.reason)), row.model_version, unix_micros(now)}, store::Expect::kOne);
}

void advance_sweep(store::Batch& batch, const SweepRow& row, const std::string& position, const std::string& counts) {
  batch.add(
      "UPDATE link_sweeps SET position = $1, counts = $2 WHERE sweep_id = $3 AND position = $4 AND ended_at IS NULL",
      {position, counts, row.id, row.position}, store::Expect::kOne);
}

void end_sweep(store::Batch& batch, const SweepRow& row, const std::string& counts, Time now) {
  batch.add("UPDATE link_sweeps SET ended_at = $1, counts = $2 WHERE sweep_id = $3 AND ended_at IS NULL",
            {unix_micros(now), counts, row.id}, store::Expect::kOne);
}

Task<std::vector<AgencyBound>> load_bounds(store::Database& database) {
  auto rows = co_await database.query(
      "SELECT issuer, auto_link, reason, changed_by, changed_at, links, predicted_e12, audited, estimate_e12, "
      "lower_e12,"
      " upper_e12 FROM link_agencies ORDER BY issuer",
      {});
  if (!rows) co_return pass_on(rows);
  std::vector<AgencyBound> all;
  for (const auto& row : *rows) {
    AgencyBound one;
    one.issuer = row.text(0);
    one.suspended = row.text(1) == "suspended";
    one.reason = row.text(2);
    one.changed_by = row.text(3);
    one.changed_at = from_unix_micros(row.integer(4));
    one.links = row.integer(5);
    one.predicted = one.links > 0 ? double(row.integer(6)) * 1e-12 / double(one.links) : 0;
    one.audited = row.integer(7);
    one.estimate = double(row.integer(8)) * 1e-12;
    one.lower = double(row.integer(9)) * 1e-12;
    one.upper = double(row.integer(10)) * 1e-12;
    all.push_back(std::move(one));
  }
  co_return all;
}

Task<std::vector<AgencyDay>> load_days(store::Database& database, std::string from) {
  std::vector<store::Value> parameters{std::move(from)};
  auto rows = co_await database.query(
      "SELECT issuer, day, linked, quarantined, refused FROM link_days WHERE day >= $1 ORDER BY issuer, day",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<AgencyDay> days;
  for (const auto& row : *rows)
    days.push_back({row.text(0), row.text(1), row.integer(2), row.integer(3), row.integer(4)});
  co_return days;
}

Task<AgencyFacts> load_agency(store::Database& database, std::string issuer) {
  std::vector<store::Value> parameters{std::move(issuer)};
  auto sums =
      co_await database.query_one("SELECT links, predicted_e12 FROM link_agencies WHERE issuer = $1", parameters);
  if (!sums) co_return pass_on(sums);
  AgencyFacts facts;
  if (*sums) {
    facts.links = (*sums)->integer(0);
    facts.predicted_e12 = (*sums)->integer(1);
  }
  auto rows = co_await database.query(
      "SELECT weight_e12, wrong FROM link_audits WHERE issuer = $1 AND wrong IS NOT NULL ORDER BY drawn_at",
      parameters);
  if (!rows) co_return pass_on(rows);
  for (const auto& row : *rows)
    facts.audits.push_back({.weight = double(row.integer(0)) * 1e-12, .wrong = row.integer(1) == 1});
  co_return facts;
}

void store_bound(store::Batch& batch, const std::string& issuer, const AgencyFacts& facts, const Bound& bound) {
  batch.add(
      "UPDATE link_agencies SET audited = $1, estimate_e12 = $2, lower_e12 = $3, upper_e12 = $4 WHERE issuer = $5",
      {int64_t(facts.audits.size()), int64_t(bound.estimate * 1e12), int64_t(bound.lower * 1e12),
       int64_t(bound.upper * 1e12), issuer},
      store::Expect::kOne);
}

void suspend_agency(store::Batch& batch, const std::string& issuer, const std::string& reason, Time now) {
  batch.add(
      "UPDATE link_agencies SET auto_link = 'suspended', reason = $1, changed_by = 'bound', changed_at = $2"
      " WHERE issuer = $3 AND auto_link = 'on'",
      {reason, unix_micros(now), issuer}, store::Expect::kOne);
}

void lift_agency(store::Batch& batch, const std::string& issuer, const std::string& reason, const std::string& by,
                 Time now) {
  batch.add(
      "UPDATE link_agencies SET auto_link = 'on', reason = $1, changed_by = $2, changed_at = $3"
      " WHERE issuer = $4 AND auto_link = 'suspended'",
      {reason, by, unix_micros(now), issuer}, store::Expect::kOne);
}

}  // namespace inkan::population::links
