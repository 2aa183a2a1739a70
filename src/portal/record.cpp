#include "portal/record.h"

#include <algorithm>
#include <array>

#include "catalogue/client.h"

namespace inkan::portal {

namespace {

using audit::ActorKind;
using audit::EventKind;
using Texts = std::map<std::string, std::string>;

constexpr size_t kEventsPerRead = 100;

constexpr std::array kViews{
    std::pair(RecordView::kAll, std::string_view("all")),
    std::pair(RecordView::kData, std::string_view("data")),
    std::pair(RecordView::kSignIns, std::string_view("sign-ins")),
    std::pair(RecordView::kConsents, std::string_view("consents")),
    std::pair(RecordView::kAccount, std::string_view("account")),
    std::pair(RecordView::kOwn, std::string_view("own")),
    std::pair(RecordView::kEverything, std::string_view("everything")),
};

// view_of says which view besides kAll shows a kind of event.
RecordView view_of(EventKind kind) {
  switch (kind) {
    case EventKind::kPersonRegistered:
    case EventKind::kPersonStatusChanged:
    case EventKind::kPersonChanged:
    case EventKind::kRegisterScanned:
    case EventKind::kNumberReplaced:
    case EventKind::kPersonRead:
    case EventKind::kRelease:
    case EventKind::kLinkMade:
    case EventKind::kLinkNotMade:
    case EventKind::kLinkRead:
    case EventKind::kLinkHidden:
    case EventKind::kLinkReleased:
    case EventKind::kLinkEnded:
    case EventKind::kLinkBatchEnded:
    case EventKind::kLinkSuspension:
    case EventKind::kCaseRead:
    case EventKind::kCaseClosed:
    case EventKind::kProposalMade:
    case EventKind::kProposalApproved:
    case EventKind::kProposalRejected:
      return RecordView::kData;
    case EventKind::kSignIn:
    case EventKind::kSignInRefused:
    case EventKind::kSignOut:
      return RecordView::kSignIns;
    case EventKind::kConsentGiven:
    case EventKind::kConsentRefused:
    case EventKind::kConsentWithdrawn:
      return RecordView::kConsents;
    case EventKind::kAccountOpened:
    case EventKind::kAccountClosed:
    case EventKind::kAuthenticatorAdded:
    case EventKind::kAuthenticatorRemoved:
    case EventKind::kClientAdded:
    case EventKind::kClientRemoved:
    case EventKind::kOfficerAdded:
    case EventKind::kOfficerRemoved:
    case EventKind::kAlarmRaised:
    case EventKind::kAlarmSettled:
      return RecordView::kAccount;
  }
  return RecordView::kAll;
}

Texts texts_of(const json::object& object) {
  Texts texts;
  for (const auto& [language, text] : object)
    if (text.is_string()) texts.emplace(std::string(language), std::string(text.as_string()));
  return texts;
}

// add_scope puts a scope to the reason that says the same, or begins a new one.
void add_scope(std::vector<Reason>& reasons, std::string scope, Texts purpose, Texts legal_basis) {
  auto same = std::find_if(reasons.begin(), reasons.end(), [&](const Reason& reason) {
    return reason.purpose == purpose && reason.legal_basis == legal_basis;
  });
  if (same == reasons.end()) {
    reasons.emplace_back();
    same = std::prev(reasons.end());
    same->purpose = std::move(purpose);
    same->legal_basis = std::move(legal_basis);
  }
  same->scopes.push_back(std::move(scope));
}

RecordEntry open_entry(const audit::RecordedEvent& event, const OwnView& view) {
  RecordEntry entry;
  entry.event_id = event.event_id;
  entry.at = event.at;
  entry.kind = event.kind;
  entry.by = event.actor.kind;
  entry.client_id = event.client_id;
  entry.tree_index = event.tree_index;
  if (event.sealed.empty()) return entry;
  auto note = view.person.open_note(event.sealed, view.ticket);
  entry.readable = note.has_value();
  if (!note) return entry;
  entry.reasons = reasons_of_note(*note);
  entry.channel = std::string(find_string(*note, "channel").value_or(""));
  return entry;
}

}  // namespace

std::optional<RecordView> parse_record_view(std::string_view text) {
  for (const auto& [view, name] : kViews)
    if (name == text) return view;
  return std::nullopt;
}

std::string_view to_text(RecordView view) {
  for (const auto& [value, name] : kViews)
    if (value == view) return name;
  return {};
}

bool belongs(RecordView view, EventKind kind, ActorKind by) {
  if (view == RecordView::kEverything) return true;
  const bool own_look = kind == EventKind::kPersonRead && by == ActorKind::kResident;
  if (view == RecordView::kOwn) return own_look;
  if (own_look) return false;
  return view == RecordView::kAll || view == view_of(kind);
}

std::vector<Reason> group_reasons(const catalogue::Client* client, const std::vector<std::string>& scopes) {
  std::vector<Reason> reasons;
  for (const std::string& scope : scopes) {
    if (scope == "openid") continue;
    const catalogue::Entitlement* entitlement = client == nullptr ? nullptr : client->find_entitlement(scope);
    Texts purpose = entitlement == nullptr ? Texts() : entitlement->purpose;
    Texts legal_basis = entitlement == nullptr ? Texts() : entitlement->legal_basis;
    add_scope(reasons, scope, std::move(purpose), std::move(legal_basis));
  }
  return reasons;
}

std::vector<Reason> reasons_of_note(const json::object& note) {
  std::vector<Reason> reasons;
  const json::array* scopes = find_array(note, "scopes");
  if (scopes == nullptr) return reasons;
  const json::object* purposes = find_object(note, "purpose");
  const json::object* laws = find_object(note, "legal_basis");
  for (const json::value& value : *scopes) {
    if (!value.is_string() || value.as_string() == "openid") continue;
    std::string scope(value.as_string());
    const json::object* purpose = purposes == nullptr ? nullptr : find_object(*purposes, scope);
    const json::object* law = laws == nullptr ? nullptr : find_object(*laws, scope);
    Texts purpose_texts = purpose == nullptr ? Texts() : texts_of(*purpose);
    Texts law_texts = law == nullptr ? Texts() : texts_of(*law);
    add_scope(reasons, std::move(scope), std::move(purpose_texts), std::move(law_texts));
  }
  return reasons;
}

Task<RecordPage> load_record(const Deps& deps, OwnView view, RecordQuery query) {
  RecordPage page;
  std::map<std::string, Texts> names;
  std::optional<Time> before = query.before;
  for (size_t looked_at = 0; looked_at < query.looked_at_max; looked_at += kEventsPerRead) {
    auto events = co_await deps.journal.list_for_person(view.person.id().text(), before, int(kEventsPerRead));
    if (!events) co_return pass_on(events);
    for (const audit::RecordedEvent& event : *events) {
      before = event.at;
      if (!belongs(query.view, event.kind, event.actor.kind)) continue;
      if (page.entries.size() == query.count_max) {
        page.next = page.entries.back().at;
        co_return page;
      }
      RecordEntry entry = open_entry(event, view);
      if (!entry.client_id.empty() && !names.contains(entry.client_id)) {
        auto found = co_await deps.clients.find_names(catalogue::ClientId(entry.client_id));
        if (!found) co_return pass_on(found);
        names.emplace(entry.client_id, std::move(*found));
      }
      if (!entry.client_id.empty()) entry.client_name = names.find(entry.client_id)->second;
      page.entries.push_back(std::move(entry));
    }
    if (events->size() < kEventsPerRead) co_return page;
  }
  page.next = before;
  co_return page;
}

}  // namespace inkan::portal
