#include "population/enrolment_store.h"

#include "population/names/fold.h"

namespace inkan::population {

namespace {

StoredCase case_of(const store::Row& row) {
  StoredCase held;
  held.case_id = row.text(0);
  held.officer = row.text(1);
  held.collisions = row.text(2);
  held.opened_at = from_unix_micros(row.integer(3));
  held.wrapped_key = row.bytes(4);
  held.sealed = row.bytes(5);
  return held;
}

Task<std::optional<StoredCase>> find_case_in(store::Database& database, std::string case_id, std::string state) {
  std::vector<store::Value> parameters{std::move(case_id), std::move(state)};
  auto row = co_await database.query_one(
      "SELECT case_id, officer, collisions, opened_at, wrapped_key, sealed FROM enrolment_cases"
      " WHERE case_id = $1 AND state = $2",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<StoredCase> found;
  if (*row) found = case_of(**row);
  co_return found;
}

}  // namespace

Task<bool> has_key(store::Database& database, std::string key_hash) {
  std::vector<store::Value> parameters{store::Bytes{std::move(key_hash)}};
  auto row =
      co_await database.query_one("SELECT fold_version FROM enrolment_keys WHERE key_hash = $1", std::move(parameters));
  if (!row) co_return pass_on(row);
  co_return row->has_value();
}

size_t add_key(store::Batch& batch, std::string key_hash, bool must_be_new) {
  std::vector<store::Value> values{store::Bytes{std::move(key_hash)}, int64_t(names::kFoldVersion)};
  if (must_be_new)
    return batch.add(
        "INSERT INTO enrolment_keys (key_hash, fold_version) VALUES ($1, $2) ON CONFLICT (key_hash) DO NOTHING",
        std::move(values), store::Expect::kOne);
  // The update changes nothing and locks the row: drop_keys_of of another person waits for it, and sees the new holder.
  return batch.add(
      "INSERT INTO enrolment_keys (key_hash, fold_version) VALUES ($1, $2)"
      " ON CONFLICT (key_hash) DO UPDATE SET fold_version = enrolment_keys.fold_version",
      std::move(values));
}

void add_holder(store::Batch& batch, std::string holder, std::string key_hash) {
  batch.add(
      "INSERT INTO enrolment_key_holders (holder, key_hash) VALUES ($1, $2) ON CONFLICT (holder, key_hash) DO NOTHING",
      {store::Bytes{std::move(holder)}, store::Bytes{std::move(key_hash)}});
}

void drop_keys_of(store::Batch& batch, const std::string& holder) {
  // First a lock alone: the next statement then sees holders that were added until it was had.
  batch.add(
      "UPDATE enrolment_keys SET fold_version = fold_version"
      " WHERE key_hash IN (SELECT key_hash FROM enrolment_key_holders WHERE holder = $1)",
      {store::Bytes{holder}});
  batch.add(
      "DELETE FROM enrolment_keys WHERE fold_version = $2"
      " AND key_hash IN (SELECT key_hash FROM enrolment_key_holders WHERE holder = $1)"
      " AND NOT EXISTS (SELECT 1 FROM enrolment_key_holders o"
      " WHERE o.key_hash = enrolment_keys.key_hash AND o.holder <> $1)",
      {store::Bytes{holder}, int64_t(names::kFoldVersion)});
  batch.add("DELETE FROM enrolment_key_holders WHERE holder = $1", {store::Bytes{holder}});
}

void renew_key(store::Batch& batch, std::string key_hash) {
  batch.add(
      "INSERT INTO enrolment_keys (key_hash, fold_version) VALUES ($1, $2)"
      " ON CONFLICT (key_hash) DO UPDATE SET fold_version = excluded.fold_version",
      {store::Bytes{std::move(key_hash)}, int64_t(names::kFoldVersion)});
}

void drop_old_keys(store::Batch& batch) {
  batch.add("DELETE FROM enrolment_keys WHERE fold_version <> $1", {int64_t(names::kFoldVersion)});
  batch.add("DELETE FROM enrolment_key_runs WHERE fold_version <> $1", {int64_t(names::kFoldVersion)});
}

Task<std::optional<KeyRun>> find_key_run(store::Database& database) {
  std::vector<store::Value> parameters{int64_t(names::kFoldVersion)};
  auto row = co_await database.query_one(
      "SELECT after_person, outbox_position, finished FROM enrolment_key_runs WHERE fold_version = $1",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<KeyRun> found;
  if (*row) found = KeyRun{(*row)->text(0), (*row)->integer(1), (*row)->integer(2) != 0};
  co_return found;
}

void set_key_run(store::Batch& batch, KeyRun run) {
  batch.add(
      "INSERT INTO enrolment_key_runs (fold_version, after_person, outbox_position, finished) VALUES ($1, $2, $3, $4)"
      " ON CONFLICT (fold_version) DO UPDATE SET after_person = excluded.after_person,"
      " outbox_position = excluded.outbox_position, finished = excluded.finished",
      {int64_t(names::kFoldVersion), std::move(run.after_person), run.outbox_position, int64_t(run.finished ? 1 : 0)});
}

void add_case(store::Batch& batch, StoredCase held) {
  std::vector<store::Value> values{std::move(held.case_id),
                                   std::move(held.officer),
                                   std::move(held.collisions),
                                   unix_micros(held.opened_at),
                                   store::Bytes{std::move(held.wrapped_key)},
                                   store::Bytes{std::move(held.sealed)}};
  batch.add(
      "INSERT INTO enrolment_cases (case_id, state, officer, collisions, opened_at, wrapped_key, sealed, closed_by)"
      " VALUES ($1, 'open', $2, $3, $4, $5, $6, '')",
      std::move(values), store::Expect::kOne);
}

size_t close_case(store::Batch& batch, CaseEnd end) {
  std::vector<store::Value> values{std::move(end.state),
                                   std::move(end.closed_by),
                                   unix_micros(end.closed_at),
                                   store::Bytes{std::move(end.wrapped_key)},
                                   store::Bytes{std::move(end.sealed_reason)},
                                   std::move(end.case_id)};
  return batch.add(
      "UPDATE enrolment_cases SET state = $1, closed_by = $2, closed_at = $3, wrapped_key = $4, sealed = $5"
      " WHERE case_id = $6 AND state = 'open'",
      std::move(values), store::Expect::kOne);
}

Task<std::optional<StoredCase>> find_open_case(store::Database& database, std::string case_id) {
  return find_case_in(database, std::move(case_id), "open");
}

Task<std::optional<StoredCase>> find_refused_case(store::Database& database, std::string case_id) {
  return find_case_in(database, std::move(case_id), "refused");
}

Task<std::vector<StoredCase>> list_open_cases(store::Database& database, int limit) {
  std::vector<store::Value> parameters{int64_t(limit)};
  auto rows = co_await database.query(
      "SELECT case_id, officer, collisions, opened_at, wrapped_key, sealed FROM enrolment_cases"
      " WHERE state = 'open' ORDER BY opened_at, case_id LIMIT $1",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<StoredCase> cases;
  for (const auto& row : *rows) cases.push_back(case_of(row));
  co_return cases;
}

}  // namespace inkan::population
