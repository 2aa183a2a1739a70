#include "population/people_import_store.h"

namespace inkan::population {

namespace {

constexpr const char* kRunning = "running";
constexpr const char* kFinished = "finished";
constexpr const char* kHeld = "held";
constexpr const char* kRejected = "rejected";

}  // namespace

Task<std::optional<StoredImport>> find_import(store::Database& database, std::string import_id) {
  std::vector<store::Value> parameters{std::move(import_id)};
  auto row = co_await database.query_one(
      "SELECT import_id, state, officer, source_document_sha256, lines_done, bytes_done, registered, held, rejected"
      " FROM people_imports WHERE import_id = $1",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<StoredImport> found;
  if (*row) {
    StoredImport file;
    file.import_id = (*row)->text(0);
    file.finished = (*row)->text(1) == kFinished;
    file.officer = (*row)->text(2);
    file.source_document_sha256 = (*row)->text(3);
    file.lines_done = (*row)->integer(4);
    file.bytes_done = (*row)->integer(5);
    file.registered = (*row)->integer(6);
    file.held = (*row)->integer(7);
    file.rejected = (*row)->integer(8);
    found = std::move(file);
  }
  co_return found;
}

void add_import(store::Batch& batch, StoredImport file, Time now) {
  batch.add(
      "INSERT INTO people_imports (import_id, state, officer, source_document_sha256, lines_done, bytes_done,"
      " registered, held, rejected, started_at) VALUES ($1, 'running', $2, $3, 0, 0, 0, 0, 0, $4)",
      {std::move(file.import_id), std::move(file.officer), std::move(file.source_document_sha256), unix_micros(now)},
      store::Expect::kOne);
}

size_t set_import(store::Batch& batch, StoredImport file, int64_t lines_before, Time now) {
  const store::Value finished_at = file.finished ? store::Value(unix_micros(now)) : store::Value(std::monostate{});
  std::vector<store::Value> values{std::string(file.finished ? kFinished : kRunning),
                                   file.lines_done,
                                   file.bytes_done,
                                   file.registered,
                                   file.held,
                                   file.rejected,
                                   finished_at,
                                   std::move(file.import_id),
                                   lines_before};
  return batch.add(
      "UPDATE people_imports SET state = $1, lines_done = $2, bytes_done = $3, registered = $4, held = $5,"
      " rejected = $6, finished_at = CAST($7 AS BIGINT)"
      " WHERE import_id = $8 AND lines_done = $9 AND state = 'running'",
      std::move(values), store::Expect::kOne);
}

void add_import_line(store::Batch& batch, const std::string& import_id, StoredImportLine line) {
  batch.add(
      "INSERT INTO people_import_lines (import_id, line, outcome, text, case_id) VALUES ($1, $2, $3, $4, $5)",
      {import_id, line.line, std::string(line.held ? kHeld : kRejected), std::move(line.text), std::move(line.case_id)},
      store::Expect::kOne);
}

Task<std::vector<StoredImportLine>> list_import_lines(store::Database& database, std::string import_id, int64_t after,
                                                      int limit) {
  std::vector<store::Value> parameters{std::move(import_id), after, int64_t(limit)};
  auto rows = co_await database.query(
      "SELECT line, outcome, text, case_id FROM people_import_lines WHERE import_id = $1 AND line > $2"
      " ORDER BY line LIMIT $3",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<StoredImportLine> lines;
  for (const auto& row : *rows) lines.push_back({row.integer(0), row.text(1) == kHeld, row.text(2), row.text(3)});
  co_return lines;
}

}  // namespace inkan::population
