#include <CLI/CLI.hpp>

#include "app/commands/commands.h"

// main: one program, one word a command. `inkan --help` and `inkan COMMAND --help` say the rest.
int main(int argc, char** argv) {
  CLI::App cli{"Inkan: a nation's digital identity in one program", "inkan"};
  cli.set_version_flag("--version", "inkan 0.1.0");
  cli.require_subcommand(1);
  cli.footer(
      "Examples:\n"
      "  inkan serve --config inkan.toml\n"
      "  inkan client add library.json\n"
      "  inkan client check library.json");
  inkan::app::add_serve(cli);
  inkan::app::add_demo(cli);
  inkan::app::add_client(cli);
  inkan::app::add_nation(cli);
  inkan::app::add_number(cli);
  inkan::app::add_officer(cli);
  inkan::app::add_link(cli);
  inkan::app::add_fsck(cli);
  inkan::app::add_people(cli);
  inkan::app::add_config(cli);
  CLI11_PARSE(cli, argc, argv);
  return 0;
}
