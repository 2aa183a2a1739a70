#include "officers/honey_store.h"

namespace inkan::officers {

void put_honey(store::Batch& batch, const std::string& mark, Time now) {
  batch.add("INSERT INTO honey_records (mark, added_at) VALUES ($1, $2) ON CONFLICT (mark) DO NOTHING",
            {store::Bytes{mark}, unix_micros(now)});
}

Task<bool> is_honey(store::Database& database, std::string mark) {
  std::vector<store::Value> parameters{store::Bytes{std::move(mark)}};
  auto row = co_await database.query_one("SELECT 1 FROM honey_records WHERE mark = $1", std::move(parameters));
  if (!row) co_return pass_on(row);
  co_return row->has_value();
}

}  // namespace inkan::officers
