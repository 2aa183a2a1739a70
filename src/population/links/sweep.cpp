#include "population/links/sweep.h"

#include <algorithm>
#include <cmath>

#include "audit/ordered_id.h"
#include "population/links/import_store.h"
#include "population/links/sweep_store.h"
#include "population/match/terms.h"

namespace inkan::population::links {

namespace {

constexpr int kPage = 500;
constexpr size_t kRiskiestMax = 100;
constexpr int kDecades = 13;  // 1e-12, …, 1 and more

void note(SweepReport& report, const SealedLink& link, const Verified& verified) {
  ++report.links;
  switch (verified.finding) {
    case Finding::kAgrees:
      ++report.agree;
      break;
    case Finding::kPublished:
      ++report.published;
      break;
    case Finding::kQuarantined:
      ++report.quarantined;
      break;
    case Finding::kHiddenAlready:
      ++report.in_quarantine;
      break;
  }
  const double decade = std::log10(std::clamp(verified.risk, 1e-12, 1.0)) + 12;
  ++report.risk_decades[size_t(std::clamp(int(std::floor(decade)), 0, kDecades - 1))];
  RiskyLink risky{.link = link.link.id,
                  .scheme = link.link.scheme,
                  .risk = verified.risk,
                  .quarantined = verified.finding == Finding::kQuarantined};
  auto place = std::ranges::upper_bound(report.riskiest, risky.risk, std::greater{}, &RiskyLink::risk);
  report.riskiest.insert(place, std::move(risky));
  if (report.riskiest.size() > kRiskiestMax) report.riskiest.pop_back();
}

SweepReport report_from(const std::string& counts) {
  SweepReport report;
  report.risk_decades.assign(kDecades, 0);
  auto object = parse_json_object(counts, "counts of a sweep");
  if (!object) return report;
  report.links = find_int(*object, "links").value_or(0);
  report.agree = find_int(*object, "agree").value_or(0);
  report.quarantined = find_int(*object, "quarantined").value_or(0);
  report.published = find_int(*object, "published").value_or(0);
  report.in_quarantine = find_int(*object, "in_quarantine").value_or(0);
  if (const json::array* decades = find_array(*object, "risk_decades"))
    for (size_t i = 0; i < decades->size() && i < kDecades; ++i)
      if (const int64_t* count = (*decades)[i].if_int64()) report.risk_decades[i] = *count;
  return report;
}

Task<SweepRow> begin(const Links& links, SweepReason reason) {
  const Links::Deps& deps = links.deps();
  auto open = co_await find_open_sweep(deps.database, reason);
  if (!open) co_return pass_on(open);
  if (*open) co_return std::move(**open);
  SweepRow row;
  row.id = audit::ordered_id(deps.clock.now(), deps.random);
  row.reason = reason;
  row.model_version = match::kModelVersion;
  row.counts = "{}";
  store::Batch batch;
  add_sweep(batch, row, deps.clock.now());
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return row;
}

}  // namespace

json::object SweepReport::to_json() const {
  json::object out{{"links", links},
                   {"agree", agree},
                   {"quarantined", quarantined},
                   {"published", published},
                   {"in_quarantine", in_quarantine},
                   {"resumed", resumed},
                   {"complete", complete}};
  json::array decades;
  for (const int64_t count : risk_decades) decades.push_back(count);
  out["risk_decades"] = std::move(decades);
  json::array top;
  for (const RiskyLink& risky : riskiest)
    top.push_back(json::object{{"link", risky.link.text()},
                               {"issuer", risky.scheme.issuer},
                               {"type", risky.scheme.type},
                               {"risk", risky.risk},
                               {"quarantined", risky.quarantined}});
  out["riskiest"] = std::move(top);
  json::array stopped;
  for (const auto& issuer : suspended) stopped.push_back(json::string(issuer));
  out["suspended"] = std::move(stopped);
  return out;
}

Task<SweepReport> sweep(const Links& links, SweepReason reason, std::function<bool(int64_t)> go_on) {
  const Links::Deps& deps = links.deps();
  // What a replaced load left behind, if its end was interrupted.
  auto retired = co_await retire_replaced(deps.database, 100 * kPage, deps.clock.now());
  if (!retired) co_return pass_on(retired);
  auto begun = co_await begin(links, reason);
  if (!begun) co_return pass_on(begun);
  SweepRow row = std::move(*begun);
  SweepReport report = report_from(row.counts);
  report.resumed = !row.position.empty();
  for (;;) {
    auto page = co_await list_live(deps.database, row.position, kPage);
    if (!page) co_return pass_on(page);
    if (page->empty()) break;
    const std::string last = page->back().link.id.text();
    for (SealedLink& link : *page) {
      auto verified = co_await verify_link(links, link);
      if (!verified) co_return pass_on(verified);
      note(report, link, *verified);
    }
    store::Batch batch;
    advance_sweep(batch, row, last, to_json_text(report.to_json()));
    auto stored = co_await deps.database.commit_all(std::move(batch));
    if (!stored) co_return pass_on(stored);
    row.position = last;
    if (go_on && !go_on(report.links)) co_return report;
  }
  auto suspended = co_await refresh_bounds(links);
  if (!suspended) co_return pass_on(suspended);
  report.suspended = std::move(*suspended);
  report.complete = true;
  store::Batch batch;
  end_sweep(batch, row, to_json_text(report.to_json()), deps.clock.now());
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return report;
}

Task<std::optional<SweepReason>> find_due_sweep(const Links& links, Duration every) {
  auto last = co_await find_last_sweep(links.deps().database);
  if (!last) co_return pass_on(last);
  std::optional<SweepReason> due;
  if (!*last || (*last)->ended_at + every <= links.deps().clock.now()) due = SweepReason::kNightly;
  if (*last && (*last)->model_version != match::kModelVersion) due = SweepReason::kModel;
  co_return due;
}

Task<int64_t> sweep_person(const Links& links, PersonId person) {
  auto live = co_await list_live_of(links.deps().database, person.text());
  if (!live) co_return pass_on(live);
  int64_t hidden = 0;
  for (SealedLink& link : *live) {
    auto verified = co_await verify_link(links, std::move(link));
    if (!verified) co_return pass_on(verified);
    hidden += verified->finding == Finding::kQuarantined;
  }
  co_return hidden;
}

Task<std::vector<std::string>> refresh_bounds(const Links& links) {
  const Links::Deps& deps = links.deps();
  auto agencies = co_await load_bounds(deps.database);
  if (!agencies) co_return pass_on(agencies);
  std::vector<std::string> suspended;
  for (const AgencyBound& agency : *agencies) {
    auto facts = co_await load_agency(deps.database, agency.issuer);
    if (!facts) co_return pass_on(facts);
    const Bound bound = bound_of(double(facts->predicted_e12) * 1e-12, double(facts->links), facts->audits);
    store::Batch batch;
    store_bound(batch, agency.issuer, *facts, bound);
    if (crosses(bound, deps.terms.wrong_rate_max) && !agency.suspended) {
      suspend_agency(batch, agency.issuer, bound.lower > deps.terms.wrong_rate_max ? "audited" : "predicted",
                     deps.clock.now());
      audit::Event event{.kind = audit::EventKind::kLinkSuspension,
                         .actor = {.kind = audit::ActorKind::kSystem, .id = "bound"},
                         .client_id = agency.issuer};
      deps.journal.record(batch, event);
      suspended.push_back(agency.issuer);
    }
    auto stored = co_await deps.database.commit_all(std::move(batch));
    if (!stored) co_return pass_on(stored);
  }
  co_return suspended;
}

Task<Done> lift_suspension(const Links& links, std::string issuer, std::string reason, audit::Actor officer) {
  const Links::Deps& deps = links.deps();
  if (reason.empty()) co_return fail(ErrorCode::kInvalidInput, "Lifting a suspension needs a reason.");
  store::Batch batch;
  lift_agency(batch, issuer, reason, officer.id, deps.clock.now());
  audit::Event event{.kind = audit::EventKind::kLinkSuspension, .actor = std::move(officer), .client_id = issuer};
  deps.journal.record(batch, event);
  auto stored = co_await deps.database.commit_all(std::move(batch));
  if (!stored) co_return pass_on(stored);
  co_return Done{};
}

Task<std::vector<AgencyDay>> list_days(const Links& links, std::string from) {
  return load_days(links.deps().database, std::move(from));
}

Task<std::vector<AgencyBound>> list_bounds(const Links& links) { return load_bounds(links.deps().database); }

}  // namespace inkan::population::links
