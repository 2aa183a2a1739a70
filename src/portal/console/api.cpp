#include "officers/access.h"
#include "officers/alarms.h"
#include "officers/presence.h"
#include "portal/console/case_view.h"
#include "portal/console/fields.h"
#include "portal/console/pages.h"
#include "portal/console/person_view.h"

// The JSON API beside the pages: the same session, the same rules, the same functions below. A program sends the token
// of GET /console/api/session as header x-csrf-token. A proof at a commit is made with /console/passkey/commit.
namespace inkan::portal::console {

namespace {

using officers::Basis;

constexpr int kRowsMax = 100;

std::string value_of(const http::Request& request, std::string_view name) {
  return request.path_values.find(name)->second;
}

json::object proposal_json(const officers::ProposalRow& row) {
  json::object object;
  object["id"] = row.proposal_id;
  object["kind"] = row.kind;
  object["status"] = row.status;
  object["jurisdiction"] = row.jurisdiction;
  object["proposed_by"] = row.proposed_by.text();
  if (row.proposed_at) object["proposed_at"] = iso_instant(*row.proposed_at);
  if (row.decided_at) object["decided_at"] = iso_instant(*row.decided_at);
  return object;
}

json::object case_json(const officers::Case& one) {
  json::object object;
  object["id"] = one.id;
  object["kind"] = one.kind;
  object["agency"] = one.agency;
  object["risk"] = one.risk;
  object["opened_at"] = iso_instant(one.opened_at);
  object["due_at"] = iso_instant(one.due_at);
  return object;
}

http::Parameters parameters_of(const json::object& body) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [name, value] : body) {
    if (value.is_string()) pairs.emplace_back(std::string(name), std::string(value.as_string()));
    if (value.is_bool() && value.as_bool()) pairs.emplace_back(std::string(name), "yes");
  }
  return http::Parameters(std::move(pairs));
}

}  // namespace

Task<http::Response> api_session(const Deps& deps, const http::Request&, Desk desk) {
  json::object body;
  body["officer"] = desk.duty.officer.id.text();
  body["role"] = to_text(desk.duty.officer.role);
  body["jurisdiction"] = desk.duty.officer.jurisdiction.text();
  body["csrf"] = deps.csrf.token(desk.browser);
  co_return http::json_response(200, body);
}

Task<http::Response> api_presence(const Deps& deps, const http::Request& request, Desk desk) {
  auto body = read_posted(deps, request);
  if (!body) co_return pass_on(body);
  auto code = need_string(*body, "code", "presence");
  if (!code) co_return pass_on(code);
  auto presence = co_await officers::open_presence(deps.officers, std::move(desk.duty), std::string(*code));
  if (!presence) co_return pass_on(presence);
  json::object answer;
  answer["presence"] = presence->id;
  answer["until"] = iso_instant(presence->until);
  co_return http::json_response(201, answer);
}

Task<http::Response> api_person(const Deps& deps, const http::Request& request, Desk desk) {
  officers::Look look;
  look.basis = Basis{Basis::Kind::kPresence, value_of(request, "presence")};
  look.purpose = "view";
  auto opened = co_await officers::open_person(deps.officers, std::move(desk.duty), std::move(look));
  if (!opened) co_return pass_on(opened);
  auto view = co_await load_person_view(deps, std::move(*opened));
  if (!view) co_return pass_on(view);
  co_return http::json_response(200, person_json(*view));
}

Task<http::Response> api_propose(const Deps& deps, const http::Request& request, Desk desk) {
  auto body = read_posted(deps, request);
  if (!body) co_return pass_on(body);
  const auto kind = officers::parse_proposal_kind(find_string(*body, "kind").value_or(""));
  if (!kind || officers::is_about_case(*kind))
    co_return fail(ErrorCode::kInvalidInput,
                   "kind is one of move, name_change, correction, address_protection, death, "
                   "undo, number_replacement.");
  Entered entered = read_fields(*kind, parameters_of(*body));
  if (!entered.wrong.empty())
    co_return fail(ErrorCode::kInvalidInput, "Missing or wrong: " + std::string(entered.wrong.front()) + ".");
  officers::NewProposal proposal;
  proposal.kind = *kind;
  proposal.basis = Basis{Basis::Kind::kPresence, value_of(request, "presence")};
  proposal.payload = std::move(entered.payload);
  auto id = co_await officers::enter_proposal(deps.officers, std::move(desk.duty), std::move(proposal));
  if (!id) co_return pass_on(id);
  json::object answer;
  answer["proposal"] = *id;
  answer["flow"] = "propose:" + *id;
  co_return http::json_response(201, answer);
}

Task<http::Response> api_proposals(const Deps& deps, const http::Request&, Desk desk) {
  auto waiting = co_await officers::list_to_decide(deps.officers, desk.duty, kRowsMax);
  if (!waiting) co_return pass_on(waiting);
  auto own = co_await officers::list_own(deps.officers, desk.duty, kRowsMax);
  if (!own) co_return pass_on(own);
  json::array to_decide, mine;
  for (const officers::ProposalRow& row : *waiting) to_decide.push_back(proposal_json(row));
  for (const officers::ProposalRow& row : *own) mine.push_back(proposal_json(row));
  json::object answer;
  answer["to_decide"] = std::move(to_decide);
  answer["own"] = std::move(mine);
  co_return http::json_response(200, answer);
}

Task<http::Response> api_cases(const Deps& deps, const http::Request&, Desk desk) {
  if (auto right = need_right(desk.duty, officers::Right::kWorkCases); !right) co_return pass_on(right);
  auto cases = co_await deps.officers.cases.list_open(desk.duty.officer.jurisdiction, kRowsMax);
  if (!cases) co_return pass_on(cases);
  json::array list;
  for (const officers::Case& one : *cases) list.push_back(case_json(one));
  json::object answer;
  answer["cases"] = std::move(list);
  co_return http::json_response(200, answer);
}

Task<http::Response> api_case(const Deps& deps, const http::Request& request, Desk desk) {
  auto one = co_await officers::load_case(deps.officers.cases, desk.duty, value_of(request, "id"));
  if (!one) co_return pass_on(one);
  auto record = co_await deps.officers.cases.load_record(one->id, desk.duty.officer);
  if (!record) co_return pass_on(record);
  const http::Reader reader{deps.pages, desk.language};
  json::object answer = case_json(*one);
  json::array stated;
  for (const Line& line : stated_lines(reader, record->stated))
    stated.push_back(json::object{{"label", line.label}, {"value", line.text}});
  answer["stated"] = std::move(stated);
  json::array outcomes;
  for (const officers::CaseOutcome& outcome : record->outcomes) outcomes.push_back(outcome_json(outcome));
  answer["outcomes"] = std::move(outcomes);
  co_return http::json_response(200, answer);
}

Task<http::Response> api_alarms(const Deps& deps, const http::Request&, Desk desk) {
  auto alarms = co_await officers::list_alarms(deps.officers, std::move(desk.duty), kRowsMax);
  if (!alarms) co_return pass_on(alarms);
  json::array list;
  for (const officers::Alarm& alarm : *alarms)
    list.push_back(json::object{{"id", alarm.id},
                                {"kind", to_text(alarm.kind)},
                                {"at", iso_instant(alarm.at)},
                                {"officer", alarm.officer.text()},
                                {"settled", alarm.settled_by.has_value()}});
  json::object answer;
  answer["alarms"] = std::move(list);
  co_return http::json_response(200, answer);
}

}  // namespace inkan::portal::console
