#include "population/links/fsck.h"

#include <algorithm>

#include "population/links/fsck_store.h"

namespace inkan::population::links {

namespace {

constexpr int kPage = 1000;
constexpr size_t kExamplesMax = 10;

void note(Flaw& flaw, const std::string& id) {
  ++flaw.count;
  if (flaw.examples.size() < kExamplesMax) flaw.examples.push_back(id);
}

void add(FsckReport& report, Flaw flaw) {
  ++report.rules;
  if (flaw.count > 0) report.flaws.push_back(std::move(flaw));
}

// check_index: everybody of the register is in base and delta as they are now, and nobody else is.
Task<Done> check_index(const Links& links, const Scan& scan, FsckReport& report) {
  const MatchService& matching = links.deps().matching;
  ScanPurpose purpose{.actor = {.kind = audit::ActorKind::kSystem, .id = "fsck"},
                      .purpose = "compare the matching index with the register"};
  auto ticket = co_await scan.begin(std::move(purpose));
  if (!ticket) co_return pass_on(ticket);
  Flaw differs{.rule = "index-differs", .meaning = "The matching index says of each person what the register says."};
  PersonId after;
  for (;;) {
    auto page = co_await scan.read_page(**ticket, after, kPage);
    if (!page) co_return pass_on(page);
    if (page->empty()) break;
    after = page->back().id;
    report.people += int64_t(page->size());
    for (const Scanned& person : *page)
      if (!matching.holds(person.id, person.known)) note(differs, person.id.text());
  }
  Flaw besides{.rule = "index-besides", .meaning = "Nobody is in the matching index who is not in the register."};
  // Everybody of the register was found in it, so it holds somebody else exactly when it holds more.
  if (differs.count == 0) besides.count = std::max<int64_t>(0, int64_t(matching.matcher().size()) - report.people);
  add(report, std::move(differs));
  add(report, std::move(besides));
  co_return Done{};
}

// check_batches: every link that a load's report counts is there.
Task<Done> check_batches(const Links& links, FsckReport& report) {
  auto sums = co_await list_batch_sums(links.deps().database);
  if (!sums) co_return pass_on(sums);
  Flaw lost{.rule = "load-incomplete", .meaning = "Every link that a load says it made is in the store."};
  for (const BatchSum& sum : *sums) {
    auto counts = parse_json_object(sum.counts, "counts of a load");
    if (!counts || find_int(*counts, "linked").value_or(0) != sum.links) note(lost, sum.batch_id);
  }
  add(report, std::move(lost));
  co_return Done{};
}

}  // namespace

bool FsckReport::clean() const { return std::ranges::all_of(flaws, &Flaw::unfinished); }

json::object FsckReport::to_json() const {
  json::object out{{"clean", clean()}, {"people", people}, {"links", links}, {"rules", rules}};
  json::array wrong;
  json::array unfinished;
  for (const Flaw& flaw : flaws) {
    json::array examples;
    for (const std::string& id : flaw.examples) examples.push_back(json::string(id));
    json::object one{{"rule", flaw.rule}, {"meaning", flaw.meaning}, {"count", flaw.count}};
    one["examples"] = std::move(examples);
    (flaw.unfinished ? unfinished : wrong).push_back(std::move(one));
  }
  out["flaws"] = std::move(wrong);
  out["unfinished"] = std::move(unfinished);
  return out;
}

Task<FsckReport> check_store(const Links& links, const Scan& scan) {
  FsckReport report;
  auto index = co_await check_index(links, scan, report);
  if (!index) co_return pass_on(index);
  for (const StoreRule& rule : store_rules()) {
    auto broken = co_await find_broken(links.deps().database, &rule);
    if (!broken) co_return pass_on(broken);
    Flaw flaw{.rule = std::string(rule.rule), .meaning = std::string(rule.meaning), .unfinished = rule.unfinished};
    for (const std::string& id : *broken) note(flaw, id);
    add(report, std::move(flaw));
  }
  auto batches = co_await check_batches(links, report);
  if (!batches) co_return pass_on(batches);
  auto count = co_await count_links(links.deps().database);
  if (!count) co_return pass_on(count);
  report.links = *count;
  co_return report;
}

}  // namespace inkan::population::links
