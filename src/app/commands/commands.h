#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "app/config.h"
#include "base/result.h"

namespace inkan::app {

// Each add_… function hangs one command and its sub-commands into the command line; the callbacks end the process's
// work with an exit code thrown as CLI::RuntimeError when it is not 0.
void add_serve(CLI::App& cli);
void add_demo(CLI::App& cli);
void add_config(CLI::App& cli);
void add_client(CLI::App& cli);
void add_nation(CLI::App& cli);
void add_number(CLI::App& cli);
void add_officer(CLI::App& cli);
void add_link(CLI::App& cli);
void add_fsck(CLI::App& cli);
void add_people(CLI::App& cli);

// ConfigChoice is the --config option that most commands share: the option, then $INKAN_CONFIG, then ./inkan.toml, then
// ./data/inkan.toml (where the demo keeps its own).
struct ConfigChoice {
  std::string path{};
  void add_to(CLI::App& command);
  Result<Config> load() const;
};

// stop_with prints the error for a person and ends the command with exit code 1.
[[noreturn]] void stop_with(const Error& error);

}  // namespace inkan::app
