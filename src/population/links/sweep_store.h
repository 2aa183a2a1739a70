#pragma once

#include <optional>
#include <string>
#include <vector>

#include "population/links/bound.h"
#include "population/links/sweep.h"

// SQL of sweeps and bounds. Only this room calls it.
namespace inkan::population::links {

struct SweepRow {
  std::string id{};
  SweepReason reason = SweepReason::kNightly;
  int64_t model_version = 1;
  std::string position{};
  std::string counts{};
};
std::string_view to_text(SweepReason reason);
Task<std::optional<SweepRow>> find_open_sweep(store::Database& database, SweepReason reason);
// find_last_sweep gives the last one that came to its end.
struct EndedSweep {
  int64_t model_version = 1;
  Time ended_at{};
};
Task<std::optional<EndedSweep>> find_last_sweep(store::Database& database);
void add_sweep(store::Batch& batch, const SweepRow& row, Time now);
// advance_sweep is undone when another node went on with the run meanwhile.
void advance_sweep(store::Batch& batch, const SweepRow& row, const std::string& position, const std::string& counts);
void end_sweep(store::Batch& batch, const SweepRow& row, const std::string& counts, Time now);

Task<std::vector<AgencyBound>> load_bounds(store::Database& database);
Task<std::vector<AgencyDay>> load_days(store::Database& database, std::string from);
// load_agency gives what an agency's bound is made of: its live automatic links, anew, and its audits.
struct AgencyFacts {
  int64_t links = 0;
  int64_t predicted_e12 = 0;
  std::vector<Audited> audits{};
};
Task<AgencyFacts> load_agency(store::Database& database, std::string issuer);
void store_bound(store::Batch& batch, const std::string& issuer, const AgencyFacts& facts, const Bound& bound);
void suspend_agency(store::Batch& batch, const std::string& issuer, const std::string& reason, Time now);
void lift_agency(store::Batch& batch, const std::string& issuer, const std::string& reason, const std::string& by,
                 Time now);

}  // namespace inkan::population::links
