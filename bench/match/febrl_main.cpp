// bench_febrl: the public sets FEBRL 1 to 4, without the social security number. Run through ./run bench match febrl.
#include <chrono>
#include <cstdio>
#include <string_view>

#include "febrl.h"

int main(int argc, char** argv) {
  using namespace inkan::bench;
  const bool tell = argc > 2 && std::string_view(argv[2]) == "--errors";
  const std::string source = argc > 1 ? argv[1] : ".";
  const FebrlTerms terms;
  std::printf("terms declared in bench/match/febrl_terms.h: chance of error at most %g\n", terms.wrong_chance_max);
  const auto show = [&](const char* name, const FebrlScore& score, double seconds) {
    std::printf(
        "%s: %llu true pairs, %llu linked, %llu right, %llu false; precision %.5f recall %.5f F1 %.5f (%.1f s)\n", name,
        static_cast<unsigned long long>(score.truth), static_cast<unsigned long long>(score.linked),
        static_cast<unsigned long long>(score.right), static_cast<unsigned long long>(score.linked - score.right),
        score.precision(), score.recall(), score.f1(), seconds);
    if (tell)
      for (const auto& error : score.errors) std::printf("    %s\n", error.c_str());
  };
  const auto timed = [&](const char* name, auto work) {
    const auto start = std::chrono::steady_clock::now();
    const FebrlScore score = work();
    show(name, score, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  };
  for (const auto& [name, label] :
       {std::pair{"dataset1", "FEBRL1"}, std::pair{"dataset2", "FEBRL2"}, std::pair{"dataset3", "FEBRL3"}}) {
    const auto file = load_febrl(source, name);
    if (file.empty()) {
      std::fprintf(stderr, "%s.csv is missing or damaged; it belongs in bench/match/data/febrl\n", name);
      return 1;
    }
    timed(label, [&] { return find_duplicates(file, terms); });
  }
  const auto a = load_febrl(source, "dataset4a"), b = load_febrl(source, "dataset4b");
  if (a.empty() || b.empty()) return 1;
  timed("FEBRL4", [&] { return link_files(a, b, terms); });
  return 0;
}
