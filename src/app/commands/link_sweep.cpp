#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "app/commands/linking.h"
#include "app/files.h"
#include "app/sweep_report.h"
#include "base/run_task.h"

namespace inkan::app {

namespace {

namespace links = population::links;

constexpr auto kDrift = std::chrono::days(90);

struct SweepChoice {
  ConfigChoice config{};
  std::string report{};
  bool as_json = false;
};

bool print_sweep_progress(int64_t done) {
  std::fprintf(stderr, "\r  %lld links   ", static_cast<long long>(done));
  return true;
}

Result<Done> write_report(const Linking& linking, const links::SweepReport& sweep, const std::string& path) {
  const links::Links& all = linking.matching->links;
  const Time now = linking.core->clock.now();
  auto bounds = run_task(links::list_bounds(all));
  if (!bounds) return pass_on(bounds);
  auto days = run_task(links::list_days(all, iso_date(now - kDrift)));
  if (!days) return pass_on(days);
  const SweepFacts facts{.sweep = sweep,
                         .bounds = std::move(*bounds),
                         .days = std::move(*days),
                         .wrong_rate_max = all.deps().terms.wrong_rate_max,
                         .made_at = iso_instant(now)};
  return write_file(path, sweep_report(facts), /*owner_only=*/true);
}

void run_sweep(const SweepChoice& choice) {
  const Linking linking = open_linking(choice.config);
  const bool to_person = isatty(STDERR_FILENO) == 1;
  auto swept = run_task(links::sweep(linking.matching->links, links::SweepReason::kAsked,
                                     to_person ? print_sweep_progress : std::function<bool(int64_t)>()));
  if (to_person) std::fprintf(stderr, "\n");
  if (!swept) stop_with(swept.error());
  if (!choice.report.empty())
    if (auto written = write_report(linking, *swept, choice.report); !written) stop_with(written.error());
  if (choice.as_json) {
    std::cout << to_json_text(swept->to_json()) << "\n";
    return;
  }
  if (swept->resumed) std::cout << "Went on with a sweep that was interrupted.\n";
  std::cout << swept->links << " links: " << swept->agree << " agree, " << swept->quarantined << " hidden in this run, "
            << swept->published << " became visible, " << swept->in_quarantine << " were hidden before.\n";
  for (const std::string& issuer : swept->suspended)
    std::cout << "SUSPENDED: " << issuer << " crossed its bound; its records go before an officer.\n";
  if (!choice.report.empty()) std::cout << "Wrote " << choice.report << ".\n";
}

}  // namespace

void add_link_sweep(CLI::App& link) {
  auto* sweep = link.add_subcommand("sweep", "Verify every link against the register and hide what no longer agrees");
  auto choice = std::make_shared<SweepChoice>();
  choice->config.add_to(*sweep);
  sweep->add_option("--report", choice->report, "write an HTML report with plots to this file");
  sweep->add_flag("--json", choice->as_json, "counts as JSON");
  sweep->footer(
      "`inkan serve` does this every night. Interrupted, the next one goes on.\n"
      "Examples:\n  inkan link sweep\n  inkan link sweep --report sweep.html --json");
  sweep->callback([choice] { run_sweep(*choice); });
}

}  // namespace inkan::app
