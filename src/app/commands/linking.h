#pragma once

#include <memory>

#include "app/commands/commands.h"
#include "app/core.h"
#include "app/matching.h"

namespace inkan::app {

// Linking is what the commands about links stand on: a core, and a matcher that knows everybody.
struct Linking {
  std::unique_ptr<Core> core{};
  std::unique_ptr<Matching> matching{};
};
// open_linking opens and fills it, or ends the command.
Linking open_linking(const ConfigChoice& choice);

// Whoever has a shell on the machine acts as this officer.
inline const audit::Actor kShellOperator{.kind = audit::ActorKind::kOfficer, .id = "operator"};

// The sub-commands of `inkan link`, a file each.
void add_link_import(CLI::App& link);
void add_link_sweep(CLI::App& link);
void add_link_explain(CLI::App& link);

}  // namespace inkan::app
