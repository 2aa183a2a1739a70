#include <iostream>

#include "app/commands/commands.h"
#include "base/corporate_number.h"
#include "base/json.h"
#include "base/personal_number.h"
#include "base/text.h"

namespace inkan::app {

namespace {

struct Verdict {
  bool valid = false;
  std::string kind = "unknown";
  std::string text{};
};

// judge says what a number is, or what is wrong with it; it never repeats it.
Verdict judge(std::string_view number) {
  if (number.starts_with('T')) {
    auto invoice = CorporateNumber::parse_invoice(number);
    if (invoice) return {true, "invoice", "a valid invoice registration number"};
    return {false, "invoice", std::move(invoice.error().public_text)};
  }
  if (number.size() == 13) {
    auto corporate = CorporateNumber::parse(number);
    if (corporate) return {true, "corporate", "a valid corporate number"};
    return {false, "corporate", std::move(corporate.error().public_text)};
  }
  auto personal = PersonalNumber::parse(number);
  if (personal) return {true, "personal", "a personal number with the right check digit"};
  if (number.size() == 12) return {false, "personal", std::move(personal.error().public_text)};
  return {false, "unknown", "A personal number has 12 digits, a corporate number 13, an invoice number T and 13."};
}

bool print_verdict(const Verdict& verdict, int64_t line, bool as_json) {
  if (as_json) {
    json::object row;
    row["line"] = line;
    row["valid"] = verdict.valid;
    row["kind"] = verdict.kind;
    row["text"] = verdict.text;
    std::cout << to_json_text(row) << "\n";
  } else {
    std::cout << "line " << line << ": " << (verdict.valid ? "valid: " : "wrong: ") << verdict.text << "\n";
  }
  return verdict.valid;
}

}  // namespace

void add_number(CLI::App& cli) {
  auto* number = cli.add_subcommand("number", "Personal and corporate numbers");
  number->require_subcommand(1);
  auto* check = number->add_subcommand(
      "check", "Say of each line of standard input whether it is a number, of which kind, or what is wrong");
  auto as_json = std::make_shared<bool>(false);
  auto given = std::make_shared<std::string>();
  check->add_flag("--json", *as_json, "one JSON object a line");
  check->add_option("NUMBER", *given,
                    "a corporate or invoice number, which are public. Personal numbers are read from standard input: "
                    "what stands on a command line, others can see");
  check->footer(
      "A right check digit says that the number was copied well. It does not say that somebody has it.\n"
      "Exit code 1 when a line is wrong.\n"
      "Examples:\n  inkan number check < numbers.txt\n  inkan number check T7123456789012");
  check->callback([as_json, given] {
    if (!given->empty() && *given != "-") {
      if (is_digits(*given) && given->size() == 12)
        stop_with({ErrorCode::kInvalidInput,
                   "Personal numbers do not belong on a command line: give them on standard input."});
      if (!print_verdict(judge(*given), 1, *as_json)) throw CLI::RuntimeError(1);
      return;
    }
    bool right = true;
    int64_t count = 0;
    for (std::string line; std::getline(std::cin, line);) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (line.empty()) continue;
      right = print_verdict(judge(line), ++count, *as_json) && right;
    }
    if (count == 0) stop_with({ErrorCode::kInvalidInput, "Nothing to check: one number a line on standard input."});
    if (!right) throw CLI::RuntimeError(1);
  });
}

}  // namespace inkan::app
