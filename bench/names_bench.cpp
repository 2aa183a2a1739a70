// Folding a name to its key, against ICU's NFKC_Casefold of the same names in the same run; and what else a look-up
// does to text before it can search. Quote the ratio fold/icu from one run; single figures move with the machine.

#include <benchmark/benchmark.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <array>
#include <string>

#include "population/names/compare.h"
#include "population/names/fold.h"

namespace {

using namespace inkan::population;
using namespace inkan::population::names;

constexpr std::array<std::string_view, 16> kNames{"髙橋　太郎",     "山田　花子",       "渡邉　美咲",
                                                  "ヤマダ　ハナコ", "タカハシ　タロウ", "ﾔﾏｻﾞｷ ｹﾝｼﾞ",
                                                  "斎藤　健二",     "𠮷田　優子",       "佐藤",
                                                  "鈴木",           "サトウ",           "スズキ",
                                                  "TAN MEI LING",   "AHMAD BIN ISMAIL", "JOHN ALLEN SMITH",
                                                  "陈美玲"};

void fold_ours(benchmark::State& state) {
  FoldBuffer buffer;
  size_t i = 0;
  for (auto step : state) benchmark::DoNotOptimize(fold(kNames[i++ % kNames.size()], buffer).key.size());
}
BENCHMARK(fold_ours)->Name("fold/ours");

// ICU into a buffer that is there already, without the kana, the kanji classes and the dropped marks.
void fold_icu(benchmark::State& state) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  std::array<char, 512> buffer{};
  size_t i = 0;
  for (auto step : state) {
    const std::string_view name = kNames[i++ % kNames.size()];
    icu::CheckedArrayByteSink sink(buffer.data(), int32_t(buffer.size()));
    normalizer->normalizeUTF8(0, icu::StringPiece(name.data(), int32_t(name.size())), sink, nullptr, status);
    benchmark::DoNotOptimize(sink.NumberOfBytesWritten());
  }
}
BENCHMARK(fold_icu)->Name("fold/icu");

void phonetic(benchmark::State& state) {
  FoldBuffer first;
  FoldBuffer second;
  for (auto step : state)
    benchmark::DoNotOptimize(fold_phonetic(fold_kana("ヤマザキ　ショウヘイ", first).key, second).size());
}
BENCHMARK(phonetic)->Name("fold_kana and fold_phonetic");

void split_name(benchmark::State& state) {
  size_t i = 0;
  for (auto step : state) benchmark::DoNotOptimize(split(NameKind::kLegal, kNames[i++ % kNames.size()]).size());
}
BENCHMARK(split_name)->Name("split");

void address(benchmark::State& state) {
  for (auto step : state) benchmark::DoNotOptimize(parse_address("東京都江東区豊洲二丁目２番１号 豊洲タワー1203号室"));
}
BENCHMARK(address)->Name("parse_address");

void compare_all(benchmark::State& state) {
  Stated known;
  known.names = {{NameKind::kLegal, "髙橋　太郎"}, {NameKind::kKana, "タカハシ　タロウ"}};
  known.born = inkan::PartialDate::parse("1964-08-01").value();
  known.addresses = {{.line = "東京都江東区豊洲2-2-1"}};
  Stated stated = known;
  stated.names[0].text = "高橋　太郎";
  stated.addresses[0].line = "東京都江東区豊洲二丁目２番１号";
  for (auto step : state) benchmark::DoNotOptimize(compare(known, stated));
}
BENCHMARK(compare_all)->Name("compare all attributes");

}  // namespace

BENCHMARK_MAIN();
