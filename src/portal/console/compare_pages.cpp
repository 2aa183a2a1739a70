#include "base/text.h"
#include "officers/compare.h"
#include "portal/console/case_view.h"
#include "portal/console/pages.h"

namespace inkan::portal::console {

namespace {

using http::Reader;
using officers::Basis;
using population::names::Agreement;

constexpr size_t kCharactersMax = 200;

std::string_view answer_key(Agreement agreement) {
  switch (agreement) {
    case Agreement::kAgree:
      return "agree";
    case Agreement::kUnclear:
      return "unclear";
    case Agreement::kDisagree:
      return "disagree";
  }
  return "unclear";
}

Result<population::Stated> stated_of_form(const http::Parameters& fields) {
  auto name = need_field(fields, "name", kCharactersMax);
  if (!name) return pass_on(name);
  auto born = need_field(fields, "born", 10);
  if (!born) return pass_on(born);
  auto address = need_field(fields, "address", kCharactersMax);
  if (!address) return pass_on(address);
  auto date = PartialDate::parse(*born);
  if (!date) return pass_on(date);
  population::Stated stated;
  population::Name legal;
  legal.text = std::move(*name);
  stated.names.push_back(std::move(legal));
  stated.born = *date;
  if (const auto sex = population::parse_sex(fields.get("sex"))) stated.sex = *sex;
  stated.sex_not_held = stated.sex == population::Sex::kUnknown;
  population::StatedAddress where;
  where.line = std::move(*address);
  stated.addresses.push_back(std::move(where));
  return stated;
}

struct CompareForm {
  std::string presence{};
  http::Parameters fields{};
  std::string refusal{};
};

http::PageData form_data(const Deps& deps, const Desk& desk, const CompareForm& form) {
  http::PageData data = page_data(deps, desk);
  data.set("PRESENCE_ID", form.presence);
  for (const auto& [slot, name] :
       {std::pair("STATED_NAME", "name"), std::pair("STATED_BORN", "born"), std::pair("STATED_ADDRESS", "address")})
    data.set(slot, std::string(form.fields.get(name)));
  for (const std::string_view sex : {"F", "M"})
    if (form.fields.get("sex") == sex) data.show("IS_" + std::string(sex));
  if (!form.refusal.empty()) data.section("REFUSAL").set("TEXT", form.refusal);
  return data;
}

Basis presence_of(const http::Request& request) {
  return Basis{Basis::Kind::kPresence, request.path_values.find("presence")->second};
}

}  // namespace

Task<http::Response> get_compare(const Deps& deps, const http::Request& request, Desk desk) {
  if (auto right = need_right(desk.duty, officers::Right::kServe); !right) co_return pass_on(right);
  CompareForm form;
  form.presence = presence_of(request).id;
  co_return show(deps, desk, "console/compare", form_data(deps, desk, form));
}

Task<http::Response> post_compare(const Deps& deps, const http::Request& request, Desk desk) {
  auto fields = read_form(deps, request);
  if (!fields) co_return pass_on(fields);
  CompareForm form;
  form.presence = presence_of(request).id;
  form.fields = std::move(*fields);
  auto stated = stated_of_form(form.fields);
  if (!stated) {
    form.refusal = stated.error().public_text;
    co_return show(deps, desk, "console/compare", form_data(deps, desk, form), 400);
  }
  auto answer = co_await officers::compare_person(deps.officers, desk.duty, presence_of(request), std::move(*stated));
  if (!answer) co_return pass_on(answer);
  const Reader reader{deps.pages, desk.language};
  http::PageData data = form_data(deps, desk, form);
  http::PageData& result = data.section("ANSWER");
  result.set("ANSWER_CODE", std::string(answer_key(answer->agreement)));
  result.set("ANSWER_TEXT", officer_word(reader, "answer", answer_key(answer->agreement)));
  for (const officers::CaseOutcome& outcome : answer->outcomes)
    fill_outcome(reader, outcome, result.section("OUTCOME"));
  co_return show(deps, desk, "console/compare", std::move(data));
}

Task<http::Response> api_compare(const Deps& deps, const http::Request& request, Desk desk) {
  auto body = read_posted(deps, request);
  if (!body) co_return pass_on(body);
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [name, value] : *body)
    if (value.is_string()) pairs.emplace_back(std::string(name), std::string(value.as_string()));
  auto stated = stated_of_form(http::Parameters(std::move(pairs)));
  if (!stated) co_return pass_on(stated);
  auto answer =
      co_await officers::compare_person(deps.officers, std::move(desk.duty), presence_of(request), std::move(*stated));
  if (!answer) co_return pass_on(answer);
  json::array outcomes;
  for (const officers::CaseOutcome& outcome : answer->outcomes) outcomes.push_back(outcome_json(outcome));
  json::object body_out;
  body_out["answer"] = answer_key(answer->agreement);
  body_out["outcomes"] = std::move(outcomes);
  co_return http::json_response(200, body_out);
}

}  // namespace inkan::portal::console
