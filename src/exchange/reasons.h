#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "catalogue/client.h"

namespace inkan::exchange {

// reasons_note writes what a resident should find in their record about a set of scopes:
// {"scopes": […], "purpose": {scope: {language: text}}, "legal_basis": {…}}, as the entitlements say now.
json::object reasons_note(const catalogue::Client& client, const std::vector<std::string>& scopes);

}  // namespace inkan::exchange
