#include <algorithm>
#include <charconv>
#include <chrono>
#include <iostream>
#include <optional>

#include "app/commands/people.h"
#include "app/site.h"
#include "base/run_task.h"
#include "officers/access.h"
#include "population/history.h"

namespace inkan::app {

namespace {

using population::PersonFacts;

struct ShowChoice {
  ConfigChoice config{};
  std::string officer{};
  std::string reason{};
  std::string id{};
  std::string known_on{};
  std::string valid_on{};
  bool with_history = false;
  bool as_json = false;
};

// end_of_day is the last moment of a day, UTC.
std::optional<Time> end_of_day(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  auto parsed = PartialDate::parse(text);
  if (!parsed || !parsed->complete()) return std::nullopt;
  std::from_chars(text.data(), text.data() + 4, year);
  std::from_chars(text.data() + 5, text.data() + 7, month);
  std::from_chars(text.data() + 8, text.data() + 10, day);
  const std::chrono::sys_days midnight{std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)};
  return Time(midnight + std::chrono::days(1)) - Duration(1);
}

population::AsOf when_of(const ShowChoice& choice) {
  population::AsOf when;
  const auto wrong = [](const char* option) {
    stop_with({ErrorCode::kInvalidInput, std::string(option) + " takes a day, YYYY-MM-DD."});
  };
  if (!choice.known_on.empty()) {
    when.known_at = end_of_day(choice.known_on);
    if (!when.known_at) wrong("--as-known-on");
  }
  if (!choice.valid_on.empty()) {
    if (!end_of_day(choice.valid_on)) wrong("--valid-on");
    when.valid_on = choice.valid_on;
  }
  return when;
}

// The number comes by standard input: arguments stand in the list of processes.
population::PersonId person_or_stop(Core& core, const ShowChoice& choice) {
  if (!choice.id.empty()) return population::PersonId(choice.id);
  std::string digits;
  std::getline(std::cin, digits);
  if (digits.ends_with('\r')) digits.pop_back();
  auto number = PersonalNumber::parse(digits);
  if (!number) stop_with(number.error());
  auto person = run_task(core.people->find_by_number(std::move(*number)));
  if (!person) stop_with(person.error());
  if (!*person) stop_with({ErrorCode::kNotFound, "Nobody has this number."});
  return std::move(**person);
}

bool any_protected(const PersonFacts& facts) {
  return facts.address_protected ||
         std::ranges::any_of(facts.earlier_addresses, [](const auto& past) { return past.is_protected; });
}

// REQ-MATCH-7: whose address is protected now is shown without any, on whichever day is asked for.
json::object shown_facts(const PersonFacts& facts, bool hide_addresses) {
  json::object shown = facts.to_json();
  if (!hide_addresses) return shown;
  for (const char* name : {"address", "address_from", "earlier_addresses"}) shown.erase(name);
  shown["address_protected"] = true;
  return shown;
}

json::object shown_entry(const population::TimelineEntry& one) {
  json::object row;
  row["entry"] = one.row.entry;
  row["event"] = to_text(one.row.kind);
  row["valid_from"] = one.row.valid_from;
  row["recorded_at"] = iso_instant(one.row.recorded_at);
  row["officer"] = one.row.officer.id;
  if (!one.row.second_officer.empty()) row["second_officer"] = one.row.second_officer;
  if (!one.row.source_document_sha256.empty()) row["source_document_sha256"] = one.row.source_document_sha256;
  if (one.row.undoes) row["takes_back"] = *one.row.undoes;
  if (one.is_undone) row["taken_back"] = true;
  return row;
}

void print_plain(const json::object& shown) {
  const auto text = [](const json::value& value) {
    return value.is_string() ? std::string(value.get_string()) : to_json_text(value);
  };
  for (const auto& [name, value] : shown) {
    if (name == "facts")
      for (const auto& [fact, content] : value.get_object()) std::cout << "  " << fact << ": " << text(content) << "\n";
    else if (name == "history")
      for (const auto& entry : value.get_array()) std::cout << "  " << to_json_text(entry) << "\n";
    else
      std::cout << name << ": " << text(value) << "\n";
  }
}

void run_show(const ShowChoice& choice) {
  const population::AsOf when = when_of(choice);
  auto core = open_people_core(choice.config);
  auto site = make_site(*core);
  if (!site) stop_with(site.error());
  (void)officer_or_stop(*core, choice.officer);  // before anything is looked up
  officers::CommandLook look{
      .person = person_or_stop(*core, choice), .command = "inkan people show", .reason = choice.reason};
  const officers::OfficerId officer(choice.officer);
  auto opened = run_task(officers::open_person_by_command(*(*site)->officers_deps, officer, std::move(look)));
  if (!opened) stop_with(opened.error());
  const audit::AccessTicket& ticket = *opened->ticket;
  auto history = run_task(population::History(register_deps(*core)).load(opened->person.id()));
  if (!history) stop_with(history.error());
  if (!*history) stop_with({ErrorCode::kNotFound, "There is no such person in the register."});
  const population::SealedPerson& sealed = (*history)->person();
  auto today = sealed.open(ticket);
  if (!today) stop_with(today.error());
  auto then = (*history)->open_as_of(when, ticket);
  if (!then) stop_with(then.error());
  if (!*then) stop_with({ErrorCode::kNotFound, "The record does not reach back so far."});

  json::object shown;
  shown["id"] = sealed.id().text();
  shown["number"] = today->number.masked();
  if (when.known_at) shown["as_known_on"] = choice.known_on;
  if (when.valid_on) shown["valid_on"] = choice.valid_on;
  shown["status"] = to_text((*then)->status);
  shown["entries"] = (*then)->entries;
  shown["facts"] = shown_facts((*then)->facts, any_protected(today->facts) || any_protected((*then)->facts));
  if (choice.with_history) {
    auto timeline = (*history)->open_timeline(ticket);
    if (!timeline) stop_with(timeline.error());
    json::array entries;
    for (const auto& one : *timeline) entries.emplace_back(shown_entry(one));
    shown["history"] = std::move(entries);
  }
  if (choice.as_json)
    std::cout << to_json_text(shown) << "\n";
  else
    print_plain(shown);
}

}  // namespace

void add_people_show(CLI::App& people) {
  auto* command = people.add_subcommand("show", "Print one person: now, or as known on one day about another");
  auto choice = std::make_shared<ShowChoice>();
  choice->config.add_to(*command);
  command->add_option("--officer", choice->officer, "id of the officer who looks")->required();
  command->add_option("--reason", choice->reason, "why; the resident can read it in their access record")->required();
  command->add_option("--id", choice->id, "id of the person; without, the number is read from standard input");
  command->add_option("--as-known-on", choice->known_on, "what the register knew at the end of this day (UTC)");
  command->add_option("--valid-on", choice->valid_on, "about this day");
  command->add_flag("--history", choice->with_history, "what happened to the record, and who recorded it");
  command->add_flag("--json", choice->as_json, "as one JSON object");
  command->footer(
      "The number is masked, protected addresses are left out, and the look is recorded before anything is shown.\n"
      "It counts against the officer's limits as one at the console does.\n"
      "Examples:\n"
      "  inkan people show --officer OFFICER_ID --reason \"counter 4\" < number.txt\n"
      "  inkan people show --officer OFFICER_ID --reason \"counter 4\" --id PERSON_ID --history\n"
      "  inkan people show --officer OFFICER_ID --reason audit --id PERSON_ID --as-known-on 2026-11-01 --valid-on "
      "2026-10-15");
  command->callback([choice] { run_show(*choice); });
}

}  // namespace inkan::app
