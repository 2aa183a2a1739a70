#include "audit/event_row.h"

#include <array>
#include <utility>

#include "base/encoding.h"
#include "base/json.h"
#include "base/name_table.h"
#include "crypto/hash.h"

namespace inkan::audit {

namespace {

constexpr std::array kKinds{
    std::pair(EventKind::kPersonRegistered, std::string_view("person_registered")),
    std::pair(EventKind::kPersonStatusChanged, std::string_view("person_status_changed")),
    std::pair(EventKind::kPersonChanged, std::string_view("person_changed")),
    std::pair(EventKind::kRegisterScanned, std::string_view("register_scanned")),
    std::pair(EventKind::kNumberReplaced, std::string_view("number_replaced")),
    std::pair(EventKind::kPersonRead, std::string_view("person_read")),
    std::pair(EventKind::kAccountOpened, std::string_view("account_opened")),
    std::pair(EventKind::kAccountClosed, std::string_view("account_closed")),
    std::pair(EventKind::kAuthenticatorAdded, std::string_view("authenticator_added")),
    std::pair(EventKind::kAuthenticatorRemoved, std::string_view("authenticator_removed")),
    std::pair(EventKind::kSignIn, std::string_view("sign_in")),
    std::pair(EventKind::kSignInRefused, std::string_view("sign_in_refused")),
    std::pair(EventKind::kSignOut, std::string_view("sign_out")),
    std::pair(EventKind::kConsentGiven, std::string_view("consent_given")),
    std::pair(EventKind::kConsentRefused, std::string_view("consent_refused")),
    std::pair(EventKind::kConsentWithdrawn, std::string_view("consent_withdrawn")),
    std::pair(EventKind::kRelease, std::string_view("release")),
    std::pair(EventKind::kClientAdded, std::string_view("client_added")),
    std::pair(EventKind::kClientRemoved, std::string_view("client_removed")),
    std::pair(EventKind::kOfficerAdded, std::string_view("officer_added")),
    std::pair(EventKind::kOfficerRemoved, std::string_view("officer_removed")),
    std::pair(EventKind::kProposalMade, std::string_view("proposal_made")),
    std::pair(EventKind::kProposalApproved, std::string_view("proposal_approved")),
    std::pair(EventKind::kProposalRejected, std::string_view("proposal_rejected")),
    std::pair(EventKind::kAlarmRaised, std::string_view("alarm_raised")),
    std::pair(EventKind::kAlarmSettled, std::string_view("alarm_settled")),
    std::pair(EventKind::kLinkMade, std::string_view("link_made")),
    std::pair(EventKind::kLinkNotMade, std::string_view("link_not_made")),
    std::pair(EventKind::kLinkRead, std::string_view("link_read")),
    std::pair(EventKind::kLinkHidden, std::string_view("link_hidden")),
    std::pair(EventKind::kLinkReleased, std::string_view("link_released")),
    std::pair(EventKind::kLinkEnded, std::string_view("link_ended")),
    std::pair(EventKind::kLinkBatchEnded, std::string_view("link_batch_ended")),
    std::pair(EventKind::kLinkSuspension, std::string_view("link_suspension")),
    std::pair(EventKind::kCaseRead, std::string_view("case_read")),
    std::pair(EventKind::kCaseClosed, std::string_view("case_closed")),
};

constexpr std::array kActors{
    std::pair(ActorKind::kResident, std::string_view("resident")),
    std::pair(ActorKind::kService, std::string_view("service")),
    std::pair(ActorKind::kOfficer, std::string_view("officer")),
    std::pair(ActorKind::kSystem, std::string_view("system")),
};

}  // namespace

std::string_view to_text(EventKind kind) { return name_in(kKinds, kind); }
std::optional<EventKind> parse_event_kind(std::string_view text) { return value_in<EventKind>(kKinds, text); }
std::string_view to_text(ActorKind kind) { return name_in(kActors, kind); }
std::optional<ActorKind> parse_actor_kind(std::string_view text) { return value_in<ActorKind>(kActors, text); }

std::string canonical_text(const RecordedEvent& event, std::string_view person_id) {
  json::object row;
  row.reserve(9);
  row["v"] = 1;
  row["event"] = event.event_id;
  row["at"] = unix_micros(event.at);
  row["kind"] = to_text(event.kind);
  row["person"] = person_id;
  row["actor_kind"] = to_text(event.actor.kind);
  row["actor"] = event.actor.id;
  row["client"] = event.client_id;
  row["sealed_sha256"] = hex_encode(crypto::sha256(event.sealed));
  return to_json_text(row);
}

}  // namespace inkan::audit
