#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "audit/journal.h"

namespace inkan::audit {

std::string_view to_text(ActorKind kind);
std::optional<ActorKind> parse_actor_kind(std::string_view text);

// canonical_text is the bytes of an event that its leaf hash stands for: one JSON object, members in a fixed order,
// `sealed` by its SHA-256. A resident who has the row can make it again and follow the proof.
std::string canonical_text(const RecordedEvent& event, std::string_view person_id);

}  // namespace inkan::audit
