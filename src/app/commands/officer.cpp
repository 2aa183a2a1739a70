#include <iostream>

#include "app/commands/commands.h"
#include "app/site.h"
#include "base/run_task.h"
#include "officers/access.h"
#include "officers/roster.h"

namespace inkan::app {

namespace {

// Office is what the commands of officers stand on: a core, and the officers' part of a site.
struct Office {
  std::unique_ptr<Core> core{};
  std::unique_ptr<Site> site{};
  const officers::Deps& deps() const { return *site->officers_deps; }
};

Office open_office(const ConfigChoice& choice) {
  auto config = choice.load();
  if (!config) stop_with(config.error());
  Office office;
  auto core = open_core(*config);
  if (!core) stop_with(core.error());
  office.core = std::move(*core);
  auto site = make_site(*office.core);
  if (!site) stop_with(site.error());
  office.site = std::move(*site);
  return office;
}

void print_invitation(const Office& office, const officers::Invitation& invitation) {
  const std::string code(invitation.code.reveal(Purpose::kShowOnceToOwner));
  std::cout << "Officer " << invitation.officer.text() << "\n"
            << "Give them this link; it works once, until " << iso_instant(invitation.expires_at) << ":\n  "
            << office.core->config.server_public_origin << "/console/enrol#code=" << code << "\n"
            << "It is not kept: `inkan officer invite` makes a new one.\n";
}

void add_officer_add(CLI::App& officer) {
  auto* add = officer.add_subcommand("add", "Add an officer and print the link with which they enrol a passkey");
  auto choice = std::make_shared<ConfigChoice>();
  auto name = std::make_shared<std::string>();
  auto role = std::make_shared<std::string>();
  auto area = std::make_shared<std::string>("all");
  choice->add_to(*add);
  add->add_option("NAME", *name, "as colleagues know them")->required();
  add->add_option("--role", *role, "registrar, reviewer, auditor or supervisor")
      ->required()
      ->check(CLI::IsMember({"registrar", "reviewer", "auditor", "supervisor"}));
  add->add_option("--jurisdiction", *area, "area code such as SG-46, or all")->capture_default_str();
  add->footer("Example:\n  inkan officer add \"Aoki Ren\" --role registrar --jurisdiction SG-46");
  add->callback([choice, name, role, area] {
    auto jurisdiction = officers::Jurisdiction::parse(*area);
    if (!jurisdiction) stop_with(jurisdiction.error());
    const Office office = open_office(*choice);
    officers::NewOfficer wanted{
        .name = *name, .role = *officers::parse_role(*role), .jurisdiction = std::move(*jurisdiction)};
    auto invitation = run_task(officers::add_officer(office.deps(), std::move(wanted)));
    if (!invitation) stop_with(invitation.error());
    print_invitation(office, *invitation);
  });
}

void add_officer_list(CLI::App& officer) {
  auto* list = officer.add_subcommand("list", "List the officers");
  auto choice = std::make_shared<ConfigChoice>();
  choice->add_to(*list);
  list->callback([choice] {
    const Office office = open_office(*choice);
    auto all = run_task(officers::list_officers(office.deps()));
    if (!all) stop_with(all.error());
    for (const officers::Officer& one : *all)
      std::cout << one.id.text() << "  " << to_text(one.status) << "  " << to_text(one.role) << "  "
                << one.jurisdiction.text() << "  " << one.name << "\n";
    if (all->empty()) std::cout << "There is no officer yet; see `inkan officer add --help`.\n";
  });
}

void add_officer_invite_and_remove(CLI::App& officer) {
  auto choice = std::make_shared<ConfigChoice>();
  auto id = std::make_shared<std::string>();
  auto* invite = officer.add_subcommand("invite", "Make a new link for an officer, for another passkey");
  invite->add_option("OFFICER_ID", *id)->required();
  choice->add_to(*invite);
  invite->callback([choice, id] {
    const Office office = open_office(*choice);
    auto invitation = run_task(officers::invite_again(office.deps(), officers::OfficerId(*id)));
    if (!invitation) stop_with(invitation.error());
    print_invitation(office, *invitation);
  });
  auto* remove = officer.add_subcommand("remove", "End an officer at once: sessions, passkeys, what is open to them");
  remove->add_option("OFFICER_ID", *id)->required();
  choice->add_to(*remove);
  remove->callback([choice, id] {
    const Office office = open_office(*choice);
    auto removed = run_task(officers::remove_officer(office.deps(), officers::OfficerId(*id)));
    if (!removed) stop_with(removed.error());
    std::cout << "Removed " << *id << ". Their next request finds no session.\n";
  });
}

// The number comes by standard input: arguments stand in the list of processes.
void add_officer_honey(CLI::App& officer) {
  auto* honey =
      officer.add_subcommand("honey", "Mark the record whose personal number stands on standard input as honey");
  auto choice = std::make_shared<ConfigChoice>();
  choice->add_to(*honey);
  honey->callback([choice] {
    std::string digits;
    std::getline(std::cin, digits);
    auto number = PersonalNumber::parse(digits);
    if (!number) stop_with(number.error());
    const Office office = open_office(*choice);
    auto person = run_task(office.core->people->find_by_number(std::move(*number)));
    if (!person) stop_with(person.error());
    if (!*person) stop_with({.code = ErrorCode::kNotFound, .public_text = "Nobody has this number."});
    auto added = run_task(officers::add_honey(office.deps(), std::move(**person)));
    if (!added) stop_with(added.error());
    std::cout << "Marked. A look at this record raises an alarm at once; nothing else tells that it is marked.\n";
  });
}

}  // namespace

void add_officer(CLI::App& cli) {
  auto* officer = cli.add_subcommand("officer", "Officers of the register (/console)");
  officer->require_subcommand(1);
  add_officer_add(*officer);
  add_officer_list(*officer);
  add_officer_invite_and_remove(*officer);
  add_officer_honey(*officer);
}

}  // namespace inkan::app
