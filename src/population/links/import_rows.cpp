#include "population/links/import_rows.h"

#include <algorithm>

#include "audit/ordered_id.h"
#include "population/links/cases_store.h"
#include "population/links/seals.h"
#include "population/names/compare.h"
#include "population/number_store.h"
#include "population/seal_contexts.h"

namespace inkan::population::links {

namespace {

constexpr int64_t kProbedMax = 200;

struct Count {
  const char* name;
  int64_t ImportReport::* field;
};
constexpr Count kCounts[] = {{"rows", &ImportReport::rows},
                             {"linked", &ImportReport::linked},
                             {"quarantined", &ImportReport::quarantined},
                             {"refused", &ImportReport::refused},
                             {"already", &ImportReport::already},
                             {"disagreeing", &ImportReport::disagreeing},
                             {"bad_digest", &ImportReport::bad_digest},
                             {"not_comparable", &ImportReport::not_comparable},
                             {"like_row_before", &ImportReport::like_row_before},
                             {"like_row_after", &ImportReport::like_row_after}};

// shifted gives what row would state if one of its columns were its neighbour's.
Stated shifted(const Stated& row, const Stated& neighbour, std::string_view column) {
  Stated out = row;
  if (column == "names") out.names = neighbour.names;
  if (column == "birth_date") out.born = neighbour.born;
  if (column == "sex") out.sex = neighbour.sex;
  if (column == "address") out.addresses = neighbour.addresses;
  return out;
}

}  // namespace

json::object ImportReport::to_json() const {
  json::object out;
  for (const Count& count : kCounts) out[count.name] = this->*count.field;
  out["batch"] = batch.text();
  out["applied"] = applied;
  out["resumed"] = resumed;
  json::array columns;
  for (const auto& column : shifted_columns) columns.push_back(json::string(column));
  out["shifted_columns"] = std::move(columns);
  if (!refusal.empty()) out["refusal"] = refusal;
  return out;
}

ImportReport report_from(const std::string& counts) {
  ImportReport report;
  auto object = parse_json_object(counts, "counts of a load");
  if (!object) return report;
  for (const Count& count : kCounts) report.*count.field = find_int(*object, count.name).value_or(0);
  if (const json::array* columns = find_array(*object, "shifted_columns"))
    for (const auto& column : *columns)
      if (column.is_string()) report.shifted_columns.emplace_back(column.as_string());
  return report;
}

Result<Row> RowReader::read(std::string_view line) const {
  auto raw = format == Format::kCsv ? raw_row_of_csv(header, line) : raw_row_of_json(line);
  if (!raw) return pass_on(raw);
  return read_row(*raw, scheme, sex_not_held);
}

Task<Chunk::Seen> Chunk::look(const Row& row) const {
  const Links::Deps& deps = links_.deps();
  Seen seen;
  seen.record_hash = record_hash_of(deps.keyed_hash, row.record);
  const auto& matcher = deps.matching.matcher();
  bool unknown_number = false;
  if (row.number) {
    auto number = co_await find_number(deps.database, number_hash(deps.keyed_hash, *row.number));
    if (!number) co_return pass_on(number);
    if (*number && (*number)->state == "current") seen.owner = PersonId((*number)->person_id);
    unknown_number = !seen.owner;
  }
  seen.judged = seen.owner ? judge_by_number(matcher, row.stated, *seen.owner, deps.terms.match)
                           : judge_by_attributes(matcher, row.stated, deps.terms.match);
  if (unknown_number) seen.judged.answer = Answer::kDoesNotMatch;
  auto earlier = co_await list_earlier(deps.database, seen.record_hash);
  if (!earlier) co_return pass_on(earlier);
  for (Earlier& before : *earlier) {
    if (before.rejected && seen.judged.person && before.person_id == seen.judged.person->text()) seen.rejected = true;
    if (!before.rejected) seen.earlier = std::move(before);
  }
  if (!seen.owner && seen.earlier) seen.owner = PersonId(seen.earlier->person_id);
  const bool other = seen.earlier && seen.judged.best && seen.earlier->person_id != seen.judged.best->text();
  seen.disagrees = !row.digest_agrees || other || seen.judged.answer == Answer::kDoesNotMatch ||
                   seen.judged.answer == Answer::kRefused;
  co_return seen;
}

void Chunk::compare_neighbours(ImportReport& report, const std::vector<Seen>& seen) const {
  for (size_t i = 0; i < seen.size(); ++i) {
    if (!seen[i].disagrees || !seen[i].owner) continue;
    if (i > 0 && seen[i - 1].judged.best == seen[i].owner) ++report.like_row_before;
    if (i + 1 < seen.size() && seen[i + 1].judged.best == seen[i].owner) ++report.like_row_after;
  }
}

void Chunk::find_shifted_columns(ImportReport& report, const std::vector<Seen>& seen) const {
  const Links::Deps& deps = links_.deps();
  for (std::string_view column : {"names", "birth_date", "sex", "address"}) {
    for (const bool before : {true, false}) {
      int64_t probed = 0;
      int64_t fits = 0;
      for (size_t i = 0; i < seen.size() && probed < kProbedMax; ++i) {
        if (!seen[i].disagrees || (before ? i == 0 : i + 1 == seen.size())) continue;
        const Stated& neighbour = rows_[before ? i - 1 : i + 1].stated;
        ++probed;
        const Stated tried = shifted(rows_[i].stated, neighbour, column);
        fits += judge_by_attributes(deps.matching.matcher(), tried, deps.terms.match).answer == Answer::kLinked;
      }
      const std::string said = std::string(column) + (before ? " (up by one row)" : " (down by one row)");
      if (fits >= 3 && fits * 3 > probed &&
          std::ranges::find(report.shifted_columns, said) == report.shifted_columns.end())
        report.shifted_columns.push_back(said);
    }
  }
}

Task<Done> Chunk::stage_row(store::Batch& batch, ImportReport& report, const Row& row, Seen& seen) {
  const Links::Deps& deps = links_.deps();
  Judged& judged = seen.judged;
  const bool same = seen.earlier && judged.person && seen.earlier->person_id == judged.person->text();
  if (judged.answer == Answer::kRefused) {
    ++report.refused;
    co_return Done{};
  }
  if (same && options_.mode == ImportMode::kAdd) {
    ++report.already;
    co_return Done{};
  }
  bool links = judged.answer == Answer::kLinked && row.digest_agrees && !seen.rejected && auto_link_;
  // Hidden stays hidden: what a resident or a sweep doubts is not shown again by loading it again.
  const bool doubted =
      same && (seen.earlier->state == LinkState::kDisputed || seen.earlier->state == LinkState::kQuarantined);
  if (seen.earlier && !same) links = false;
  std::string reason = seen.rejected ? "rejected-before" : !row.digest_agrees ? "digest" : judged.reason;
  if (links) {
    auto taken =
        co_await is_taken(deps.database, row.record.scheme, row_.generation, judged.person->text(), seen.record_hash);
    if (!taken) co_return pass_on(taken);
    const bool here =
        std::ranges::count(staged_, judged.person->text()) + std::ranges::count(staged_, seen.record_hash) > 0;
    if (*taken || here) links = false, reason = "linked-otherwise";
  }
  const Time now = deps.clock.now();
  if (!links) {
    ++report.quarantined;
    NewCase opened;
    opened.about.id = CaseId(audit::ordered_id(now, deps.random));
    opened.about.scheme = row.record.scheme;
    opened.about.reason = reason;
    if (judged.settles) opened.about.settles = match::to_text(*judged.settles);
    opened.about.risk = std::clamp(judged.wrong_chance, 0.0, 1.0);
    opened.about.opened_at = now;
    opened.about.due_at = now + deps.terms.case_time_max;
    opened.batch = row_.id;
    if (options_.dry_run) co_return Done{};
    opened.content = seal_case(opened.about.id, row.record, row.stated, deps.master_key, deps.random);
    add_case(batch, opened);
    co_return Done{};
  }
  ++report.linked;
  if (options_.dry_run) co_return Done{};
  NewLink made;
  made.link.id = LinkId(audit::ordered_id(now, deps.random));
  made.link.scheme = row.record.scheme;
  made.link.person = *judged.person;
  made.link.state = doubted ? seen.earlier->state : LinkState::kPublished;
  if (doubted) made.link.hidden_at = now, made.follows = seen.earlier->root;
  made.link.method = judged.method;
  made.link.attributes = judged.attributes;
  made.link.outcomes = judged.outcomes;
  made.link.wrong_chance = judged.wrong_chance;
  made.link.comparator_version = names::kComparatorVersion;
  made.link.model_version = judged.model_version;
  made.link.origin = options_.origin;
  made.link.batch = row_.id;
  made.link.made_at = now;
  made.generation = row_.generation;
  made.record_hash = seen.record_hash;
  made.row_digest = row.digest;
  auto wrapped = co_await find_wrapped_key(deps.database, made.link.person.text());
  if (!wrapped) co_return pass_on(wrapped);
  if (!*wrapped) co_return fail(ErrorCode::kCorrupt, "A row could not be linked.", "matcher knows nobody's id");
  auto key = unwrap_person_key(deps.master_key, made.link.person, **wrapped);
  if (!key) co_return pass_on(key);
  seal_link(made, row.record, row.stated, *key, deps.random);
  add_link(batch, made);
  staged_.push_back(made.link.person.text());
  staged_.push_back(made.record_hash);
  co_return Done{};
}

Task<Done> Chunk::stage(ImportReport& report, int64_t offset) {
  std::vector<Seen> seen;
  staged_.clear();
  for (const Row& row : rows_) {
    auto one = co_await look(row);
    if (!one) co_return pass_on(one);
    ++report.rows;
    report.bad_digest += !row.digest_agrees;
    report.not_comparable += one->judged.not_comparable;
    report.disagreeing += one->disagrees;
    seen.push_back(std::move(*one));
  }
  compare_neighbours(report, seen);
  find_shifted_columns(report, seen);
  store::Batch batch;
  for (size_t i = 0; i < rows_.size(); ++i) {
    auto staged = co_await stage_row(batch, report, rows_[i], seen[i]);
    if (!staged) co_return pass_on(staged);
  }
  if (options_.dry_run) co_return Done{};
  advance_batch(batch, row_, offset, to_json_text(report.to_json()));
  auto stored = co_await links_.deps().database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  row_.byte_offset = offset;
  co_return Done{};
}

}  // namespace inkan::population::links
