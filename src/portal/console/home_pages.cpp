#include <algorithm>
#include <map>

#include "audit/officer_events.h"
#include "http/date_words.h"
#include "officers/alarms.h"
#include "officers/cases.h"
#include "officers/presence.h"
#include "officers/proposals.h"
#include "officers/roster.h"
#include "portal/console/pages.h"
#include "portal/console/rows.h"

namespace inkan::portal::console {

namespace {

using http::Reader;
using officers::Right;

constexpr int kRowsMax = 50;

Task<std::map<std::string, std::string>> load_names(const Deps& deps) {
  auto officers = co_await officers::list_officers(deps.officers);
  if (!officers) co_return pass_on(officers);
  std::map<std::string, std::string> names;
  for (const officers::Officer& one : *officers) names.emplace(one.id.text(), one.name);
  co_return names;
}

// event_word names what an officer did; what the register says of its own account is "other" here.
std::string_view event_word(audit::EventKind kind) {
  using audit::EventKind;
  for (const EventKind known :
       {EventKind::kPersonRead, EventKind::kSignIn, EventKind::kSignOut, EventKind::kAuthenticatorAdded,
        EventKind::kOfficerAdded, EventKind::kOfficerRemoved, EventKind::kProposalMade, EventKind::kProposalApproved,
        EventKind::kProposalRejected, EventKind::kAlarmRaised, EventKind::kAlarmSettled})
    if (known == kind) return to_text(kind);
  return "other";
}

void set_time(const Reader& reader, http::PageData& item, Time at) {
  item.set("AT", format_moment(reader, at));
  item.set("AT_ISO", iso_instant(at));
}

void fill_presences(const Reader& reader, const std::vector<officers::Presence>& presences, http::PageData& data) {
  if (presences.empty()) return;
  http::PageData& list = data.section("PRESENCES");
  for (const officers::Presence& one : presences) {
    http::PageData& item = list.section("PRESENCE");
    item.set("PRESENCE_ID", one.id);
    set_time(reader, item, one.until);
  }
}

}  // namespace

Task<http::Response> get_home(const Deps& deps, const http::Request&, Desk desk) {
  const officers::OnDuty duty = desk.duty;
  auto presences = co_await officers::list_presences(deps.officers, duty);
  if (!presences) co_return pass_on(presences);
  auto waiting = co_await officers::list_to_decide(deps.officers, duty, kRowsMax);
  if (!waiting) co_return pass_on(waiting);
  auto own = co_await officers::list_own(deps.officers, duty, 5);
  if (!own) co_return pass_on(own);
  const Reader reader{deps.pages, desk.language};
  http::PageData data = page_data(deps, desk);
  data.set("NAME", duty.officer.name);
  data.set("ROLE", officer_word(reader, "role", to_text(duty.officer.role)));
  data.set("AREA", duty.officer.jurisdiction.text() == "all" ? reader.word("console.area_all")
                                                             : duty.officer.jurisdiction.text());
  if (duty.may(Right::kServe)) data.show("SERVE");
  fill_presences(reader, *presences, data);
  if (duty.may(Right::kWorkCases)) {
    auto cases = co_await deps.officers.cases.list_open(duty.officer.jurisdiction, kRowsMax);
    if (!cases) co_return pass_on(cases);
    data.section("CASES").set("CASE_COUNT", std::to_string(cases->size()));
  }
  if (duty.may(Right::kDecide)) data.section("DECIDE").set("DECIDE_COUNT", std::to_string(waiting->size()));
  if (duty.may(Right::kSeeAlarms)) {
    auto alarms = co_await officers::list_alarms(deps.officers, duty, kRowsMax);
    if (!alarms) co_return pass_on(alarms);
    const auto open = std::ranges::count_if(*alarms, [](const auto& one) { return !one.settled_by; });
    http::PageData& tile = data.section("ALARMS");
    tile.set("ALARM_COUNT", std::to_string(open));
    if (open > 0) tile.show("ALARMED");
  }
  fill_proposals(reader, *own, "OWN", data);
  co_return show(deps, desk, "console/home", std::move(data));
}

Task<http::Response> get_reads(const Deps& deps, const http::Request&, Desk desk) {
  auto events = co_await audit::list_for_officer(deps.officers.database, desk.duty.officer.id.text(), kRowsMax);
  if (!events) co_return pass_on(events);
  const Reader reader{deps.pages, desk.language};
  http::PageData data = page_data(deps, desk);
  if (events->empty()) data.show("EMPTY");
  if (!events->empty()) {
    http::PageData& list = data.section("LIST");
    for (const audit::RecordedEvent& event : *events) {
      http::PageData& item = list.section("ENTRY");
      item.set("WHAT", officer_word(reader, "event", event_word(event.kind)));
      item.set("EVENT_ID", event.event_id);
      set_time(reader, item, event.at);
    }
  }
  co_return show(deps, desk, "console/reads", std::move(data));
}

Task<http::Response> get_alarms(const Deps& deps, const http::Request&, Desk desk) {
  auto alarms = co_await officers::list_alarms(deps.officers, desk.duty, kRowsMax);
  if (!alarms) co_return pass_on(alarms);
  auto names = co_await load_names(deps);
  if (!names) co_return pass_on(names);
  const Reader reader{deps.pages, desk.language};
  http::PageData data = page_data(deps, desk);
  if (alarms->empty()) data.show("EMPTY");
  if (!alarms->empty()) {
    http::PageData& list = data.section("LIST");
    for (const officers::Alarm& alarm : *alarms) {
      http::PageData& item = list.section("ALARM");
      item.set("WHAT", officer_word(reader, "alarm", to_text(alarm.kind)));
      item.set("WHO", (*names)[alarm.officer.text()]);
      item.set("EVENT_ID", alarm.event_id);
      set_time(reader, item, alarm.at);
      if (alarm.settled_by) {
        item.section("SETTLED").set("BY", (*names)[alarm.settled_by->text()]);
      } else {
        item.show("OPEN");
        const bool settles = desk.duty.may(Right::kSettleAlarms) && alarm.officer != desk.duty.officer.id;
        if (settles) item.section("SETTLE").set("ALARM_ID", alarm.id).set("CSRF", deps.csrf.token(desk.browser));
      }
    }
  }
  co_return show(deps, desk, "console/alarms", std::move(data));
}

Task<http::Response> post_alarm(const Deps& deps, const http::Request& request, Desk desk) {
  auto fields = read_form(deps, request);
  if (!fields) co_return pass_on(fields);
  std::string id = request.path_values.find("id")->second;
  auto settled = co_await officers::settle_alarm(deps.officers, std::move(desk.duty), std::move(id));
  if (!settled) co_return pass_on(settled);
  co_return http::redirect("/console/alarms");
}

}  // namespace inkan::portal::console
