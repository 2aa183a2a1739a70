#include <algorithm>
#include <cmath>
#include <cstdio>

#include "accuracy_evaluation.h"
#include "bounds.h"

namespace inkan::bench {

namespace {

double percent(uint64_t part, uint64_t whole) { return whole == 0 ? 0 : 100.0 * double(part) / double(whole); }

void print_tally(const char* name, const Tally& tally) {
  if (tally.records == 0) return;
  std::printf(
      "    %-22s %10llu  recall %8.4f %%  linked %6.2f %%  wrong %llu  quarantined %5.2f %%  refused %5.2f %%\n", name,
      static_cast<unsigned long long>(tally.records), 100 * tally.recall(), percent(tally.linked, tally.records),
      static_cast<unsigned long long>(tally.wrong), percent(tally.quarantined, tally.records),
      percent(tally.refused, tally.records));
}

}  // namespace

void print_result(const MixResult& result) {
  const Tally& all = result.all;
  const double observed = all.linked == 0 ? 0 : double(all.wrong) / double(all.linked);
  const double predicted = all.linked == 0 ? 0 : all.predicted_wrong / double(all.linked);
  std::printf("\n== %s: %llu records (%llu of people in the register), %.1f s\n",
              std::string(to_text(result.mix)).c_str(), static_cast<unsigned long long>(all.records),
              static_cast<unsigned long long>(all.present), result.seconds);
  std::printf("  candidate recall  %.4f %%\n", 100 * all.recall());
  std::printf("  auto-linked       %.3f %%  (%llu)\n", percent(all.linked, all.records),
              static_cast<unsigned long long>(all.linked));
  std::printf("  wrong links       %llu = %.4f per million; 95 %% upper bound %.4f per million\n",
              static_cast<unsigned long long>(all.wrong), 1e6 * observed, 1e6 * upper_bound(all.wrong, all.linked));
  std::printf("  predicted         %.5f per million, %.3f links\n", 1e6 * predicted, all.predicted_wrong);
  std::printf("  quarantined       %.3f %%, the right person on top in %.2f %% of those who are registered\n",
              percent(all.quarantined, all.records), percent(all.on_top, all.quarantined_present));
  std::printf("  refused           %.3f %%\n", percent(all.refused, all.records));
  for (const Baseline baseline : kBaselines) {
    const uint64_t linked = result.baseline_linked[size_t(baseline)], wrong = result.baseline_wrong[size_t(baseline)];
    if (linked == 0) continue;
    std::printf("  baseline: %-24s links %6.2f %%, wrong %llu = %.2f per million\n",
                std::string(to_text(baseline)).c_str(), percent(linked, all.records),
                static_cast<unsigned long long>(wrong), 1e6 * double(wrong) / double(linked));
  }
  std::printf("  by what is wrong with the record (a record may count more than once)\n");
  print_tally("nothing", result.clean);
  for (size_t i = 0; i < kFlaws; ++i) print_tally(std::string(to_text(Flaw(i))).c_str(), result.by_flaw[i]);
  std::printf("  calibration: stated chance of error of the best candidate, and how often it was not the one\n");
  for (size_t i = 0; i < kBins; ++i) {
    const Bin& bin = result.bins[i];
    if (bin.records == 0) continue;
    std::printf("    %s1e-%02zu  %10llu  predicted %12.3f  observed %llu\n", i + 1 == kBins ? "<" : ">", i + 1,
                static_cast<unsigned long long>(bin.records), bin.predicted,
                static_cast<unsigned long long>(bin.wrong));
  }
  for (const auto& text : result.wrong_links) std::printf("  WRONG %s\n", text.c_str());
  for (const auto& text : result.missed) std::printf("  MISSED %s\n", text.c_str());
  for (const auto& text : result.lost) std::printf("  LOST %s\n", text.c_str());
  std::fflush(stdout);
}

bool print_goals(const std::vector<MixResult>& results) {
  struct Goal {
    Mix mix;
    double wrong_per_million, linked, recall;  // 0: no goal
  };
  static constexpr Goal kGoals[] = {
      {Mix::kNormal, 0.3, 0.92, 0.9995}, {Mix::kDirty, 1, 0.78, 0.995}, {Mix::kTwins, 1, 0, 0}};
  bool met = true;
  std::printf("\n== goals\n");
  const auto say = [&](const MixResult& result, const char* what, double is, double goal, bool good) {
    std::printf("  %-4s %-8s %-44s %.5g (goal %.5g)\n", good ? "ok" : "MISS", std::string(to_text(result.mix)).c_str(),
                what, is, goal);
    met = met && good;
  };
  for (const auto& result : results) {
    const Tally& all = result.all;
    for (const Goal& goal : kGoals) {
      if (goal.mix != result.mix) continue;
      const double bound = 1e6 * upper_bound(all.wrong, all.linked);
      say(result, "wrong links per million, 95 % upper bound", bound, goal.wrong_per_million,
          bound <= goal.wrong_per_million);
      if (goal.linked > 0)
        say(result, "share linked", all.linked_share(), goal.linked, all.linked_share() >= goal.linked);
      if (goal.recall > 0)
        say(result, "right person among the candidates", all.recall(), goal.recall, all.recall() >= goal.recall);
    }
    // Predicted against observed: only where chance alone would not decide, that is from three wrong links on; fewer
    // are compared with the interval of what was predicted.
    if (all.linked == 0) continue;
    const double bound = upper_bound(all.wrong, all.linked) * double(all.linked);
    const double ratio = all.wrong == 0 ? 0 : double(all.wrong) / all.predicted_wrong;
    const bool fair = all.wrong >= 3 ? ratio <= 3 && ratio >= 1.0 / 3 : all.predicted_wrong <= 3 * bound;
    say(result, "observed / predicted wrong links", ratio, 3, fair);
  }
  return met;
}

std::string calibration_svg(const std::vector<MixResult>& results, const std::string& title) {
  constexpr double kLeft = 70, kTop = 40, kSide = 420;
  constexpr double kDecades = 9;
  const auto x = [&](double chance) {
    return kLeft + kSide * (1 - std::min(kDecades, -std::log10(chance)) / kDecades);
  };
  const auto y = [&](double chance) { return kTop + kSide * std::min(kDecades, -std::log10(chance)) / kDecades; };
  char text[400];
  std::string svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 680 530\" font-family=\"sans-serif\" font-size=\"12\">\n"
      "<rect width=\"680\" height=\"530\" fill=\"#fff\"/>\n";
  std::snprintf(text, sizeof text, "<text x=\"%g\" y=\"24\" font-size=\"15\">%s</text>\n", kLeft, title.c_str());
  svg += text;
  for (int decade = 0; decade <= int(kDecades); ++decade) {
    const double chance = std::pow(10.0, -decade);
    std::snprintf(
        text, sizeof text,
        "<path d=\"M%g %gV%gM%g %gH%g\" stroke=\"#ddd\"/><text x=\"%g\" y=\"%g\" text-anchor=\"middle\">1e-%d</text>"
        "<text x=\"%g\" y=\"%g\" text-anchor=\"end\">1e-%d</text>\n",
        x(chance), kTop, kTop + kSide, kLeft, y(chance), kLeft + kSide, x(chance), kTop + kSide + 18, decade, kLeft - 8,
        y(chance) + 4, decade);
    svg += text;
  }
  std::snprintf(text, sizeof text, "<path d=\"M%g %gL%g %g\" stroke=\"#888\" stroke-dasharray=\"4 4\"/>\n", x(1e-9),
                y(1e-9), x(1), y(1));
  svg += text;
  svg +=
      "<text x=\"280\" y=\"500\" text-anchor=\"middle\">stated chance that the best candidate is not the "
      "person</text>\n"
      "<text transform=\"translate(18 250) rotate(-90)\" text-anchor=\"middle\">how often it was not (bar: 95 % "
      "interval)</text>\n";
  static constexpr const char* kColours[] = {"#1f77b4", "#d62728", "#2ca02c", "#9467bd",
                                             "#ff7f0e", "#8c564b", "#17becf"};
  double legend = kTop + 20;
  for (const auto& result : results) {
    const char* colour = kColours[size_t(result.mix)];
    std::snprintf(text, sizeof text,
                  "<circle cx=\"520\" cy=\"%g\" r=\"4\" fill=\"%s\"/><text x=\"532\" y=\"%g\">%s</text>\n", legend - 4,
                  colour, legend, std::string(to_text(result.mix)).c_str());
    svg += text;
    legend += 20;
    for (const Bin& bin : result.bins) {
      if (bin.records < 100 || bin.predicted <= 0) continue;
      const double stated = bin.predicted / double(bin.records);
      const double high = upper_bound(bin.wrong, bin.records);
      const double low = bin.wrong == 0 ? 1e-9 : 1 - upper_bound(bin.records - bin.wrong, bin.records);
      std::snprintf(text, sizeof text, "<path d=\"M%.1f %.1fV%.1f\" stroke=\"%s\" opacity=\"0.6\"/>", x(stated),
                    y(high), y(std::max(low, 1e-9)), colour);
      svg += text;
      if (bin.wrong == 0) continue;
      std::snprintf(text, sizeof text, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>\n", x(stated),
                    y(double(bin.wrong) / double(bin.records)), colour);
      svg += text;
    }
  }
  return svg + "</svg>\n";
}

}  // namespace inkan::bench
