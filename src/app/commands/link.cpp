#include <iostream>

#include "app/commands/linking.h"
#include "base/run_task.h"

namespace inkan::app {

namespace {

namespace links = population::links;

void add_link_scheme(CLI::App& link) {
  auto* scheme = link.add_subcommand("scheme", "Declare a kind of record of an agency, so that it can be linked");
  auto choice = std::make_shared<ConfigChoice>();
  auto wanted = std::make_shared<links::Scheme>();
  auto sex_not_held = std::make_shared<bool>(false);
  choice->add_to(*scheme);
  scheme->add_option("ISSUER", wanted->issuer, "client_id of the agency")->required();
  scheme->add_option("TYPE", wanted->type, "kind of record, such as disability-handbook")->required();
  scheme->add_flag("--sex-not-held", *sex_not_held, "the law of this scheme does not collect sex");
  scheme->footer("Example:\n  inkan link scheme city-13101 disability-handbook");
  scheme->callback([choice, wanted, sex_not_held] {
    auto config = choice->load();
    if (!config) stop_with(config.error());
    auto core = open_core(*config);
    if (!core) stop_with(core.error());
    const Matching matching(**core);
    auto added = run_task(matching.links.add_scheme(*wanted, *sex_not_held, kShellOperator));
    if (!added && added.error().code == ErrorCode::kConflict)
      stop_with({.code = ErrorCode::kConflict, .public_text = "This kind of record is declared already."});
    if (!added) stop_with(added.error());
    std::cout << "Declared " << wanted->type << " of " << wanted->issuer << ".\n";
  });
}

void add_link_index(CLI::App& link) {
  auto* index = link.add_subcommand("index", "Write the matching index (match.index) anew from the register");
  auto choice = std::make_shared<ConfigChoice>();
  choice->add_to(*index);
  index->footer("`inkan serve` does this by itself when much has changed.\nExample:\n  inkan link index");
  index->callback([choice] {
    const Linking linking = open_linking(*choice);
    auto rebuilt = linking.matching->service.rebuild();
    if (!rebuilt) stop_with(rebuilt.error());
    std::cout << "Wrote " << linking.core->config.match_index << ": " << linking.matching->service.matcher().size()
              << " people.\n";
  });
}

}  // namespace

Linking open_linking(const ConfigChoice& choice) {
  auto config = choice.load();
  if (!config) stop_with(config.error());
  Linking linking;
  auto core = open_core(*config);
  if (!core) stop_with(core.error());
  linking.core = std::move(*core);
  linking.matching = std::make_unique<Matching>(*linking.core);
  if (auto filled = fill_matching(*linking.matching); !filled) stop_with(filled.error());
  return linking;
}

void add_link(CLI::App& cli) {
  auto* link = cli.add_subcommand("link", "Agencies' records and the people they belong to (docs/links.md)");
  link->require_subcommand(1);
  link->footer(
      "Examples:\n  inkan link scheme city-13101 disability-handbook\n"
      "  inkan link import handbooks.csv --issuer city-13101 --type disability-handbook --dry-run\n"
      "  inkan link sweep --report sweep.html\n  inkan link explain < record.json");
  add_link_scheme(*link);
  add_link_import(*link);
  add_link_sweep(*link);
  add_link_explain(*link);
  add_link_index(*link);
}

}  // namespace inkan::app
