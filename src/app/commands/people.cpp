#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include <sys/stat.h>
#include <unistd.h>

#include "app/commands/commands.h"
#include "app/commands/people.h"
#include "base/encoding.h"
#include "base/run_task.h"
#include "crypto/hash.h"
#include "officers/officer_store.h"
#include "officers/roster.h"
#include "population/people_export.h"
#include "population/people_import.h"

namespace inkan::app {

namespace {

constexpr size_t kDocumentMax = 256 * 1024 * 1024;

struct ImportChoice {
  ConfigChoice config{};
  std::string file{};
  std::string officer{};
  std::string document{};
  std::string document_sha256{};
  bool dry_run = false;
  bool as_json = false;
};

std::string hash_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) stop_with({ErrorCode::kNotFound, "Cannot read the source document " + path + "."});
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  if (bytes.empty() || bytes.size() > kDocumentMax)
    stop_with({ErrorCode::kInvalidInput, "A source document has 1 byte to 256 MiB; give the SHA-256 of a larger one."});
  return hex_encode(crypto::sha256(bytes));
}

void print_progress(const population::PeopleImportProgress& at) {
  const int64_t percent = at.bytes_total > 0 ? at.bytes * 100 / at.bytes_total : 100;
  std::cerr << "\r" << at.lines << " lines, " << percent << " %" << std::flush;
}

json::object json_of(const population::NotRegistered& line) {
  json::object row;
  row["line"] = line.line;
  row["outcome"] = line.held ? "held" : "rejected";
  row[line.held ? "collisions" : "reason"] = line.text;
  if (!line.case_id.empty()) row["case"] = line.case_id;
  return row;
}

void print_line(const population::NotRegistered& line) {
  std::cout << "line " << line.line << ": " << (line.held ? "held: " : "rejected: ") << line.text;
  if (!line.case_id.empty()) std::cout << " (case " << line.case_id << ")";
  std::cout << "\n";
}

void print_summary(const population::PeopleImportReport& report, bool dry_run) {
  if (report.was_finished) std::cout << "This file was imported before; nothing was added. What it came to then:\n";
  if (report.resumed_after > 0 && !report.was_finished)
    std::cout << "Went on after line " << report.resumed_after << ", where an earlier run stopped.\n";
  std::cout << report.lines << " lines: " << report.registered << (dry_run ? " would be" : "") << " registered, "
            << report.held << " held for a second officer, " << report.rejected << " rejected.\n";
  if (dry_run) std::cout << "Nothing was stored.\n";
}

void run_import(const ImportChoice& choice) {
  auto core = open_people_core(choice.config);
  const std::string hash = choice.document.empty() ? choice.document_sha256 : hash_of_file(choice.document);
  const auto store = register_deps(*core);
  const population::Enrolment enrolment({.store = store, .people = *core->people});
  const population::PeopleImport files({.store = store, .enrolment = enrolment});
  population::PeopleImportOptions options;
  options.path = choice.file;
  options.officer = officer_or_stop(*core, choice.officer);
  options.source_document_sha256 = hash;
  options.dry_run = choice.dry_run;
  const bool on_terminal = isatty(STDERR_FILENO) == 1;
  auto progress = [on_terminal](const population::PeopleImportProgress& at) {
    if (on_terminal) print_progress(at);
  };
  auto each = [&choice](const population::NotRegistered& line) {
    if (choice.as_json)
      std::cout << to_json_text(json_of(line)) << "\n";
    else
      print_line(line);
  };
  auto report = run_task(files.run(std::move(options), progress, each));
  if (on_terminal) std::cerr << "\n";
  if (!report) stop_with(report.error());
  if (choice.as_json)
    std::cout << to_json_text(report->to_json()) << "\n";
  else
    print_summary(*report, choice.dry_run);
  if (report->rejected > 0) throw CLI::RuntimeError(1);
}

void add_people_import(CLI::App& people) {
  auto* command = people.add_subcommand("import", "Register the people of a file, one JSON object a line");
  auto choice = std::make_shared<ImportChoice>();
  choice->config.add_to(*command);
  command->add_option("FILE", choice->file, "JSON Lines: {\"event\", \"valid_from\", \"facts\"}")->required();
  command->add_option("--officer", choice->officer, "id of the officer who answers for the file")->required();
  auto* document = command->add_option("--document", choice->document, "the order or receipt that the file came with");
  auto* hash = command->add_option("--document-sha256", choice->document_sha256, "its SHA-256 instead, in hex");
  document->excludes(hash);
  command->add_flag("--dry-run", choice->dry_run, "check every line, store nothing of the file");
  command->add_flag("--json", choice->as_json,
                    "a JSON object for each line that registers nobody, then one that sums up");
  command->footer(
      "Every line is checked as at a counter. Who is like somebody of the register or of the file is held for a "
      "second\n"
      "officer; a line that is wrong is rejected, with number and reason. Interrupted, the same command goes on where "
      "it\n"
      "stopped; a file that was imported adds nothing again. Put corrected lines into a file of their own.\n"
      "Exit code 1 when a line was rejected.\n"
      "Examples:\n"
      "  inkan people import arrivals.jsonl --officer OFFICER_ID --document order.pdf --dry-run\n"
      "  inkan people import arrivals.jsonl --officer OFFICER_ID --document order.pdf --json > report.jsonl");
  command->callback([choice] {
    if (choice->document.empty() && choice->document_sha256.empty())
      stop_with({ErrorCode::kInvalidInput, "An import needs its source document: --document or --document-sha256."});
    run_import(*choice);
  });
}

struct ExportChoice {
  ConfigChoice config{};
  std::string officer{};
  std::string file{};
  std::string basis{};
  bool with_numbers = false;
};

int64_t export_to(Core& core, population::PeopleExportOptions options, std::ostream& out) {
  auto write = [&out](const std::string& line) -> Result<Done> {
    out << line << '\n';
    if (!out) return fail(ErrorCode::kUnavailable, "The file could not be written.");
    return Done{};
  };
  auto count = run_task(population::export_people(register_deps(core), std::move(options), write));
  if (!count) stop_with(count.error());
  out.flush();
  if (!out) stop_with({ErrorCode::kUnavailable, "The file could not be written."});
  return *count;
}

void run_export(const ExportChoice& choice) {
  if (choice.with_numbers && choice.basis.empty())
    stop_with({ErrorCode::kInvalidInput, "Numbers leave the register on a legal basis only: give --legal-basis."});
  if (!choice.with_numbers && !choice.basis.empty())
    stop_with({ErrorCode::kInvalidInput, "--legal-basis is for numbers: add --with-numbers."});
  auto core = open_people_core(choice.config);
  population::PeopleExportOptions options{.officer = officer_or_stop(*core, choice.officer)};
  if (choice.with_numbers) options.numbers = population::LegalBasisId(choice.basis);
  int64_t count = 0;
  if (choice.file.empty()) {
    count = export_to(*core, std::move(options), std::cout);
  } else {
    umask(0077);  // the file holds everybody: for its owner only
    const std::string unfinished = choice.file + ".part";
    std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
    if (!out) stop_with({ErrorCode::kUnavailable, "Cannot write " + unfinished + "."});
    count = export_to(*core, std::move(options), out);
    out.close();
    std::filesystem::rename(unfinished, choice.file);
  }
  std::cerr << count << " people exported" << (choice.with_numbers ? ", with their numbers" : ", without numbers")
            << ". The journal has recorded it.\n";
}

void add_people_export(CLI::App& people) {
  auto* command = people.add_subcommand("export", "Write everybody, one JSON object a line, as import reads them");
  auto choice = std::make_shared<ExportChoice>();
  choice->config.add_to(*command);
  command->add_option("--officer", choice->officer, "id of the officer who asks for it")->required();
  command->add_option("--out", choice->file, "file to write, readable by its owner only; without, standard output");
  command->add_flag("--with-numbers", choice->with_numbers, "write personal numbers too");
  command->add_option("--legal-basis", choice->basis, "row of the legal table that allows numbers in a file");
  command->footer(
      "Names and addresses are written byte for byte as registered, protected addresses too, and marked.\n"
      "Examples:\n"
      "  inkan people export --officer OFFICER_ID --out people.jsonl\n"
      "  inkan people export --officer OFFICER_ID --with-numbers --legal-basis BASIS_ID --out people.jsonl");
  command->callback([choice] { run_export(*choice); });
}

}  // namespace

std::unique_ptr<Core> open_people_core(const ConfigChoice& choice) {
  auto config = choice.load();
  if (!config) stop_with(config.error());
  auto core = open_core(*config);
  if (!core) stop_with(core.error());
  return std::move(*core);
}

population::Register::Deps register_deps(Core& core) {
  return {.database = *core.database,
          .master_key = *core.master_key,
          .keyed_hash = *core.keyed_hash,
          .journal = *core.journal,
          .clock = core.clock,
          .random = core.random};
}

audit::Actor officer_or_stop(Core& core, const std::string& id) {
  auto row = run_task(officers::find_officer_row(*core.database, officers::OfficerId(id)));
  if (!row) stop_with(row.error());
  if (auto good = officers::check_may_act(*row, officers::Right::kPropose); !good) stop_with(good.error());
  return {audit::ActorKind::kOfficer, id};
}

void add_people(CLI::App& cli) {
  auto* people = cli.add_subcommand("people", "The people of the register");
  people->require_subcommand(1);
  add_people_import(*people);
  add_people_export(*people);
  add_people_show(*people);
}

}  // namespace inkan::app
