#pragma once

#include <memory>
#include <string>

#include "app/commands/commands.h"
#include "app/core.h"
#include "audit/journal.h"
#include "population/register.h"

// What the commands of people share. Only for this folder.
namespace inkan::app {

void add_people_show(CLI::App& people);

// Each of these ends the command with the reason when it cannot.
std::unique_ptr<Core> open_people_core(const ConfigChoice& choice);
population::Register::Deps register_deps(Core& core);
// officer_or_stop gives the officer who answers for what the command does: an active one, with the right role.
audit::Actor officer_or_stop(Core& core, const std::string& id);

}  // namespace inkan::app
