#include <algorithm>

#include "http/date_words.h"
#include "officers/proposals.h"
#include "portal/console/case_view.h"
#include "portal/console/pages.h"
#include "portal/console/rows.h"
#include "portal/data_rows.h"

namespace inkan::portal::console {

namespace {

using http::Reader;
using officers::Right;

constexpr int kRowsMax = 100;

void fill_case(const Reader& reader, const officers::Case& one, Time now, http::PageData& item) {
  item.set("ID", one.id);
  item.set("WHAT", officer_word(reader, "case_kind", one.kind));
  item.set("AGENCY", one.agency);
  item.set("DUE", format_moment(reader, one.due_at));
  item.set("DUE_ISO", iso_instant(one.due_at));
  if (one.due_at <= now) item.show("OVERDUE");
  const double risk = std::clamp(one.risk, 0.0, 1.0);
  item.set("RISK", std::to_string(int(risk * 100 + 0.5)));
}

}  // namespace

Task<http::Response> get_cases(const Deps& deps, const http::Request&, Desk desk) {
  if (auto right = need_right(desk.duty, Right::kWorkCases); !right) co_return pass_on(right);
  auto cases = co_await deps.officers.cases.list_open(desk.duty.officer.jurisdiction, kRowsMax);
  if (!cases) co_return pass_on(cases);
  const Reader reader{deps.pages, desk.language};
  http::PageData data = page_data(deps, desk);
  if (cases->empty()) data.show("EMPTY");
  if (!cases->empty()) {
    http::PageData& list = data.section("LIST");
    for (const officers::Case& one : *cases) fill_case(reader, one, deps.officers.clock.now(), list.section("CASE"));
  }
  co_return show(deps, desk, "console/cases", std::move(data));
}

Task<http::Response> get_case(const Deps& deps, const http::Request& request, Desk desk) {
  auto one = co_await officers::load_case(deps.officers.cases, desk.duty, request.path_values.find("id")->second);
  if (!one) co_return pass_on(one);
  auto record = co_await deps.officers.cases.load_record(one->id, desk.duty.officer);
  if (!record) co_return pass_on(record);
  const Reader reader{deps.pages, desk.language};
  http::PageData data = page_data(deps, desk);
  fill_case(reader, *one, deps.officers.clock.now(), data);
  fill_lines(stated_lines(reader, record->stated), data);
  for (const officers::CaseOutcome& outcome : record->outcomes) fill_outcome(reader, outcome, data.section("OUTCOME"));
  for (const officers::ProposalKind kind : rulings_for(*one))
    data.section("RULING")
        .set("KIND", std::string(to_text(kind)))
        .set("LABEL", officer_word(reader, "kind", to_text(kind)))
        .set("HINT", officer_word(reader, "ruling_hint", to_text(kind)));
  co_return show(deps, desk, "console/case", std::move(data));
}

Task<http::Response> post_ruling(const Deps& deps, const http::Request& request, Desk desk) {
  auto fields = read_form(deps, request);
  if (!fields) co_return pass_on(fields);
  const auto kind = officers::parse_proposal_kind(fields->get("ruling"));
  if (!kind || !officers::is_about_case(*kind))
    co_return fail(ErrorCode::kInvalidInput, "Choose one of the rulings of the page.");
  officers::NewProposal proposal;
  proposal.kind = *kind;
  proposal.basis = officers::Basis{officers::Basis::Kind::kCase, request.path_values.find("id")->second};
  auto id = co_await officers::enter_proposal(deps.officers, std::move(desk.duty), std::move(proposal));
  if (!id) co_return pass_on(id);
  co_return http::redirect("/console/proposals/" + *id + "/propose");
}

}  // namespace inkan::portal::console
