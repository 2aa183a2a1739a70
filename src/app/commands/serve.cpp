#include <iostream>

#include "app/commands/commands.h"
#include "app/serve.h"

namespace inkan::app {

void add_serve(CLI::App& cli) {
  auto* command = cli.add_subcommand("serve", "Run the server until a stop signal");
  auto choice = std::make_shared<ConfigChoice>();
  choice->add_to(*command);
  command->footer("Example:\n  inkan serve --config /etc/inkan/inkan.toml");
  command->callback([choice] {
    auto config = choice->load();
    if (!config) stop_with(config.error());
    auto core = open_core(*config);
    if (!core) stop_with(core.error());
    auto served = serve(**core, [&core] {
      (*core)->log.info("server.ready",
                        {{"port", (*core)->config.server_port}, {"engine", (*core)->config.store_engine}});
    });
    if (!served) stop_with(served.error());
  });
}

}  // namespace inkan::app
