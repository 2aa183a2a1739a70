#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace inkan::catalogue {

// Finding is one line of `inkan client check`: what was looked at, what was found, and for anything but kOk what would
// be right.
enum class Severity { kOk, kWarning, kError };
struct Finding {
  Severity severity = Severity::kOk;
  std::string member{};
  std::string found{};
  std::string right{};  // empty for kOk
};

// explain_registration looks at the whole file and does not stop at the first mistake, unlike Client::parse; a file
// without kError findings is one that parse accepts. Fetches nothing; checks of jwks_uri itself are the caller's.
std::vector<Finding> explain_registration(const json::object& registration);

// to_text gives the line as the command prints it: "error   jwks.keys[0]  found …; right: …".
std::string to_text(const Finding& finding);

}  // namespace inkan::catalogue
