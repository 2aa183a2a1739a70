#include "population/links/import.h"

#include <fstream>

#include "audit/ordered_id.h"
#include "population/file_facts.h"
#include "population/links/import_rows.h"
#include "population/links/import_store.h"
#include "population/links/seals.h"

namespace inkan::population::links {

namespace {

constexpr int kSlice = 2000;
constexpr size_t kLineMax = 16384;
constexpr int64_t kRowsBeforeEarlyEnd = 1000;

// Lines reads a file from an offset, line by line, and knows where each ended.
class Lines {
 public:
  Lines(const std::string& path, int64_t offset) : in_(path, std::ios::binary), offset_(offset) { in_.seekg(offset); }
  // next gives nullopt at the end; kInvalidInput for a line that is too long.
  Result<std::optional<std::string>> next() {
    std::string line;
    std::optional<std::string> found;
    if (!std::getline(in_, line)) return found;
    offset_ += int64_t(line.size()) + (in_.eof() ? 0 : 1);
    if (line.ends_with('\r')) line.pop_back();
    if (line.size() > kLineMax) return fail(ErrorCode::kInvalidInput, "A line is longer than 16384 bytes.");
    found = std::move(line);
    return found;
  }
  int64_t offset() const { return offset_; }

 private:
  std::ifstream in_;
  int64_t offset_;
};

std::string why_refused(const ImportReport& report, const ImportOptions& options) {
  if (report.rows == 0) return "The file holds no rows.";
  const double rows = double(report.rows);
  const int64_t like_neighbour = std::max(report.like_row_before, report.like_row_after);
  if (like_neighbour >= 3 && double(like_neighbour) > options.shifted_share_max * rows &&
      like_neighbour * 2 > report.disagreeing)
    return report.like_row_before >= report.like_row_after
               ? "Rows carry the record of the person in the row before: a column is shifted down by one row."
               : "Rows carry the record of the person in the row after: a column is shifted up by one row.";
  if (double(report.disagreeing) > options.disagreeing_share_max * rows)
    return report.bad_digest * 2 > report.disagreeing
               ? "Too many rows are not what they were when their digest was made."
               : "Too many rows disagree with the register or with earlier links.";
  return {};
}

// end_batch commits the last step of a load and journals it.
Task<Done> end_batch(const Links& links, store::Batch batch, BatchRow row) {
  const Links::Deps& deps = links.deps();
  audit::Event event{.kind = audit::EventKind::kLinkBatchEnded,
                     .actor = {.kind = audit::ActorKind::kService, .id = row.operator_id},
                     .client_id = row.scheme.issuer};
  deps.journal.record(batch, event);
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

Task<Done> clean_up(const Links& links, BatchRow row) {
  const Links::Deps& deps = links.deps();
  for (;;) {
    auto removed = co_await remove_staged(deps.database, row.id.text(), kSlice);
    if (!removed) co_return pass_on(removed);
    if (*removed == 0) break;
  }
  store::Batch batch;
  set_batch_state(batch, row.id.text(), "aborting", "aborted", "", deps.clock.now());
  co_return co_await end_batch(links, std::move(batch), std::move(row));
}

Task<Done> abort_row(const Links& links, BatchRow row, std::string reason) {
  if (row.state == "staging") {
    store::Batch batch;
    set_batch_state(batch, row.id.text(), "staging", "aborting", reason, links.deps().clock.now());
    auto stored = co_await links.deps().database.commit_all(std::move(batch));
    if (!stored) co_return pass_on(stored);
  }
  co_return co_await clean_up(links, std::move(row));
}

// begin gives the load to go on with: a new one, or the one that was interrupted.
Task<BatchRow> begin(const Links& links, ImportOptions options, FileFacts file, SchemeRow scheme) {
  const Links::Deps& deps = links.deps();
  auto open = co_await find_open_batch(deps.database, options.scheme);
  if (!open) co_return pass_on(open);
  if (*open && (*open)->state == "aborting") {
    BatchRow stale = **open;
    auto cleaned = co_await clean_up(links, std::move(stale));
    if (!cleaned) co_return pass_on(cleaned);
    open->reset();
  }
  if (*open) {
    if ((*open)->file_sha256 == file.sha256 && (*open)->mode == options.mode) co_return **open;
    co_return fail(ErrorCode::kConflict, "Another file of this scheme is being loaded (batch " + (*open)->id.text() +
                                             "): finish it or abort it first.");
  }
  BatchRow row;
  row.id = BatchId(audit::ordered_id(deps.clock.now(), deps.random));
  row.scheme = options.scheme;
  row.generation = scheme.generation + (options.mode == ImportMode::kReplace ? 1 : 0);
  row.mode = options.mode;
  row.file_sha256 = file.sha256;
  row.state = "staging";
  row.counts = "{}";
  row.operator_id = options.origin.operator_id;
  if (!options.dry_run) {
    store::Batch batch;
    add_batch(batch, row, deps.clock.now());
    auto stored = co_await deps.database.commit_all(std::move(batch));
    if (!stored) co_return pass_on(stored);
  }
  co_return row;
}

// verify_staged is the second phase (REQ-LINK-10): each staged link is opened from the store and compared again; what
// does not agree stays hidden when the rest becomes visible. Answers the sum of the predicted chances, in 1e-12.
Task<int64_t> verify_staged(const Links& links, BatchRow row) {
  const Links::Deps& deps = links.deps();
  int64_t predicted = 0;
  std::string after;
  for (;;) {
    auto page = co_await list_staged(deps.database, row.id.text(), after, 500);
    if (!page) co_return pass_on(page);
    if (page->empty()) co_return predicted;
    after = page->back().link.id.text();
    for (SealedLink& link : *page) {
      if (link.link.state != LinkState::kPublished) continue;
      predicted += int64_t(link.link.wrong_chance * 1e12);
      auto verified = co_await verify_link(links, std::move(link));
      if (!verified) co_return pass_on(verified);
    }
  }
}

Task<Done> apply(const Links& links, BatchRow row, Applied applied) {
  const Links::Deps& deps = links.deps();
  auto predicted = co_await verify_staged(links, row);
  if (!predicted) co_return pass_on(predicted);
  applied.predicted_e12 = *predicted;
  const Time now = deps.clock.now();
  store::Batch batch;
  apply_batch(batch, row, applied, now);
  auto ended = co_await end_batch(links, std::move(batch), std::move(row));
  if (!ended) co_return pass_on(ended);
  for (;;) {
    auto retired = co_await retire_replaced(deps.database, kSlice, now);
    if (!retired) co_return pass_on(retired);
    if (*retired == 0) co_return Done{};
  }
}

}  // namespace

Task<ImportReport> import_links(const Links& links, ImportOptions options,
                                std::function<void(const ImportProgress&)> progress) {
  const Links::Deps& deps = links.deps();
  auto file = read_file_facts(options.path);
  if (!file) co_return pass_on(file);
  options.origin.document_sha256 = file->sha256;
  if (auto good = check_origin(options.origin); !good) co_return pass_on(good);
  auto scheme = co_await find_scheme(deps.database, options.scheme);
  if (!scheme) co_return pass_on(scheme);
  if (!*scheme) co_return fail(ErrorCode::kNotFound, "There is no such kind of record: add the scheme first.");
  auto begun = co_await begin(links, options, *file, **scheme);
  if (!begun) co_return pass_on(begun);
  BatchRow row = std::move(*begun);
  ImportReport report = report_from(row.counts);
  report.batch = row.id;
  report.resumed = row.byte_offset > 0;

  RowReader reader{.format = options.format, .scheme = options.scheme, .sex_not_held = (*scheme)->sex_not_held};
  Lines lines(options.path, 0);
  std::string broken;  // what is wrong with the file itself
  int64_t line_number = 0;
  if (options.format == Format::kCsv) {
    auto first = lines.next();
    auto header =
        first && *first ? read_header(**first) : Result<Header>(fail(ErrorCode::kInvalidInput, "The file is empty."));
    if (!header) broken = "Line 1: " + header.error().public_text;
    if (header) reader.header = std::move(*header);
    line_number = 1;
  }
  if (row.byte_offset > 0) lines = Lines(options.path, row.byte_offset);
  Chunk chunk(links, options, row, (*scheme)->auto_link);
  bool at_end = false;
  while (broken.empty() && !at_end) {
    chunk.clear();
    while (chunk.size() < options.chunk_rows && broken.empty()) {
      auto line = lines.next();
      if (!line || !*line) {
        at_end = true;
        if (!line) broken = line.error().public_text;
        break;
      }
      ++line_number;
      if ((*line)->empty()) continue;
      auto parsed = reader.read(**line);
      if (!parsed)
        broken =
            (report.resumed ? "After byte " + std::to_string(row.byte_offset) : "Line " + std::to_string(line_number)) +
            ": " + parsed.error().public_text;
      if (parsed) chunk.add(std::move(*parsed));
    }
    if (!broken.empty()) break;
    auto staged = co_await chunk.stage(report, lines.offset());
    if (!staged) co_return pass_on(staged);
    if (progress) progress({.rows = report.rows, .bytes = lines.offset(), .bytes_total = file->bytes});
    if (report.rows >= kRowsBeforeEarlyEnd && !why_refused(report, options).empty()) break;
  }
  report.refusal = broken.empty() ? why_refused(report, options) : broken;
  if (options.dry_run) co_return report;
  row = chunk.row();
  if (!report.refusal.empty()) {
    auto aborted = co_await abort_row(links, std::move(row), report.refusal);
    if (!aborted) co_return pass_on(aborted);
    co_return report;
  }
  Applied counts{.linked = report.linked, .quarantined = report.quarantined, .refused = report.refused};
  auto applied = co_await apply(links, std::move(row), counts);
  if (!applied) co_return pass_on(applied);
  report.applied = true;
  co_return report;
}

Task<Done> abort_import(const Links& links, BatchId batch, std::string reason) {
  auto row = co_await find_batch(links.deps().database, batch.text());
  if (!row) co_return pass_on(row);
  if (!*row || ((*row)->state != "staging" && (*row)->state != "aborting"))
    co_return fail(ErrorCode::kNotFound, "There is no load under way with this id.");
  BatchRow found = std::move(**row);
  co_return co_await abort_row(links, std::move(found), std::move(reason));
}

}  // namespace inkan::population::links
