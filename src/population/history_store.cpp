#include "population/history_store.h"

namespace inkan::population {

namespace {

StoredPerson person_in(const store::Row& row, size_t first) {
  StoredPerson person;
  person.status = row.text(first);
  person.wrapped_key = row.bytes(first + 1);
  person.sealed_number = row.bytes(first + 2);
  person.sealed_facts = row.bytes(first + 3);
  person.last_updated = row.text(first + 4);
  return person;
}

StoredEntry entry_in(const store::Row& row, size_t first) {
  StoredEntry entry;
  entry.entry = row.integer(first);
  entry.kind = row.text(first + 1);
  entry.valid_from = row.text(first + 2);
  entry.recorded_at = row.integer(first + 3);
  entry.actor_kind = row.text(first + 4);
  entry.actor_id = row.text(first + 5);
  entry.second_officer = row.text(first + 6);
  entry.source_document_sha256 = row.text(first + 7);
  entry.undoes = row.maybe_integer(first + 8);
  entry.sealed = row.bytes(first + 9);
  return entry;
}

std::vector<store::Value> values_of(const std::string& person_id, StoredEntry entry) {
  return {person_id,
          entry.entry,
          std::move(entry.kind),
          std::move(entry.valid_from),
          entry.recorded_at,
          std::move(entry.actor_kind),
          std::move(entry.actor_id),
          std::move(entry.second_officer),
          std::move(entry.source_document_sha256),
          entry.undoes ? store::Value(*entry.undoes) : store::Value(std::monostate{}),
          store::Bytes{std::move(entry.sealed)}};
}

}  // namespace

Task<std::optional<StoredHistory>> find_history(store::Database& database, std::string person_id) {
  std::vector<store::Value> parameters{std::move(person_id)};
  auto rows = co_await database.query(
      "SELECT p.status, p.wrapped_key, p.sealed_number, p.sealed_facts, p.last_updated, p.revision,"
      " h.entry, h.kind, h.valid_from, h.recorded_at, h.actor_kind, h.actor_id, h.second_officer,"
      " h.source_document_sha256, h.undoes, h.sealed"
      " FROM persons p LEFT JOIN person_history h ON h.person_id = p.person_id"
      " WHERE p.person_id = $1 ORDER BY h.entry",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::optional<StoredHistory> found;
  if (rows->empty()) co_return found;
  StoredHistory history;
  history.person = person_in(rows->front(), 0);
  history.revision = rows->front().integer(5);
  for (const auto& row : *rows)
    if (!row.is_null(6)) history.entries.push_back(entry_in(row, 6));
  found = std::move(history);
  co_return found;
}

size_t update_person(store::Batch& batch, CurrentRow row) {
  return batch.add(
      "UPDATE persons SET status = $1, sealed_facts = $2, last_updated = $3, revision = revision + 1"
      " WHERE person_id = $4 AND revision = $5",
      {std::move(row.status), store::Bytes{std::move(row.sealed_facts)}, std::move(row.last_updated),
       std::move(row.person_id), row.revision},
      store::Expect::kOne);
}

void add_entry(store::Batch& batch, const std::string& person_id, StoredEntry entry) {
  batch.add(
      "INSERT INTO person_history (person_id, entry, kind, valid_from, recorded_at, actor_kind, actor_id,"
      " second_officer, source_document_sha256, undoes, sealed)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, CAST($10 AS BIGINT), $11)",
      values_of(person_id, std::move(entry)), store::Expect::kOne);
}

void keep_first_record(store::Batch& batch, const std::string& person_id, std::string sealed) {
  batch.add("UPDATE person_history SET sealed = $1 WHERE person_id = $2 AND entry = 1",
            {store::Bytes{std::move(sealed)}, person_id}, store::Expect::kOne);
}

Task<std::vector<StoredScan>> list_persons_after(store::Database& database, std::string after, int limit) {
  std::vector<store::Value> parameters{std::move(after), int64_t(limit)};
  auto rows = co_await database.query(
      "SELECT person_id, status, wrapped_key, sealed_number, sealed_facts, last_updated FROM persons"
      " WHERE person_id > $1 AND status <> 'annulled' ORDER BY person_id LIMIT $2",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<StoredScan> people;
  for (const auto& row : *rows) people.push_back({row.text(0), person_in(row, 1)});
  co_return people;
}

Task<std::vector<StoredExport>> list_exports_after(store::Database& database, std::string after, int limit) {
  std::vector<store::Value> parameters{std::move(after), int64_t(limit)};
  auto rows = co_await database.query(
      "SELECT p.person_id, p.status, p.wrapped_key, p.sealed_number, p.sealed_facts, p.last_updated, h.kind,"
      " h.valid_from FROM persons p JOIN person_history h ON h.person_id = p.person_id AND h.entry = 1"
      " WHERE p.person_id > $1 AND p.status <> 'annulled' ORDER BY p.person_id LIMIT $2",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<StoredExport> people;
  for (const auto& row : *rows) people.push_back({{row.text(0), person_in(row, 1)}, row.text(6), row.text(7)});
  co_return people;
}

Task<std::optional<StoredScan>> find_scanned(store::Database& database, std::string person_id) {
  std::vector<store::Value> parameters{std::move(person_id)};
  auto row = co_await database.query_one(
      "SELECT person_id, status, wrapped_key, sealed_number, sealed_facts, last_updated FROM persons"
      " WHERE person_id = $1 AND status <> 'annulled'",
      std::move(parameters));
  if (!row) co_return pass_on(row);
  std::optional<StoredScan> found;
  if (*row) found = StoredScan{(*row)->text(0), person_in(**row, 1)};
  co_return found;
}

Task<int64_t> last_outbox_position(store::Database& database, std::string topic) {
  std::vector<store::Value> parameters{std::move(topic)};
  auto row = co_await database.query_one("SELECT COALESCE(MAX(position), 0) FROM outbox WHERE topic = $1",
                                         std::move(parameters));
  if (!row) co_return pass_on(row);
  co_return (*row)->integer(0);
}

Task<std::vector<StoredNews>> list_news(store::Database& database, std::string topic, int64_t after, int limit) {
  std::vector<store::Value> parameters{std::move(topic), after, int64_t(limit)};
  auto rows = co_await database.query(
      "SELECT position, subject FROM outbox WHERE topic = $1 AND position > $2 ORDER BY position LIMIT $3",
      std::move(parameters));
  if (!rows) co_return pass_on(rows);
  std::vector<StoredNews> news;
  for (const auto& row : *rows) news.push_back({row.integer(0), row.text(1)});
  co_return news;
}

}  // namespace inkan::population
