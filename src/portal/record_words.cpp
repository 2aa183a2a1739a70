#include "portal/record_words.h"

#include "http/date_words.h"

namespace inkan::portal {

namespace {

using audit::ActorKind;
using audit::EventKind;

std::string_view actor_word(ActorKind by) {
  switch (by) {
    case ActorKind::kResident:
      return "self";
    case ActorKind::kService:
      return "service";
    case ActorKind::kOfficer:
      return "officer";
    case ActorKind::kSystem:
      return "system";
  }
  return "system";
}

// event_word names the word of an event; what happens with a service and without one are different sentences.
std::string event_word(const RecordEntry& entry) {
  const bool service = !entry.client_id.empty();
  switch (entry.kind) {
    case EventKind::kPersonRegistered:
      return "registered";
    case EventKind::kPersonStatusChanged:
      return "status_changed";
    case EventKind::kPersonChanged:
      return "person_changed";
    case EventKind::kRegisterScanned:
      return "other";
    case EventKind::kNumberReplaced:
      return "number_replaced";
    case EventKind::kPersonRead:
      return "read_by_" + std::string(actor_word(entry.by));
    case EventKind::kAccountOpened:
      return "account_opened";
    case EventKind::kAccountClosed:
      return "account_closed";
    case EventKind::kAuthenticatorAdded:
      return "authenticator_added";
    case EventKind::kAuthenticatorRemoved:
      return "authenticator_removed";
    case EventKind::kSignIn:
      return service ? "sign_in_service" : "sign_in";
    case EventKind::kSignInRefused:
      return "sign_in_refused";
    case EventKind::kSignOut:
      return "sign_out";
    case EventKind::kConsentGiven:
      return "consent_given";
    case EventKind::kConsentRefused:
      return "consent_refused";
    case EventKind::kConsentWithdrawn:
      return "consent_withdrawn";
    case EventKind::kRelease:
      return entry.channel == "id_token" ? "release_at_sign_in" : "release";
    case EventKind::kLinkMade:
      return "link_made";
    case EventKind::kLinkNotMade:
      return "link_not_made";
    case EventKind::kLinkRead:
      return "link_read";
    case EventKind::kLinkHidden:
      return "link_hidden";
    case EventKind::kLinkReleased:
      return "link_released";
    case EventKind::kLinkEnded:
      return "link_ended";
    case EventKind::kClientAdded:
      return "client_added";
    case EventKind::kClientRemoved:
      return "client_removed";
    case EventKind::kProposalMade:
      return "proposal_made";
    case EventKind::kProposalApproved:
      return "proposal_approved";
    case EventKind::kProposalRejected:
      return "proposal_rejected";
    case EventKind::kLinkBatchEnded:
    case EventKind::kLinkSuspension:
    case EventKind::kCaseRead:
    case EventKind::kCaseClosed:
    case EventKind::kOfficerAdded:
    case EventKind::kOfficerRemoved:
    case EventKind::kAlarmRaised:
    case EventKind::kAlarmSettled:
      return "other";
  }
  return "other";
}

}  // namespace

std::string event_title(const Reader& reader, const RecordEntry& entry) {
  std::string service = pick(entry.client_name, reader.language);
  if (service.empty()) service = fill_word(reader.word("portal.record.removed_service"), "ID", entry.client_id);
  return fill_word(reader.word("portal.event." + event_word(entry)), "SERVICE", service);
}

void fill_reasons(const Reader& reader, const std::vector<Reason>& reasons, http::PageData& data) {
  for (const Reason& reason : reasons) {
    http::PageData& section = data.section("REASON");
    for (const std::string& label : scope_labels(reader, reason.scopes)) section.section("ITEM").set("LABEL", label);
    std::string why = pick(reason.purpose, reader.language);
    std::string law = pick(reason.legal_basis, reader.language);
    if (!why.empty()) section.section("PURPOSE").set("WHY", why);
    if (!law.empty()) section.section("BASIS").set("LAW", law);
  }
}

void fill_entry(const Reader& reader, const RecordEntry& entry, http::PageData& item) {
  item.set("TITLE_LINE", event_title(reader, entry));
  item.set("AT", format_moment(reader, entry.at));
  item.set("AT_ISO", iso_instant(entry.at));
  if (!entry.readable) item.show("UNREADABLE");
  if (!entry.reasons.empty()) {
    http::PageData& details = item.section("DETAILS");
    fill_reasons(reader, entry.reasons, details);
  }
}

}  // namespace inkan::portal
