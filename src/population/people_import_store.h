#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/task.h"
#include "store/database.h"

// SQL of files of people. Only people_import.cpp calls it.
namespace inkan::population {

struct StoredImport {
  std::string import_id{};
  bool finished = false;
  std::string officer{};
  std::string source_document_sha256{};
  int64_t lines_done = 0;
  int64_t bytes_done = 0;
  int64_t registered = 0;
  int64_t held = 0;
  int64_t rejected = 0;
};
Task<std::optional<StoredImport>> find_import(store::Database& database, std::string import_id);
void add_import(store::Batch& batch, StoredImport file, Time now);
// set_import makes the batch fail at the returned index unless the import stands at `lines_before` and is running.
size_t set_import(store::Batch& batch, StoredImport file, int64_t lines_before, Time now);

struct StoredImportLine {
  int64_t line = 0;
  bool held = false;
  std::string text{};
  std::string case_id{};
};
void add_import_line(store::Batch& batch, const std::string& import_id, StoredImportLine line);
Task<std::vector<StoredImportLine>> list_import_lines(store::Database& database, std::string import_id, int64_t after,
                                                      int limit);

}  // namespace inkan::population
