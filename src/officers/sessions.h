#pragma once

#include <optional>
#include <string>

#include "officers/deps.h"

namespace inkan::officers {

inline constexpr std::string_view kSessionCookie = "officer";  // http adds __Host-

// find_duty gives the officer behind a cookie; nullopt when there is no living session or the officer is not active.
// Idle and absolute limits are decided on read; the officer's status is part of the same read, so that somebody who was
// removed is nobody from the next request on.
Task<std::optional<OnDuty>> find_duty(const Deps& deps, std::optional<std::string> cookie);

// start_session adds a session to the batch, ends the one whose cookie this browser had, and gives the new cookie.
std::string start_session(const Deps& deps, store::Batch& batch, const OfficerId& officer,
                          const std::optional<std::string>& replaced_cookie);

// end_session ends the session of this cookie; nothing happens when there is none.
Task<Done> end_session(const Deps& deps, OnDuty duty);

}  // namespace inkan::officers
