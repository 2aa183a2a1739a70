#include "population/people_import.h"

#include <algorithm>
#include <fstream>
#include <unordered_set>

#include "population/file_facts.h"
#include "population/people_import_store.h"
#include "population/people_row.h"

namespace inkan::population {

namespace {

constexpr int kTriesMax = 8;
constexpr int kPage = 500;

struct Line {
  int64_t number = 0;
  std::string text{};
};

// Chunk is the lines of one transaction.
struct Chunk {
  std::vector<Line> lines{};
  int64_t lines_after = 0;
  int64_t bytes_after = 0;
  bool last = false;
};

// Lines reads a file from where an earlier call stopped. Of a line that is too long only as much is kept as shows it.
class Lines {
 public:
  Lines(const std::string& path, int64_t lines_done, int64_t bytes_done)
      : in_(path, std::ios::binary), lines_(lines_done), bytes_(bytes_done) {
    in_.seekg(bytes_done);
  }

  Chunk next(size_t count) {
    Chunk chunk;
    std::string text;
    while (chunk.lines.size() < count && read(text)) {
      if (text.ends_with('\r')) text.pop_back();
      if (!text.empty()) chunk.lines.push_back({lines_, text});
    }
    chunk.lines_after = lines_;
    chunk.bytes_after = bytes_;
    chunk.last = in_.rdbuf()->sgetc() == std::char_traits<char>::eof();
    return chunk;
  }

 private:
  bool read(std::string& text) {
    text.clear();
    std::streambuf& from = *in_.rdbuf();
    int c = from.sbumpc();
    if (c == std::char_traits<char>::eof()) return false;
    ++lines_;
    for (; c != std::char_traits<char>::eof(); c = from.sbumpc()) {
      ++bytes_;
      if (c == '\n') break;
      if (text.size() <= kPersonLineMax) text += char(c);
    }
    return true;
  }

  std::ifstream in_;
  int64_t lines_;
  int64_t bytes_;
};

// Portion is a chunk ready to be stored, with the import as it stands afterwards.
struct Portion {
  store::Batch batch{};
  size_t import_statement = 0;
  StoredImport after{};
  std::vector<StoredImportLine> others{};
};

// Run is one call.
class Run {
 public:
  Run(const PeopleImport::Deps& deps, PeopleImportOptions options) : deps_(deps), options_(std::move(options)) {}

  // begin gives the import as it stands, or a new one.
  Task<StoredImport> begin(std::string id) const {
    auto found = co_await find_import(deps_.store.database, id);
    if (!found) co_return pass_on(found);
    if (*found) {
      const bool same = (*found)->officer == options_.officer.id &&
                        (*found)->source_document_sha256 == options_.source_document_sha256;
      if (!same && !(*found)->finished)
        co_return fail(ErrorCode::kConflict, "This file was begun by another officer or on another document.");
      co_return std::move(**found);
    }
    StoredImport fresh;
    fresh.import_id = std::move(id);
    fresh.officer = options_.officer.id;
    fresh.source_document_sha256 = options_.source_document_sha256;
    if (options_.dry_run) co_return fresh;
    store::Batch batch;
    add_import(batch, fresh, deps_.store.clock.now());
    auto stored = co_await deps_.store.database.commit_all(std::move(batch));
    if (!stored) co_return pass_on(stored);
    co_return fresh;
  }

  // take stores a chunk and gives what it came to.
  Task<Portion> take(StoredImport at, Chunk chunk) {
    for (int attempt = 0; attempt < kTriesMax; ++attempt) {
      auto portion = co_await prepare(at, chunk);
      if (!portion || options_.dry_run) co_return portion;
      auto result = co_await deps_.store.database.commit(std::move(portion->batch));
      if (!result) co_return pass_on(result);
      if (result->outcome) co_return portion;
      if (result->broken_expectation == portion->import_statement)
        co_return fail(ErrorCode::kConflict, "Another program is importing this file.");
      // A number was issued before, or a counter enrolled somebody alike in between: look at these lines again.
    }
    co_return fail(ErrorCode::kConflict, "No free numbers were found. Please try again.");
  }

 private:
  Task<Portion> prepare(StoredImport at, Chunk chunk) {
    Portion portion;
    portion.after = at;
    if (!options_.dry_run) taken_.clear();
    for (const auto& line : chunk.lines) {
      auto taken = co_await take_line(at.import_id, line);
      if (!taken) co_return pass_on(taken);
      portion.batch.append(std::move(taken->batch));
      if (!taken->other)
        ++portion.after.registered;
      else
        ++(taken->other->held ? portion.after.held : portion.after.rejected);
      if (taken->other) portion.others.push_back(std::move(*taken->other));
    }
    portion.after.lines_done = chunk.lines_after;
    portion.after.bytes_done = chunk.bytes_after;
    portion.after.finished = chunk.last;
    for (const auto& other : portion.others) add_import_line(portion.batch, at.import_id, other);
    portion.import_statement = set_import(portion.batch, portion.after, at.lines_done, deps_.store.clock.now());
    co_return portion;
  }

  // Taken is what one line came to: somebody registered, or another line of the report.
  struct Taken {
    store::Batch batch{};
    std::optional<StoredImportLine> other{};
  };

  Task<Taken> take_line(std::string import_id, Line line) {
    auto row = parse_person_row(line.text);
    if (!row) co_return rejected(line, row.error());
    Application application;
    application.facts = std::move(row->facts);
    application.event = row->event;
    application.valid_from = std::move(row->valid_from);
    application.registrar.actor = options_.officer;
    application.registrar.source_document_sha256 = options_.source_document_sha256;
    application.batch_id = std::move(import_id);
    if (auto good = deps_.enrolment.check(application); !good) co_return rejected(line, good.error());
    auto collisions = co_await deps_.enrolment.find_collisions(application);
    if (!collisions) co_return pass_on(collisions);
    const auto keys = deps_.enrolment.keys_of(application);
    for (const auto& key : keys)
      if (taken_.contains(key.hash) && std::ranges::find(*collisions, key.collision) == collisions->end())
        collisions->push_back(key.collision);
    auto prepared = deps_.enrolment.prepare(application, std::move(*collisions));
    if (!prepared) co_return pass_on(prepared);
    Taken taken{.batch = std::move(prepared->batch)};
    if (prepared->answer.needs_second_officer()) {
      taken.other = StoredImportLine{.line = line.number, .held = true};
      for (const auto collision : prepared->answer.collisions)
        taken.other->text += (taken.other->text.empty() ? "" : " ") + std::string(to_text(collision));
      if (!options_.dry_run) taken.other->case_id = std::move(prepared->case_id);
    } else {
      for (const auto& key : keys) taken_.insert(key.hash);
    }
    co_return taken;
  }

  static Result<Taken> rejected(const Line& line, const Error& error) {
    if (error.code != ErrorCode::kInvalidInput) return std::unexpected(error);
    return Taken{.other = StoredImportLine{.line = line.number, .text = error.public_text}};
  }

  const PeopleImport::Deps& deps_;
  PeopleImportOptions options_;
  std::unordered_set<std::string> taken_{};  // keys of the transaction's lines before this one; of all in a dry run
};

PeopleImportReport report_of(const StoredImport& at) {
  PeopleImportReport report;
  report.import_id = at.import_id;
  report.finished = at.finished;
  report.lines = at.lines_done;
  report.registered = at.registered;
  report.held = at.held;
  report.rejected = at.rejected;
  return report;
}

NotRegistered told(StoredImportLine line) {
  return {line.line, line.held, std::move(line.text), std::move(line.case_id)};
}

Task<Done> tell_all(store::Database& database, std::string import_id, std::function<void(const NotRegistered&)> each) {
  for (int64_t after = 0;;) {
    auto page = co_await list_import_lines(database, import_id, after, kPage);
    if (!page) co_return pass_on(page);
    if (page->empty()) co_return Done{};
    after = page->back().line;
    for (auto& line : *page) each(told(std::move(line)));
  }
}

}  // namespace

json::object PeopleImportReport::to_json() const {
  json::object object;
  object["import_id"] = import_id;
  object["finished"] = finished;
  object["was_finished"] = was_finished;
  object["resumed_after"] = resumed_after;
  object["lines"] = lines;
  object["registered"] = registered;
  object["held"] = held;
  object["rejected"] = rejected;
  return object;
}

Task<PeopleImportReport> PeopleImport::run(PeopleImportOptions options,
                                           std::function<void(const PeopleImportProgress&)> progress,
                                           std::function<void(const NotRegistered&)> each_not_registered) const {
  if (options.officer.id.empty() || options.source_document_sha256.empty())
    co_return fail(ErrorCode::kInvalidInput, "An import needs the officer who answers for it and its source document.");
  if (auto good = check_registrar({options.officer, options.source_document_sha256}); !good) co_return pass_on(good);
  auto file = read_file_facts(options.path);
  if (!file) co_return pass_on(file);
  Run run(deps_, options);
  auto at = co_await run.begin(file->sha256);
  if (!at) co_return pass_on(at);
  const bool was_finished = at->finished;
  const int64_t resumed_after = at->lines_done;
  if (!was_finished) {
    // People who came by other ways are known to the duplicate check from here on.
    const EnrolmentKeys keys(deps_.store);
    const std::function<void(int64_t)> quietly;
    auto caught_up = co_await keys.catch_up(options.officer, quietly);
    if (!caught_up) co_return pass_on(caught_up);
  }
  Lines lines(options.path, at->lines_done, at->bytes_done);
  while (!at->finished) {
    auto portion = co_await run.take(*at, lines.next(options.lines_at_once));
    if (!portion) co_return pass_on(portion);
    *at = std::move(portion->after);
    if (options.dry_run)
      for (auto& line : portion->others) each_not_registered(told(std::move(line)));
    progress({.lines = at->lines_done, .bytes = at->bytes_done, .bytes_total = file->bytes});
  }
  if (!options.dry_run || was_finished) {
    auto all = co_await tell_all(deps_.store.database, at->import_id, each_not_registered);
    if (!all) co_return pass_on(all);
  }
  PeopleImportReport report = report_of(*at);
  report.was_finished = was_finished;
  report.resumed_after = resumed_after;
  co_return report;
}

}  // namespace inkan::population
