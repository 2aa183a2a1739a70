#include "officers/officer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/name_table.h"

namespace inkan::officers {

namespace {

constexpr std::array kRoles{std::pair(Role::kRegistrar, std::string_view("registrar")),
                            std::pair(Role::kReviewer, std::string_view("reviewer")),
                            std::pair(Role::kAuditor, std::string_view("auditor")),
                            std::pair(Role::kSupervisor, std::string_view("supervisor"))};
constexpr std::array kStatuses{std::pair(OfficerStatus::kInvited, std::string_view("invited")),
                               std::pair(OfficerStatus::kActive, std::string_view("active")),
                               std::pair(OfficerStatus::kRemoved, std::string_view("removed"))};

constexpr size_t kCodeMin = 2;
constexpr size_t kCodeMax = 16;

bool is_area_character(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; }

}  // namespace

std::string_view to_text(Role role) { return name_in(kRoles, role); }
std::optional<Role> parse_role(std::string_view text) { return value_in<Role>(kRoles, text); }
std::string_view to_text(OfficerStatus status) { return name_in(kStatuses, status); }
std::optional<OfficerStatus> parse_officer_status(std::string_view text) {
  return value_in<OfficerStatus>(kStatuses, text);
}

// A reviewer may also serve and propose, but never decide on what they proposed themselves: that rule is in the batch
// of the decision and in the table. An auditor opens nobody's record.
bool may(Role role, Right right) {
  switch (right) {
    case Right::kServe:
    case Right::kPropose:
      return role == Role::kRegistrar || role == Role::kReviewer || role == Role::kSupervisor;
    case Right::kWorkCases:
    case Right::kDecide:
      return role == Role::kReviewer || role == Role::kSupervisor;
    case Right::kSeeAlarms:
      return role == Role::kAuditor || role == Role::kSupervisor;
    case Right::kSettleAlarms:
    case Right::kUnmaskAddress:
      return role == Role::kSupervisor;
  }
  return false;
}

Result<Jurisdiction> Jurisdiction::parse(std::string_view text) {
  if (text == "all") return Jurisdiction::all();
  const bool good = text.size() >= kCodeMin && text.size() <= kCodeMax && std::ranges::all_of(text, is_area_character);
  if (!good)
    return fail(
        ErrorCode::kInvalidInput,
        "A jurisdiction is \"all\" or the code of an area: 2 to 16 of A-Z, 0-9 and '-', such as SG-46 or 13101.");
  return Jurisdiction(std::string(text));
}

Result<Done> need_right(const OnDuty& duty, Right right) {
  if (duty.may(right)) return Done{};
  return fail(ErrorCode::kForbidden, "Your role does not include this.");
}

}  // namespace inkan::officers
