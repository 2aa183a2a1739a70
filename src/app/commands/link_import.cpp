#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "app/commands/linking.h"
#include "base/run_task.h"
#include "base/text.h"
#include "population/links/import.h"

namespace inkan::app {

namespace {

namespace links = population::links;

// ImportChoice is the command line of an import.
struct ImportChoice {
  ConfigChoice config{};
  links::ImportOptions options{};
  std::string format{};
  bool replace = false;
  bool as_json = false;
  std::string abort{};
};

std::string host_name() {
  char name[256] = {};
  return gethostname(name, sizeof(name) - 1) == 0 && name[0] != 0 ? name : "command";
}

links::Format format_of(const ImportChoice& choice) {
  if (choice.format == "jsonl") return links::Format::kJsonLines;
  if (choice.format == "csv") return links::Format::kCsv;
  return choice.options.path.ends_with(".jsonl") ? links::Format::kJsonLines : links::Format::kCsv;
}

void print_import_progress(const links::ImportProgress& progress) {
  const int64_t share = progress.bytes_total > 0 ? progress.bytes * 100 / progress.bytes_total : 100;
  std::fprintf(stderr, "\r  %lld rows, %lld %% of the file   ", static_cast<long long>(progress.rows),
               static_cast<long long>(share));
}

void print_report(const links::ImportReport& report, const ImportChoice& choice) {
  if (choice.as_json) {
    std::cout << to_json_text(report.to_json()) << "\n";
    return;
  }
  if (report.resumed) std::cout << "Went on with a load that was interrupted.\n";
  std::cout << report.rows << " rows: " << report.linked << " linked, " << report.quarantined << " before an officer, "
            << report.refused << " of nobody known, " << report.already << " linked before\n"
            << report.disagreeing << " disagree (" << report.bad_digest << " by their digest), "
            << report.not_comparable << " hold names that cannot be compared\n";
  for (const std::string& column : report.shifted_columns) std::cout << "Shifted column: " << column << "\n";
  if (!report.refusal.empty()) {
    std::cout << "REFUSED, nothing was linked: " << report.refusal << "\n";
  } else if (report.applied) {
    std::cout << "Applied as batch " << report.batch.text() << ".\n";
  } else {
    std::cout << "Dry run: nothing was stored.\n";
  }
}

void run_import(ImportChoice& choice) {
  Linking linking = open_linking(choice.config);
  if (!choice.abort.empty()) {
    auto aborted = run_task(links::abort_import(linking.matching->links, links::BatchId(choice.abort), "operator"));
    if (!aborted) stop_with(aborted.error());
    std::cout << "Aborted " << choice.abort << "; nothing of it is left.\n";
    return;
  }
  choice.options.format = format_of(choice);
  choice.options.mode = choice.replace ? links::ImportMode::kReplace : links::ImportMode::kAdd;
  const bool to_person = isatty(STDERR_FILENO) == 1;
  auto report = run_task(
      links::import_links(linking.matching->links, choice.options,
                          to_person ? print_import_progress : std::function<void(const links::ImportProgress&)>()));
  if (to_person) std::fprintf(stderr, "\n");
  if (!report) stop_with(report.error());
  print_report(*report, choice);
  if (!report->refusal.empty()) throw CLI::RuntimeError(1);
}

}  // namespace

void add_link_import(CLI::App& link) {
  auto* import =
      link.add_subcommand("import", "Link the records of a file: all of it or nothing; goes on if interrupted");
  auto choice = std::make_shared<ImportChoice>();
  links::ImportOptions& options = choice->options;
  options.origin.operator_id = kShellOperator.id;
  options.origin.terminal = host_name();
  choice->config.add_to(*import);
  auto* file = import->add_option("FILE", options.path, "CSV with a header line, or one JSON object a line");
  import->add_option("--issuer", options.scheme.issuer, "client_id of the agency");
  import->add_option("--type", options.scheme.type, "kind of record, declared by `inkan link scheme`");
  import->add_option("--format", choice->format, "csv or jsonl (else by the file's name)")
      ->check(CLI::IsMember({"csv", "jsonl"}));
  import->add_flag("--replace", choice->replace, "these records and no others: earlier loads end in the same step");
  import->add_flag("--dry-run", options.dry_run, "say what would be; store nothing");
  import->add_option("--operator", options.origin.operator_id, "who loads it, kept with every link")
      ->capture_default_str();
  import->add_option("--terminal", options.origin.terminal, "on which machine")->capture_default_str();
  import->add_option("--abort", choice->abort, "end an interrupted load instead and remove what it staged")
      ->excludes(file);
  import->add_flag("--json", choice->as_json, "the report as JSON");
  import->footer(
      "Exit code 1 when the file was refused.\nExamples:\n"
      "  inkan link import handbooks.csv --issuer city-13101 --type disability-handbook --dry-run\n"
      "  inkan link import all.jsonl --issuer city-13101 --type disability-handbook --replace --json\n"
      "  inkan link import --abort BATCH_ID");
  import->callback([choice] {
    if (choice->abort.empty() && choice->options.path.empty())
      stop_with({.code = ErrorCode::kInvalidInput, .public_text = "Name the FILE to import."});
    run_import(*choice);
  });
}

}  // namespace inkan::app
