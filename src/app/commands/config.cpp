#include <iostream>

#include "app/commands/commands.h"
#include "app/core.h"
#include "app/site.h"

namespace inkan::app {

namespace {

// print_routes lists what a server with this configuration answers, one "METHOD path" a line.
void print_routes(const ConfigChoice& choice) {
  auto config = choice.load();
  if (!config) stop_with(config.error());
  auto core = open_core(*config);
  if (!core) stop_with(core.error());
  auto site = make_site(**core);
  if (!site) stop_with(site.error());
  for (const auto& [method, pattern] : (*site)->router.list())
    std::cout << http::method_name(method) << " " << pattern << "\n";
  for (const auto& [method, pattern] : (*site)->admin_router.list())
    std::cout << http::method_name(method) << " " << pattern << " (operators' port)\n";
}

}  // namespace

void add_config(CLI::App& cli) {
  auto* config = cli.add_subcommand("config", "Check or print the configuration");
  config->require_subcommand(1);
  config->footer("Examples:\n  inkan config check inkan.toml\n  inkan config print --defaults > inkan.toml");

  auto* check = config->add_subcommand("check", "Say whether a configuration file is right");
  auto file = std::make_shared<std::string>();
  check->add_option("FILE", *file, "configuration file")->required();
  check->callback([file] {
    auto loaded = load_config_file(*file);
    if (!loaded) stop_with(loaded.error());
    std::cout << *file << " is right.\n";
  });

  auto* print = config->add_subcommand("print", "Print the configuration in force, with meanings");
  auto choice = std::make_shared<ConfigChoice>();
  auto defaults = std::make_shared<bool>(false);
  choice->add_to(*print);
  print->add_option("FILE", choice->path, "configuration file");
  print->add_flag("--defaults", *defaults, "print the defaults instead");
  print->callback([choice, defaults] {
    auto loaded =
        *defaults ? load_config("[server]\ncertificate = \"server.pem\"\nprivate_key = \"server.key\"\n", "defaults")
                  : choice->load();
    if (!loaded) stop_with(loaded.error());
    std::cout << print_config(*loaded);
  });

  auto* routes = config->add_subcommand("routes", "List every address that a server of this configuration answers");
  auto where = std::make_shared<ConfigChoice>();
  where->add_to(*routes);
  routes->footer("Example:\n  inkan config routes --config inkan.toml");
  routes->callback([where] { print_routes(*where); });

  config->add_subcommand("reference", "Print docs/config.md")->callback([] { std::cout << config_reference(); });
}

}  // namespace inkan::app
