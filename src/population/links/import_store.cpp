#include "population/links/import_store.h"

#define BATCH_COLUMNS "batch_id, issuer, type, generation, mode, file_sha256, state, byte_offset, counts, operator"

namespace inkan::population::links {

namespace {

BatchRow read_batch(const store::Row& row) {
  BatchRow found;
  found.id = BatchId(row.text(0));
  found.scheme = {row.text(1), row.text(2)};
  found.generation = row.integer(3);
  found.mode = row.text(4) == "replace" ? ImportMode::kReplace : ImportMode::kAdd;
  found.file_sha256 = row.text(5);
  found.state = row.text(6);
  found.byte_offset = row.integer(7);
  found.counts = row.text(8);
  found.operator_id = row.text(9);
  return found;
}

std::string mode_text(ImportMode mode) { return mode == ImportMode::kReplace ? "replace" : "add"; }

Task<int64_t> touch(store::Database& database, store::Batch batch) {
  auto outcome = co_await database.commit_all(std::move(batch));
  if (!outcome) co_return pass_on(outcome);
  int64_t rows = 0;
  for (const auto& returned : outcome->rows) rows += int64_t(returned.size());
  co_return rows;
}

}  // namespace

Task<std::optional<BatchRow>> find_open_batch(store::Database& database, Scheme scheme) {
  std::vector<store::Value> parameters{std::move(scheme.issuer), std::move(scheme.type)};
  auto row = co_await database.query_one("SELECT " BATCH_COLUMNS
                                         " FROM link_batches WHERE issuer = $1 AND type = $2"
                                         " AND state IN ('staging', 'aborting')",
                                         std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<BatchRow> found;
  if (*row) found = read_batch(**row);
  co_return found;
}

Task<std::optional<BatchRow>> find_batch(store::Database& database, std::string batch_id) {
  std::vector<store::Value> parameters{std::move(batch_id)};
  auto row = co_await database.query_one("SELECT " BATCH_COLUMNS " FROM link_batches WHERE batch_id = $1",
                                         std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<BatchRow> found;
  if (*row) found = read_batch(**row);
  co_return found;
}

void add_batch(store::Batch& batch, const BatchRow& row, Time now) {
  batch.add(
      "INSERT INTO link_batches (batch_id, issuer, type, generation, mode, file_sha256, state, byte_offset, counts,"
      " operator, started_at, reason) VALUES ($1, $2, $3, $4, $5, $6, 'staging', 0, $7, $8, $9, '')",
      {row.id.text(), row.scheme.issuer, row.scheme.type, row.generation, mode_text(row.mode), row.file_sha256,
       row.counts, row.operator_id, unix_micros(now)},
      store::Expect::kOne);
}

void advance_batch(store::Batch& batch, const BatchRow& row, int64_t offset, const std::string& counts) {
  batch.add(
      "UPDATE link_batches SET byte_offset = $1, counts = $2 WHERE batch_id = $3 AND state = 'staging'"
      " AND byte_offset = $4",
      {offset, counts, row.id.text(), row.byte_offset}, store::Expect::kOne);
}

void set_batch_state(store::Batch& batch, const std::string& batch_id, std::string_view from, std::string_view to,
                     const std::string& reason, Time now) {
  batch.add(
      "UPDATE link_batches SET state = $1, reason = CASE WHEN $2 = '' THEN reason ELSE $2 END, ended_at = $3"
      " WHERE batch_id = $4 AND state = $5",
      {std::string(to), reason, unix_micros(now), batch_id, std::string(from)}, store::Expect::kOne);
}

void apply_batch(store::Batch& batch, const BatchRow& row, const Applied& applied, Time now) {
  if (row.mode == ImportMode::kReplace) {
    batch.add("UPDATE link_schemes SET generation = $1 WHERE issuer = $2 AND type = $3 AND generation = $4",
              {row.generation, row.scheme.issuer, row.scheme.type, row.generation - 1}, store::Expect::kOne);
    batch.add(
        "UPDATE link_batches SET state = 'retired', ended_at = $1 WHERE issuer = $2 AND type = $3 AND state = "
        "'applied'",
        {unix_micros(now), row.scheme.issuer, row.scheme.type});
    // What was linked singly stays: it came by no file.
    batch.add(
        "UPDATE links SET generation = $1 WHERE issuer = $2 AND type = $3 AND generation = $4 AND batch_id = ''"
        " AND retired_at IS NULL",
        {row.generation, row.scheme.issuer, row.scheme.type, row.generation - 1});
  }
  batch.add("UPDATE links SET published_at = $1 WHERE batch_id = $2 AND state = 'published' AND published_at IS NULL",
            {unix_micros(now), row.id.text()});
  batch.add("UPDATE link_agencies SET links = links + $1, predicted_e12 = predicted_e12 + $2 WHERE issuer = $3",
            {applied.linked, applied.predicted_e12, row.scheme.issuer}, store::Expect::kOne);
  batch.add(
      "INSERT INTO link_days (issuer, day, linked, quarantined, refused, predicted_e12)"
      " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (issuer, day) DO UPDATE SET"
      " linked = link_days.linked + excluded.linked, quarantined = link_days.quarantined + excluded.quarantined,"
      " refused = link_days.refused + excluded.refused,"
      " predicted_e12 = link_days.predicted_e12 + excluded.predicted_e12",
      {row.scheme.issuer, iso_date(now), applied.linked, applied.quarantined, applied.refused, applied.predicted_e12});
  set_batch_state(batch, row.id.text(), "staging", "applied", "", now);
}

Task<int64_t> remove_staged(store::Database& database, std::string batch_id, int limit) {
  store::Batch batch;
  // Cases about its links first (their second look failed): a link that goes leaves no case behind.
  batch.add(
      "DELETE FROM link_cases WHERE closed_at IS NULL AND link_id <> '' AND link_id IN"
      " (SELECT link_id FROM links WHERE batch_id = $1 ORDER BY link_id LIMIT $2)",
      {batch_id, int64_t(limit)});
  batch.add(
      "DELETE FROM links WHERE link_id IN (SELECT link_id FROM links WHERE batch_id = $1 ORDER BY link_id LIMIT $2)"
      " RETURNING link_id",
      {batch_id, int64_t(limit)});
  batch.add(
      "DELETE FROM link_cases WHERE case_id IN (SELECT case_id FROM link_cases WHERE batch_id = $1 LIMIT $2)"
      " RETURNING case_id",
      {batch_id, int64_t(limit)});
  return touch(database, std::move(batch));
}

Task<int64_t> retire_replaced(store::Database& database, int limit, Time now) {
  store::Batch batch;
  batch.add(
      "UPDATE links SET state = 'retired', retired_at = $1, end_reason = 'replaced' WHERE link_id IN (SELECT l.link_id"
      " FROM links l JOIN link_batches b ON b.batch_id = l.batch_id WHERE b.state = 'retired' AND l.retired_at IS NULL"
      " LIMIT $2) RETURNING link_id",
      {unix_micros(now), int64_t(limit)});
  return touch(database, std::move(batch));
}

Task<bool> is_taken(store::Database& database, Scheme scheme, int64_t generation, std::string person_id,
                    std::string record_hash) {
  std::vector<store::Value> parameters{std::move(scheme.issuer), std::move(scheme.type), generation,
                                       std::move(person_id), store::Bytes{std::move(record_hash)}};
  auto rows = co_await database.query(
      "SELECT 1 FROM links WHERE issuer = $1 AND type = $2 AND generation = $3 AND retired_at IS NULL"
      " AND (person_id = $4 OR record_hash = $5)",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  co_return !rows->empty();
}

}  // namespace inkan::population::links
