#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "base/strong_id.h"

namespace inkan::officers {

using OfficerId = StrongId<struct OfficerTag>;  // UUID; stands in the journal as actor of kind officer

enum class Role { kRegistrar, kReviewer, kAuditor, kSupervisor };
std::string_view to_text(Role role);
std::optional<Role> parse_role(std::string_view text);

// Right is what a role may do. The table of who may what is in officer.cpp, and nowhere else.
enum class Right {
  kServe,          // take a presence code, look at the person and compare
  kWorkCases,      // look at cases of the own jurisdiction
  kPropose,        // enter a change
  kDecide,         // approve or reject what somebody else proposed
  kSeeAlarms,      // alarms and the reads behind them
  kSettleAlarms,   // say that an alarm was looked into
  kUnmaskAddress,  // see a protected address, with a reason (REQ-MATCH-7)
};
bool may(Role role, Right right);

// Jurisdiction is the area an officer serves: a code such as "SG-46" or "13101", or "all".
class Jurisdiction {
 public:
  // parse accepts "all" or 2 to 16 characters of A-Z, 0-9 and '-'.
  static Result<Jurisdiction> parse(std::string_view text);
  static Jurisdiction all() { return Jurisdiction("all"); }
  // covers tells whether what belongs to `area` is theirs.
  bool covers(std::string_view area) const { return text_ == "all" || text_ == area; }
  const std::string& text() const { return text_; }
  friend bool operator==(const Jurisdiction&, const Jurisdiction&) = default;

 private:
  explicit Jurisdiction(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

enum class OfficerStatus { kInvited, kActive, kRemoved };
std::string_view to_text(OfficerStatus status);
std::optional<OfficerStatus> parse_officer_status(std::string_view text);

struct Officer {
  OfficerId id{};
  Role role = Role::kRegistrar;
  Jurisdiction jurisdiction = Jurisdiction::all();
  OfficerStatus status = OfficerStatus::kInvited;
  std::string name{};  // as added; sealed at rest
  Time added_at{};
};

// OnDuty is the proof that a living session of an active officer exists. Made only by Sessions; good for one request:
// whatever is done with it checks the officer again in its own batch.
struct OnDuty {
  Officer officer{};
  std::string session_hash{};
  bool may(Right right) const { return officers::may(officer.role, right); }
};

// need_right is kForbidden when the officer's role does not have it.
Result<Done> need_right(const OnDuty& duty, Right right);

}  // namespace inkan::officers
