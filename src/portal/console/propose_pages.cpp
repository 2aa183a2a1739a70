#include <algorithm>

#include "http/date_words.h"
#include "officers/roster.h"
#include "portal/console/fields.h"
#include "portal/console/pages.h"
#include "portal/console/rows.h"

namespace inkan::portal::console {

namespace {

using http::Reader;
using officers::Basis;
using officers::ProposalKind;
using officers::Right;

constexpr int kRowsMax = 50;

std::string value_of(const http::Request& request, std::string_view name) {
  const auto found = request.path_values.find(name);
  return found == request.path_values.end() ? std::string() : found->second;
}

Result<ProposalKind> kind_of(const http::Request& request) {
  const auto kind = officers::parse_proposal_kind(value_of(request, "kind"));
  if (!kind || officers::is_about_case(*kind)) return fail(ErrorCode::kNotFound, "There is no such kind of proposal.");
  return *kind;
}

void fill_input(const Reader& reader, const Field& field, std::string_view value, bool wrong, http::PageData& data) {
  http::PageData& item = data.section("FIELD");
  item.set("NAME", std::string(field.name));
  item.set("LABEL", officer_word(reader, "field", field.name));
  if (wrong) item.show("WRONG");
  switch (field.type) {
    case Field::Type::kText:
      item.section("TEXT_INPUT").set("VALUE", std::string(value));
      break;
    case Field::Type::kDate:
      item.section("DATE_INPUT").set("VALUE", std::string(value));
      break;
    case Field::Type::kFlag: {
      http::PageData& flag = item.section("FLAG_INPUT");
      if (value == "yes") flag.show("CHECKED");
      break;
    }
    case Field::Type::kChoice: {
      http::PageData& choice = item.section("CHOICE_INPUT");
      for (const std::string_view code : field.choices) {
        http::PageData& option = choice.section("OPTION");
        option.set("CODE", std::string(code)).set("CHOICE", officer_word(reader, "choice", code));
        if (value == code) option.show("CHECKED");
      }
      break;
    }
  }
}

struct FormPage {
  std::string presence{};
  ProposalKind kind = ProposalKind::kMove;
  http::Parameters fields{};
  std::vector<std::string_view> wrong{};
  std::string refusal{};  // public text of an error of the register
};

http::Response form_page(const Deps& deps, const Desk& desk, const FormPage& form) {
  const Reader reader{deps.pages, desk.language};
  http::PageData data = page_data(deps, desk);
  data.set("PRESENCE_ID", form.presence);
  data.set("KIND", std::string(to_text(form.kind)));
  data.set("HEADING", officer_word(reader, "kind", to_text(form.kind)));
  for (const Field& field : fields_of(form.kind))
    fill_input(reader, field, form.fields.get(field.name),
               std::ranges::find(form.wrong, field.name) != form.wrong.end(), data);
  const bool bad = !form.wrong.empty() || !form.refusal.empty();
  if (bad) {
    http::PageData& summary = data.section("ERROR_SUMMARY");
    for (const std::string_view name : form.wrong)
      summary.section("ERRORS").set("HREF", std::string(name)).set("LABEL", officer_word(reader, "field", name));
    if (!form.refusal.empty()) summary.section("REFUSAL").set("TEXT", form.refusal);
  }
  return show(deps, desk, "console/propose", std::move(data), bad ? 400 : 200);
}

// whom_and_what fills the page that asks for a proof or a decision: from the record, never from the form (REQ-SES-3).
Result<Done> whom_and_what(const Reader& reader, const officers::ProposalView& view, http::PageData& data) {
  data.set("ID", view.row.proposal_id);
  data.set("WHAT", officer_word(reader, "kind", view.row.kind));
  data.set("STATE", officer_word(reader, "status", view.row.status));
  if (officers::is_about_case(view.kind)) {
    const auto basis = Basis::parse(view.row.basis);
    data.section("ABOUT_CASE").set("CASE_ID", basis ? basis->id : std::string());
    return Done{};
  }
  auto person = view.opened.person.open(*view.opened.ticket);
  if (!person) return pass_on(person);
  http::PageData& whom = data.section("ABOUT_PERSON");
  whom.set("WHOM", masked_name(person->facts.legal_name()));
  const std::string& digits = person->number.digits();
  whom.set("NUMBER_END", digits.substr(digits.size() - 3));
  fill_lines(payload_lines(reader, view.kind, view.payload, view.opened.may_see_protected), data);
  return Done{};
}

Task<std::string> name_of(const Deps& deps, officers::OfficerId id) {
  auto all = co_await officers::list_officers(deps.officers);
  if (!all) co_return pass_on(all);
  for (const officers::Officer& one : *all)
    if (one.id == id) co_return one.name;
  co_return std::string();
}

}  // namespace

Task<http::Response> get_propose(const Deps& deps, const http::Request& request, Desk desk) {
  if (auto right = need_right(desk.duty, Right::kPropose); !right) co_return pass_on(right);
  auto kind = kind_of(request);
  if (!kind) co_return pass_on(kind);
  FormPage form;
  form.presence = value_of(request, "presence");
  form.kind = *kind;
  // The timeline links to the undo of an entry.
  if (auto query = request.query(); query && *kind == ProposalKind::kUndo) form.fields = std::move(*query);
  co_return form_page(deps, desk, form);
}

Task<http::Response> post_propose(const Deps& deps, const http::Request& request, Desk desk) {
  auto fields = read_form(deps, request);
  if (!fields) co_return pass_on(fields);
  auto kind = kind_of(request);
  if (!kind) co_return pass_on(kind);
  Entered entered = read_fields(*kind, *fields);
  FormPage form;
  form.presence = value_of(request, "presence");
  form.kind = *kind;
  form.fields = std::move(*fields);
  form.wrong = std::move(entered.wrong);
  if (!form.wrong.empty()) co_return form_page(deps, desk, form);
  officers::NewProposal proposal;
  proposal.kind = *kind;
  proposal.basis = Basis{Basis::Kind::kPresence, form.presence};
  proposal.payload = std::move(entered.payload);
  auto id = co_await officers::enter_proposal(deps.officers, desk.duty, std::move(proposal));
  if (!id && (id.error().code == ErrorCode::kInvalidInput || id.error().code == ErrorCode::kConflict)) {
    form.refusal = id.error().public_text;
    co_return form_page(deps, desk, form);
  }
  if (!id) co_return pass_on(id);
  co_return http::redirect("/console/proposals/" + *id + "/propose");
}

Task<http::Response> get_proposals(const Deps& deps, const http::Request&, Desk desk) {
  auto waiting = co_await officers::list_to_decide(deps.officers, desk.duty, kRowsMax);
  if (!waiting) co_return pass_on(waiting);
  auto own = co_await officers::list_own(deps.officers, desk.duty, kRowsMax);
  if (!own) co_return pass_on(own);
  const Reader reader{deps.pages, desk.language};
  http::PageData data = page_data(deps, desk);
  if (desk.duty.may(Right::kDecide)) {
    http::PageData& decide = data.section("DECIDE");
    fill_proposals(reader, *waiting, "WAITING", decide);
  }
  fill_proposals(reader, *own, "OWN", data);
  co_return show(deps, desk, "console/proposals", std::move(data));
}

Task<http::Response> get_proposal(const Deps& deps, const http::Request& request, Desk desk) {
  auto view = co_await officers::open_proposal(deps.officers, desk.duty, value_of(request, "id"));
  if (!view) co_return pass_on(view);
  auto by = co_await name_of(deps, view->row.proposed_by);
  if (!by) co_return pass_on(by);
  const Reader reader{deps.pages, desk.language};
  http::PageData data = page_data(deps, desk);
  if (auto filled = whom_and_what(reader, *view, data); !filled) co_return pass_on(filled);
  data.set("BY", *by);
  const Time at = view->row.proposed_at.value_or(view->row.entered_at);
  data.set("AT", format_moment(reader, at));
  data.set("AT_ISO", iso_instant(at));
  data.set("TAG", "inkan-tag--" + std::string(view->row.status == "open"       ? "open"
                                              : view->row.status == "approved" ? "good"
                                                                               : "over"));
  const bool own = view->row.proposed_by == desk.duty.officer.id;
  if (view->row.status == "draft" && own) data.show("DRAFT");
  if (view->row.status == "stale") data.show("STALE");
  if (view->row.status == "open" && own) data.show("OWN_OPEN");
  if (view->row.status == "open" && !own && desk.duty.may(Right::kDecide)) data.show("CHOICE");
  co_return show(deps, desk, "console/proposal", std::move(data));
}

Task<http::Response> get_commit_page(const Deps& deps, const http::Request& request, Desk desk) {
  const std::string act = value_of(request, "act");
  if (act != "propose" && act != "approve" && act != "reject")
    co_return fail(ErrorCode::kNotFound, "There is no such page.");
  auto view = co_await officers::open_proposal(deps.officers, desk.duty, value_of(request, "id"));
  if (!view) co_return pass_on(view);
  // What is decided already has nothing to be proven; its own page says what became of it.
  if (view->row.status != (act == "propose" ? "draft" : "open"))
    co_return http::redirect("/console/proposals/" + view->row.proposal_id);
  const Reader reader{deps.pages, desk.language};
  http::PageData data = page_data(deps, desk);
  if (auto filled = whom_and_what(reader, *view, data); !filled) co_return pass_on(filled);
  data.set("FLOW", act + ":" + view->row.proposal_id);
  data.set("HEADING", officer_word(reader, "commit_heading", act));
  data.set("BUTTON", officer_word(reader, "commit_button", act));
  data.set("ACT", act);
  co_return show(deps, desk, "console/commit", std::move(data));
}

}  // namespace inkan::portal::console
