#pragma once

#include <string>
#include <vector>

#include "population/links/import.h"
#include "population/links/import_store.h"
#include "population/links/judge.h"
#include "population/links/row.h"

// Inside of import: what is made of the rows between two commits.
namespace inkan::population::links {

// RowReader reads one line of either format.
struct RowReader {
  Format format = Format::kCsv;
  Scheme scheme{};
  bool sex_not_held = false;
  Header header{};
  Result<Row> read(std::string_view line) const;
};

ImportReport report_from(const std::string& counts);

// Chunk is some hundred neighbouring rows: judged together, since a shifted column shows only beside its neighbour, and
// staged in one commit with how far the file was read.
class Chunk {
 public:
  Chunk(const Links& links, const ImportOptions& options, BatchRow row, bool auto_link)
      : links_(links), options_(options), row_(std::move(row)), auto_link_(auto_link) {}
  void clear() { rows_.clear(); }
  void add(Row row) { rows_.push_back(std::move(row)); }
  size_t size() const { return rows_.size(); }
  const BatchRow& row() const { return row_; }

  // stage judges the rows, counts them in the report and, unless it is a dry run, commits.
  Task<Done> stage(ImportReport& report, int64_t offset);

 private:
  struct Seen {
    Judged judged{};
    std::string record_hash{};
    std::optional<PersonId> owner{};  // of the number, or of the record until now
    std::optional<Earlier> earlier{};
    bool rejected = false;
    bool disagrees = false;
  };
  Task<Seen> look(const Row& row) const;
  Task<Done> stage_row(store::Batch& batch, ImportReport& report, const Row& row, Seen& seen);
  void compare_neighbours(ImportReport& report, const std::vector<Seen>& seen) const;
  void find_shifted_columns(ImportReport& report, const std::vector<Seen>& seen) const;

  const Links& links_;
  const ImportOptions& options_;
  BatchRow row_;
  bool auto_link_;
  std::vector<Row> rows_{};
  std::vector<std::string> staged_{};  // people and records of this chunk, which the store does not show yet
};

}  // namespace inkan::population::links
