#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "population/links/links.h"

namespace inkan::population::links {

enum class Format { kCsv, kJsonLines };
enum class ImportMode {
  kAdd,      // these records too
  kReplace,  // these records and no others: the earlier loads of this scheme end in the same step
};

struct ImportOptions {
  std::string path{};
  Format format = Format::kCsv;
  ImportMode mode = ImportMode::kAdd;
  Scheme scheme{};
  Origin origin{};  // the document is the file itself; its hash is computed
  bool dry_run = false;
  size_t chunk_rows = 500;
  // A file is refused whole when more than this share of its rows disagrees with the register or with earlier links.
  double disagreeing_share_max = 0.02;
  // …and already at this share when the disagreeing rows fit their neighbour's person: a shifted column.
  double shifted_share_max = 0.002;
  size_t rows_min = 20;  // below this many disagreeing rows only the share counts
};

// ImportReport counts; it holds nobody's data.
struct ImportReport {
  BatchId batch{};
  bool applied = false;
  bool resumed = false;
  int64_t rows = 0;
  int64_t linked = 0;
  int64_t quarantined = 0;
  int64_t refused = 0;
  int64_t already = 0;      // the same record of the same person was linked before
  int64_t disagreeing = 0;  // digest, number or earlier link contradicts the attributes, or nobody is like that
  int64_t bad_digest = 0;
  int64_t not_comparable = 0;   // rows with ●, 〓 and the like (REQ-LINK-6)
  int64_t like_row_before = 0;  // disagreeing rows whose record belongs to the person of the row before
  int64_t like_row_after = 0;
  std::vector<std::string> shifted_columns{};
  std::string refusal{};  // why the whole file was refused; empty when it was not
  json::object to_json() const;
};

struct ImportProgress {
  int64_t rows = 0;
  int64_t bytes = 0;
  int64_t bytes_total = 0;
};

// import_links loads a file, row by row, matching each by its content (REQ-LINK-9). What it stages is invisible until
// the end; there one statement makes all of it visible, or nothing. Interrupted at any moment, calling it again with
// the same file goes on where it stopped. A refused file leaves nothing. kInvalidInput: the file cannot be read as what
// it claims to be (with line number); kConflict: another file of this scheme is being loaded.
Task<ImportReport> import_links(const Links& links, ImportOptions options,
                                std::function<void(const ImportProgress&)> progress);

// abort_import ends a load that nobody will go on with and removes what it staged.
Task<Done> abort_import(const Links& links, BatchId batch, std::string reason);

}  // namespace inkan::population::links
