#include <iostream>

#include "app/commands/commands.h"
#include "app/core.h"
#include "app/files.h"
#include "base/run_task.h"
#include "catalogue/check.h"

namespace inkan::app {

namespace {

const audit::Actor kOperator{.kind = audit::ActorKind::kOfficer, .id = "operator"};

std::unique_ptr<Core> open_or_stop(const ConfigChoice& choice) {
  auto config = choice.load();
  if (!config) stop_with(config.error());
  auto core = open_core(*config);
  if (!core) stop_with(core.error());
  return std::move(*core);
}

json::object registration_or_stop(const std::string& file) {
  auto text = read_file(file);
  if (!text) stop_with(text.error());
  auto registration = parse_json_object(*text, file);
  if (!registration) stop_with(registration.error());
  return std::move(*registration);
}

// print_findings says line by line what is right and wrong; true when nothing is wrong.
bool print_findings(const json::object& registration, bool as_json, bool only_problems) {
  bool right = true;
  json::array lines;
  for (const auto& finding : catalogue::explain_registration(registration)) {
    right = right && finding.severity != catalogue::Severity::kError;
    if (as_json) {
      const char* severity = finding.severity == catalogue::Severity::kOk        ? "ok"
                             : finding.severity == catalogue::Severity::kWarning ? "warning"
                                                                                 : "error";
      lines.push_back(
          {{"severity", severity}, {"member", finding.member}, {"found", finding.found}, {"right", finding.right}});
    } else if (!only_problems || finding.severity != catalogue::Severity::kOk) {
      std::cout << to_text(finding) << "\n";
    }
  }
  if (as_json) std::cout << to_json_text(lines) << "\n";
  return right;
}

void add_client_add(CLI::App& client) {
  auto* add = client.add_subcommand("add", "Register a service, or replace its registration");
  auto file = std::make_shared<std::string>();
  auto choice = std::make_shared<ConfigChoice>();
  auto dry_run = std::make_shared<bool>(false);
  add->add_option("FILE.json", *file, "registration (RFC 7591 members; docs/clients.md)")->required();
  add->add_flag("--dry-run", *dry_run, "only say whether it would be accepted");
  choice->add_to(*add);
  add->footer("Example:\n  inkan client add library.json --config inkan.toml");
  add->callback([file, choice, dry_run] {
    json::object registration = registration_or_stop(*file);
    if (!print_findings(registration, /*as_json=*/false, /*only_problems=*/true)) throw CLI::RuntimeError(1);
    if (*dry_run) {
      std::cout << *file << " would be accepted.\n";
      return;
    }
    auto core = open_or_stop(*choice);
    const std::string id(find_string(registration, "client_id").value_or(""));
    auto added = run_task(core->clients->add(std::move(registration), kOperator));
    if (!added) stop_with(added.error());
    std::cout << "Registered " << id << ". It may sign residents in now; nothing needs a restart.\n";
  });
}

void add_client_list(CLI::App& client) {
  auto* list = client.add_subcommand("list", "List the registered services");
  auto choice = std::make_shared<ConfigChoice>();
  auto as_json = std::make_shared<bool>(false);
  choice->add_to(*list);
  list->add_flag("--json", *as_json, "as a JSON array of registrations");
  list->callback([choice, as_json] {
    auto core = open_or_stop(*choice);
    auto clients = run_task(core->clients->list());
    if (!clients) stop_with(clients.error());
    if (*as_json) {
      json::array all(clients->begin(), clients->end());
      std::cout << to_json_text(all) << "\n";
      return;
    }
    for (const auto& one : *clients)
      std::cout << find_string(one, "client_id").value_or("?") << "  "
                << find_string(one, "inkan_kind").value_or("login") << "  "
                << find_string(one, "client_name").value_or("?") << "\n";
    if (clients->empty()) std::cout << "No service is registered yet; see `inkan client add --help`.\n";
  });
}

void add_client_show_and_remove(CLI::App& client) {
  auto* show = client.add_subcommand("show", "Print one registration as JSON");
  auto id = std::make_shared<std::string>();
  auto choice = std::make_shared<ConfigChoice>();
  show->add_option("CLIENT_ID", *id)->required();
  choice->add_to(*show);
  show->callback([id, choice] {
    auto core = open_or_stop(*choice);
    auto found = run_task(core->clients->show(catalogue::ClientId(*id)));
    if (!found) stop_with(found.error());
    if (!*found) stop_with({.code = ErrorCode::kNotFound, .public_text = "No service has the client_id " + *id + "."});
    std::cout << to_json_text(**found) << "\n";
  });

  auto* remove = client.add_subcommand("remove", "Stop a service: from the next second it gets nothing more");
  auto yes = std::make_shared<bool>(false);
  remove->add_option("CLIENT_ID", *id)->required();
  remove->add_flag("--yes", *yes, "do it; without, only say what would happen");
  choice->add_to(*remove);
  remove->callback([id, choice, yes] {
    auto core = open_or_stop(*choice);
    auto found = run_task(core->clients->show(catalogue::ClientId(*id)));
    if (!found) stop_with(found.error());
    if (!*found) stop_with({.code = ErrorCode::kNotFound, .public_text = "No service has the client_id " + *id + "."});
    if (!*yes) {
      std::cout << "Would remove " << *id << " (" << find_string(**found, "client_name").value_or("?")
                << "): its tokens stop working, residents can no longer sign in to it. Add --yes to do it.\n";
      return;
    }
    auto removed = run_task(core->clients->remove(catalogue::ClientId(*id), kOperator));
    if (!removed) stop_with(removed.error());
    std::cout << "Removed " << *id << ".\n";
  });
}

void add_client_check(CLI::App& client) {
  auto* check = client.add_subcommand("check", "Explain what is right and wrong in a registration; changes nothing");
  auto file = std::make_shared<std::string>();
  auto as_json = std::make_shared<bool>(false);
  check->add_option("FILE.json", *file)->required();
  check->add_flag("--json", *as_json, "findings as a JSON array");
  check->callback([file, as_json] {
    if (!print_findings(registration_or_stop(*file), *as_json, /*only_problems=*/false)) throw CLI::RuntimeError(1);
  });
}

}  // namespace

void add_client(CLI::App& cli) {
  auto* client = cli.add_subcommand("client", "Services that residents can sign in to");
  client->require_subcommand(1);
  client->footer(
      "Examples:\n  inkan client check library.json\n  inkan client add library.json\n  inkan client list --json");
  add_client_add(*client);
  add_client_list(*client);
  add_client_show_and_remove(*client);
  add_client_check(*client);
}

}  // namespace inkan::app
