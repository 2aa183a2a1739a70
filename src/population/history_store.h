#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "population/register_store.h"
#include "store/database.h"

// SQL of persons through time. Only for this folder.
namespace inkan::population {

struct StoredEntry {
  int64_t entry = 0;
  std::string kind{};
  std::string valid_from{};
  int64_t recorded_at = 0;
  std::string actor_kind{};
  std::string actor_id{};
  std::string second_officer{};
  std::string source_document_sha256{};
  std::optional<int64_t> undoes{};
  std::string sealed{};
};

struct StoredHistory {
  StoredPerson person{};
  int64_t revision = 1;
  std::vector<StoredEntry> entries{};  // never empty: a record begins with one
};
// find_history is one query: the record and all that happened to it.
Task<std::optional<StoredHistory>> find_history(store::Database& database, std::string person_id);

// update_person writes the current row when it still has this revision; the statement's index is returned.
struct CurrentRow {
  std::string person_id{};
  int64_t revision = 1;
  std::string status{};
  std::string sealed_facts{};
  std::string last_updated{};
};
size_t update_person(store::Batch& batch, CurrentRow row);
void add_entry(store::Batch& batch, const std::string& person_id, StoredEntry entry);
// keep_first_record puts the record as it began into entry 1, before the current row is overwritten.
void keep_first_record(store::Batch& batch, const std::string& person_id, std::string sealed);

struct StoredScan {
  std::string person_id{};
  StoredPerson person{};
};
Task<std::vector<StoredScan>> list_persons_after(store::Database& database, std::string after, int limit);
Task<std::optional<StoredScan>> find_scanned(store::Database& database, std::string person_id);
struct StoredExport {
  StoredScan scan{};
  std::string began{};       // kind of entry 1
  std::string valid_from{};  // its day
};
Task<std::vector<StoredExport>> list_exports_after(store::Database& database, std::string after, int limit);
Task<int64_t> last_outbox_position(store::Database& database, std::string topic);
struct StoredNews {
  int64_t position = 0;
  std::string subject{};
};
Task<std::vector<StoredNews>> list_news(store::Database& database, std::string topic, int64_t after, int limit);

}  // namespace inkan::population
