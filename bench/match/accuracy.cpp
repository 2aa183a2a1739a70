// bench_accuracy: how often does the engine link a record to the wrong person? Run through ./run bench match accuracy.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <thread>

#include <CLI/CLI.hpp>

#include "accuracy_evaluation.h"
#include "population/match/terms.h"

namespace inkan::bench {
namespace {

struct Wish {
  uint64_t people = 1'000'000;
  uint64_t seed = 1;
  uint64_t records = 0;          // of the normal mix; 0: twice the people, at most 2 million, or 24 million with --full
  uint64_t singapore = 200'000;  // people of the smaller nation; 0: leave it out
  bool full = false;
  bool no_baselines = false;
  int threads = 2;
  size_t examples = 5;
  std::string plot{};
  std::string work = "build";  // where the index file goes
  std::vector<std::string> mixes{};
};

uint64_t records_for(const Wish& wish, Mix mix) {
  const uint64_t normal = wish.records != 0 ? wish.records
                          : wish.full       ? 24'000'000
                                            : std::min<uint64_t>(2 * wish.people, 2'000'000);
  switch (mix) {
    case Mix::kNormal:
      return normal;
    case Mix::kDirty:
      return wish.full ? normal * 7 / 12 : normal / 2;
    case Mix::kTwins:
      return wish.full ? normal / 3 : normal / 4;
    case Mix::kNameAndDate:
    case Mix::kAbsent:
    case Mix::kScripts:
    case Mix::kAdversarial:
      return normal / 8;
  }
  return normal;
}

bool wanted(const Wish& wish, Mix mix) {
  return wish.mixes.empty() || std::ranges::find(wish.mixes, std::string(to_text(mix))) != wish.mixes.end();
}

// run_singapore measures the smaller nation; it has no goals of its own but that nobody is linked wrongly.
bool run_singapore(const Wish& wish, const population::match::Terms& terms) {
  const Singapore nation(wish.seed, wish.singapore);
  const auto matcher = build_index(nation, wish.work);
  if (matcher == nullptr) return false;
  std::printf("\nSingapore-like nation of %llu people\n", static_cast<unsigned long long>(wish.singapore));
  const Evaluation evaluation{.describe = [&](uint64_t index) { return nation.known(index); },
                              .matcher = *matcher,
                              .terms = terms,
                              .threads = wish.threads,
                              .examples = wish.examples};
  const uint64_t families = nation.size() / 4;
  print_result(
      evaluate(evaluation, Mix::kNormal, nation.size(), [&](uint64_t at) -> std::optional<std::vector<AgencyRecord>> {
        if (at >= families) return std::nullopt;
        return nation.make_records(at, wish.seed + 5);
      }));
  return true;
}

int run(const Wish& wish) {
  const population::match::Terms terms;
  std::printf(
      "terms declared in src/population/match/terms.h: link at a chance of error of at most %g, quarantine from %g; "
      "model %u\n",
      terms.wrong_chance_max, terms.quarantine_min, population::match::kModelVersion);
  std::printf("nation of %llu people, seed %llu\n", static_cast<unsigned long long>(wish.people),
              static_cast<unsigned long long>(wish.seed));
  const Population nation(wish.seed, wish.people);
  const auto start = std::chrono::steady_clock::now();
  const auto matcher = build_index(nation, wish.work, wish.threads);
  if (matcher == nullptr) return 1;
  std::printf("people made and indexed in %.1f s\n",
              std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  std::unique_ptr<Baselines> baselines;
  if (!wish.no_baselines) baselines = std::make_unique<Baselines>(nation);
  std::fflush(stdout);
  const Evaluation evaluation{.describe = [&](uint64_t index) { return nation.describe(nation.make(index)); },
                              .matcher = *matcher,
                              .baselines = baselines.get(),
                              .terms = terms,
                              .threads = wish.threads,
                              .examples = wish.examples};
  std::vector<MixResult> results;
  for (const Mix mix : kMixes) {
    if (!wanted(wish, mix)) continue;
    results.push_back(evaluate(evaluation, mix, records_for(wish, mix), source_of(nation, mix, wish.seed + 77)));
    print_result(results.back());
  }
  if (wanted(wish, Mix::kNormal))
    print_learning(base_path(wish.work), std::min<uint64_t>(40'000, records_for(wish, Mix::kNormal)),
                   source_of(nation, Mix::kNormal, wish.seed + 99));
  if (wish.singapore != 0 && !run_singapore(wish, terms)) return 1;
  const bool met = print_goals(results);
  if (!wish.plot.empty()) {
    std::ofstream(wish.plot) << calibration_svg(
        results, "Stated and observed chance of error, " + std::to_string(wish.people) + " people");
  }
  std::printf("%s\n", met ? "all goals met" : "not all goals met");
  return 0;
}

}  // namespace
}  // namespace inkan::bench

int main(int argc, char** argv) {
  inkan::bench::Wish wish;
  CLI::App app("Accuracy of the matching engine over a synthetic nation");
  app.add_option("--people", wish.people, "how many people are in the register")->check(CLI::Range(1'000, 130'000'000));
  app.add_option("--seed", wish.seed, "which nation");
  app.add_option("--records", wish.records, "records of the normal mix; the others follow");
  app.add_option("--singapore", wish.singapore, "people of the Singapore-like nation; 0 leaves it out")
      ->check(CLI::Range(0, 10'000'000));
  app.add_flag("--full", wish.full, "24 million records of the normal mix, others in proportion");
  app.add_flag("--no-baselines", wish.no_baselines, "leave out the simple rules (32 bytes a person)");
  app.add_option("--threads", wish.threads, "threads");
  app.add_option("--examples", wish.examples, "how many wrong and missed records to print per mix and thread");
  app.add_option("--plot", wish.plot, "write the calibration plot to this SVG file");
  app.add_option("--work", wish.work, "directory for the index file");
  app.add_option("--mix", wish.mixes, "only these mixes");
  CLI11_PARSE(app, argc, argv);
  return inkan::bench::run(wish);
}
