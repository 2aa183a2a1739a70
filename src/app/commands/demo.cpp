#include <iostream>

#include "app/commands/commands.h"
#include "app/demo.h"
#include "app/nation/loader.h"
#include "app/nation/records.h"
#include "app/serve.h"

namespace inkan::app {

namespace {

void run_demo(DemoOptions options, bool prepare_only) {
  options.data = std::filesystem::absolute(options.data).lexically_normal();
  auto config = write_demo_files(options);
  if (!config) stop_with(config.error());
  auto core = open_core(*config);
  if (!core) stop_with(core.error());
  if (auto loaded = load_demo_nation(**core, options); !loaded) stop_with(loaded.error());
  auto residents = seed_demo_accounts(**core, options);
  if (!residents) stop_with(residents.error());
  if (auto added = register_demo_library(**core, options); !added) stop_with(added.error());
  if (prepare_only) return;
  auto served = serve(**core, [&] {
    std::cout << demo_greeting(*residents, options) << "Ready: https://localhost:" << options.port << "/" << std::endl;
  });
  if (!served) stop_with(served.error());
  std::cout << "Stopped. Everything is kept in " << options.data.string() << ".\n";
}

}  // namespace

void add_demo(CLI::App& cli) {
  auto* command = cli.add_subcommand("demo", "Make a simulated nation and serve it (./run demo does the rest)");
  auto options = std::make_shared<DemoOptions>();
  auto prepare_only = std::make_shared<bool>(false);
  command->add_option("--port", options->port, "public port; the next two are for client certificates and the operator")
      ->capture_default_str()
      ->check(CLI::Range(1, 65533));
  command->add_option("--data", options->data, "directory for everything")->capture_default_str();
  command->add_option("--people", options->people, "how many residents")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{10}, int64_t{200'000'000}));
  command->add_option("--seed", options->seed, "which nation")->capture_default_str();
  command->add_option("--store", options->store, "sqlite or postgres")
      ->capture_default_str()
      ->check(CLI::IsMember({"sqlite", "postgres"}));
  command->add_option("--connection", options->connection, "PostgreSQL connection string");
  command->add_option("--library-port", options->library_port, "port of the demo service")->capture_default_str();
  command->add_flag("--prepare-only", *prepare_only, "make everything, do not serve");
  command->callback([options, prepare_only] { run_demo(*options, *prepare_only); });
}

void add_nation(CLI::App& cli) {
  auto* nation = cli.add_subcommand("nation", "The simulated nation");
  nation->require_subcommand(1);
  auto* load =
      nation->add_subcommand("load", "Register residents, as an officer's counter would; continues where it stopped");
  auto choice = std::make_shared<ConfigChoice>();
  auto options = std::make_shared<DemoOptions>();
  choice->add_to(*load);
  load->add_option("--people", options->people, "how many residents in all")->required();
  load->add_option("--seed", options->seed, "which nation")->capture_default_str();
  auto* records = nation->add_subcommand("records", "Print what an agency would hold of them, for `inkan link import`");
  auto wanted = std::make_shared<DemoOptions>();
  records->add_option("--people", wanted->people, "of how many residents")->required();
  records->add_option("--seed", wanted->seed, "which nation")->capture_default_str();
  records->footer("Example:\n  inkan nation records --people 1000 --seed 1 > records.jsonl");
  records->callback([wanted] {
    nation::print_records(wanted->seed, wanted->people, [](const std::string& line) { std::cout << line << '\n'; });
  });
  load->footer("Example:\n  inkan nation load --people 1000000 --seed 1");
  load->callback([choice, options] {
    auto config = choice->load();
    if (!config) stop_with(config.error());
    auto core = open_core(*config);
    if (!core) stop_with(core.error());
    if (auto loaded = load_demo_nation(**core, *options); !loaded) stop_with(loaded.error());
  });
}

}  // namespace inkan::app
