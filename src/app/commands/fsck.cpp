#include <iostream>

#include "app/commands/linking.h"
#include "base/run_task.h"
#include "population/links/fsck.h"

namespace inkan::app {

namespace {

namespace links = population::links;

void print_flaw(const links::Flaw& flaw) {
  std::cout << (flaw.unfinished ? "unfinished  " : "WRONG       ") << flaw.rule << ": " << flaw.count << ". "
            << flaw.meaning << "\n";
  for (const std::string& id : flaw.examples) std::cout << "              " << id << "\n";
}

}  // namespace

void add_fsck(CLI::App& cli) {
  auto* fsck = cli.add_subcommand("fsck", "Compare the matching index with the register, and links with their rules");
  auto choice = std::make_shared<ConfigChoice>();
  auto as_json = std::make_shared<bool>(false);
  choice->add_to(*fsck);
  fsck->add_flag("--json", *as_json, "the report as JSON");
  fsck->footer(
      "Exit code 0: everything holds; 1: something is wrong. Work that was interrupted and goes on by itself is named\n"
      "and is not wrong. Run it while nobody writes.\nExamples:\n  inkan fsck\n  inkan fsck --json --config "
      "inkan.toml");
  fsck->callback([choice, as_json] {
    const Linking linking = open_linking(*choice);
    auto report = run_task(links::check_store(linking.matching->links, linking.matching->scan));
    if (!report) stop_with(report.error());
    if (*as_json) {
      std::cout << to_json_text(report->to_json()) << "\n";
    } else {
      for (const links::Flaw& flaw : report->flaws) print_flaw(flaw);
      std::cout << report->people << " people in the index, " << report->links << " links, " << report->rules
                << " rules: " << (report->clean() ? "everything holds." : "something is WRONG.") << "\n";
    }
    if (!report->clean()) throw CLI::RuntimeError(1);
  });
}

}  // namespace inkan::app
