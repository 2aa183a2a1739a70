#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "app/commands/commands.h"

namespace inkan::app {

void ConfigChoice::add_to(CLI::App& command) {
  command.add_option("--config", path, "configuration file (else $INKAN_CONFIG, ./inkan.toml, ./data/inkan.toml)");
}

Result<Config> ConfigChoice::load() const {
  if (!path.empty()) return load_config_file(path);
  if (const char* from_environment = std::getenv("INKAN_CONFIG")) return load_config_file(from_environment);
  for (const char* usual : {"inkan.toml", "data/inkan.toml"})
    if (std::filesystem::exists(usual)) return load_config_file(usual);
  return fail(
      ErrorCode::kNotFound,
      "No configuration: give --config FILE, or run in a directory with inkan.toml. `inkan config print --defaults` "
      "shows one to start from.");
}

void stop_with(const Error& error) {
  std::cerr << "inkan: " << error.public_text << "\n";
  if (!error.private_detail.empty()) std::cerr << "       (" << error.private_detail << ")\n";
  throw CLI::RuntimeError(1);
}

}  // namespace inkan::app
