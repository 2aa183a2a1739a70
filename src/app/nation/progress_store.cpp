#include "app/nation/progress_store.h"

namespace inkan::app::nation {

Result<Position> load_position(store::Database& database, uint64_t seed) {
  std::vector<store::Value> parameters{int64_t(seed)};
  auto rows = database.query_blocking("SELECT people, household, members FROM nation_progress WHERE seed = $1",
                                      std::move(parameters));
  if (!rows) return pass_on(rows);
  if (rows->empty()) return Position{};
  const auto& row = rows->front();
  return Position{row.integer(0), row.integer(1), row.integer(2)};
}

void set_position(store::Batch& batch, uint64_t seed, const Position& before, const Position& after) {
  if (before.people == 0)
    batch.add(
        "INSERT INTO nation_progress (seed, people, household, members) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        {int64_t(seed), after.people, after.household, after.members}, store::Expect::kOne);
  else
    batch.add("UPDATE nation_progress SET people = $1, household = $2, members = $3 WHERE seed = $4 AND people = $5",
              {after.people, after.household, after.members, int64_t(seed), before.people}, store::Expect::kOne);
}

}  // namespace inkan::app::nation
