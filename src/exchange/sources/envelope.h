#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "population/codes.h"

namespace inkan::exchange {

// Origin is the member `source` of an envelope (reference: singpass.md §2.8).
enum class Origin { kGovernment, kProvidedByUser, kNotApplicable, kVerifiedByAccount };

// enveloped adds source, classification and lastupdated (YYYY-MM-DD) to the members of a value.
json::object enveloped(json::object members, Origin origin, std::string_view last_updated);
json::object value_envelope(std::string_view value, Origin origin, std::string_view last_updated);
// code_envelope looks the text up; an empty or unknown code is unavailable.
json::object code_envelope(population::CodeTable table, std::string_view code, std::string_view last_updated);
json::object unavailable_envelope(std::string_view last_updated);

// value_leaf is {"value": text}, for the inner members of groups.
json::object value_leaf(std::string_view text);

// readable_text writes an envelope on one line for people; nullopt when it is unavailable.
std::optional<std::string> readable_text(const json::object& envelope);

}  // namespace inkan::exchange
