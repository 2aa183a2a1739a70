#include <iomanip>
#include <iostream>
#include <iterator>

#include "app/commands/linking.h"
#include "base/run_task.h"
#include "population/links/explain.h"
#include "population/links/row.h"

namespace inkan::app {

namespace {

namespace links = population::links;

constexpr size_t kRecordMax = 16384;

// The record comes by standard input: arguments stand in the list of processes, and it may hold a number.
Result<links::Row> read_standard_input() {
  std::string text(std::istreambuf_iterator<char>(std::cin), {});
  if (text.size() > kRecordMax) return fail(ErrorCode::kInvalidInput, "A record has at most 16384 bytes.");
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  auto raw = links::raw_row_of_json(text);
  if (!raw) return pass_on(raw);
  // A record that is only looked at needs no id.
  for (size_t i = 0; i < links::kColumnCount; ++i)
    if (links::kColumns[i] == "record_id" && raw->values[i].empty()) raw->values[i] = "explain";
  return links::read_record(*raw, {"explain", "explain"});
}

json::object evidence_json(const population::match::Evidence& one) {
  json::object object{
      {"attribute", to_text(one.attribute)}, {"outcome", to_text(one.comparison.outcome)}, {"bits", one.bits}};
  if (!one.comparison.rule.empty()) object["rule"] = one.comparison.rule;
  return object;
}

json::object to_json(const links::Explained& explained) {
  json::array evidence;
  for (const auto& one : explained.evidence) evidence.push_back(evidence_json(one));
  json::object out{{"zone", to_text(explained.zone)},
                   {"wrong_chance", explained.wrong_chance},
                   {"prior_bits", explained.prior_bits},
                   {"evidence_bits", explained.evidence_bits()},
                   {"household_share", explained.household_share}};
  out["evidence"] = std::move(evidence);
  if (!explained.veto.empty()) out["veto"] = explained.veto;
  if (explained.settles) out["settles"] = to_text(*explained.settles);
  if (explained.agrees) {
    out["agrees"] = *explained.agrees;
    out["comes_nearest"] = *explained.comes_nearest;
    out["risk"] = explained.risk;
  }
  return out;
}

void print_bits(std::string_view what, std::string_view how, double bits) {
  std::cout << "  " << std::left << std::setw(18) << what << std::setw(46) << how << std::right << std::setw(8)
            << std::fixed << std::setprecision(1) << bits << "\n";
}

void print_explained(const links::Explained& explained) {
  std::cout << "Evidence about whoever comes nearest, in bits (10 bits: a thousand times likelier):\n";
  for (const auto& one : explained.evidence) {
    std::string how(to_text(one.comparison.outcome));
    if (!one.comparison.rule.empty()) how += " (" + std::string(one.comparison.rule) + ")";
    print_bits(to_text(one.attribute), how, one.bits);
  }
  print_bits("", "sum", explained.evidence_bits());
  print_bits("", "needed to tell one of so many people", explained.prior_bits);
  std::cout << std::scientific << std::setprecision(1) << "Chance to be somebody else: " << explained.wrong_chance
            << "; of that dwelling: " << explained.household_share << "\n";
  if (!explained.veto.empty()) std::cout << "Forbidden by the rule " << explained.veto << ".\n";
  if (explained.settles) std::cout << "It would be settled by " << to_text(*explained.settles) << ".\n";
  if (explained.agrees)
    std::cout << "The person it is said to be " << (*explained.agrees ? "agrees" : "does not agree") << " and "
              << (*explained.comes_nearest ? "comes nearest" : "does not come nearest") << "; risk " << explained.risk
              << ".\n";
  std::cout << "So it would be: " << to_text(explained.zone) << ".\n";
}

struct ExplainChoice {
  ConfigChoice config{};
  std::string link{};
  bool sex_not_held = false;
  bool as_json = false;
};

Result<links::Explained> explain(const Linking& linking, const ExplainChoice& choice) {
  const links::Links& all = linking.matching->links;
  if (!choice.link.empty()) return run_task(links::explain_link(all, links::LinkId(choice.link), kShellOperator));
  auto row = read_standard_input();
  if (!row) return pass_on(row);
  row->stated.sex_not_held = choice.sex_not_held;
  return run_task(links::explain_record(all, std::move(row->stated), std::move(row->number), kShellOperator));
}

}  // namespace

void add_link_explain(CLI::App& link) {
  auto* command = link.add_subcommand(
      "explain", "Print the evidence about a record, in bits by attribute; never whom the register holds");
  auto choice = std::make_shared<ExplainChoice>();
  choice->config.add_to(*command);
  command->add_option("LINK_ID", choice->link,
                      "a stored link; without, one record is read from standard input as JSON");
  command->add_flag("--sex-not-held", choice->sex_not_held, "the record's scheme does not collect sex");
  command->add_flag("--json", choice->as_json, "as JSON");
  command->footer(
      "The record has the members of docs/links.md; `number` also says how its owner compares. The look is "
      "journalled.\n"
      "Examples:\n  inkan link explain < record.json\n  inkan link explain LINK_ID --json");
  command->callback([choice] {
    const Linking linking = open_linking(choice->config);
    auto explained = explain(linking, *choice);
    if (!explained) stop_with(explained.error());
    if (choice->as_json) {
      std::cout << to_json_text(to_json(*explained)) << "\n";
    } else {
      print_explained(*explained);
    }
  });
}

}  // namespace inkan::app
