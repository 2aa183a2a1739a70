#include "population/names/plausible.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "population/names/compare.h"

namespace inkan::population::names {
namespace {

TEST(PlausibleTest, the_public_pairs_are_judged_as_they_were) {  // reference §5.2
  struct Case {
    std::string_view written, kana;
    bool plausible;
  };
  constexpr std::string_view kThree = "ALLEN JACKSON＿鈴木　一郎（高橋　二郎）";
  for (const auto& [written, kana, plausible] : {
           Case{"山田　太郎", "ヤマダ　ハナコ", false},
           {"山田　太郎", "ヤマダタロウ", true},
           {"山田　太郎", "サンダ　フトロウ", true},
           {"BILLY JOEL", "ビリー　ジョエル", true},
           {"BILLY JOEL", "ビリージョエル", true},
           {"BILLY JOEL", "ビリー　ジュエル", false},
           {"東京［日本］　花子", "ニッポン　ハナコ", true},
           {"東京［日本］　花子", "ニホン　ハナコ", true},
           {"東京［日本］　花子", "トウキョウ　ハナコ", true},
           {"東京［日本］　花子", "ニホン　ジロウ", false},
           {kThree, "タカハシ　ジロウ", true},
           {kThree, "スズキ　イチロウ", true},
           {kThree, "アーレン　ジャクソン", true},
           {kThree, "アーレン　イチロウ", false},
           {"ALLEN JACKSON＿鈴木　一郎（高橋　光宙）", "タカハシ　ピカチュウ", true},
       })
    EXPECT_EQ(is_plausible_reading(written, kana), plausible)
        << written << " " << kana << " " << reading_plausibility(written, kana);
}

struct Row {
  std::string written;
  std::string kana;
};

std::vector<Row> rows_of(const std::string& file) {
  std::ifstream in(std::filesystem::path(INKAN_SOURCE_DIR) / "src/app/nation/data" / file);
  std::vector<Row> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const auto cells = inkan::split(line, '\t');
    rows.push_back({cells.at(0), cells.at(1)});
  }
  return rows;
}

double false_alarms(const std::vector<Row>& rows) {
  size_t odd = 0;
  for (const auto& row : rows) odd += !is_plausible_reading(row.written, row.kana);
  return rows.empty() ? 1.0 : double(odd) / double(rows.size());
}

// True readings that the model finds odd, by group. The bounds are what README.md says.
TEST(PlausibleTest, REQ_MATCH_5_false_alarms_are_known_by_group) {
  const auto surnames = rows_of("japanese_surnames.tsv");
  ASSERT_GT(surnames.size(), 2000U);
  const std::vector<Row> foreign{{"JOHN SMITH", "ジョン　スミス"},        {"MICHAEL BROWN", "マイケル　ブラウン"},
                                 {"MARIA GARCIA", "マリア　ガルシア"},    {"DAVID LEE", "デイビッド　リー"},
                                 {"ANNA KOWALSKI", "アンナ　コワルスキ"}, {"NGUYEN VAN NAM", "グエン　ヴァン　ナム"},
                                 {"TAN MEI LING", "タン　メイリン"},      {"CARLOS SILVA", "カルロス　シルバ"},
                                 {"PETER MILLER", "ピーター　ミラー"},    {"SARAH WILSON", "サラ　ウィルソン"},
                                 {"KIM MINSU", "キム　ミンス"},           {"IVAN PETROV", "イワン　ペトロフ"}};
  const std::vector<Row> hyphenated{
      {"ANNE-MARIE DUPONT", "アンヌマリー　デュポン"},    {"JEAN-PAUL MARTIN", "ジャンポール　マルタン"},
      {"MARY SMITH-JONES", "メアリー　スミスジョーンズ"}, {"LEE-ANN CHAN", "リーアン　チャン"},
      {"KARL-HEINZ MEYER", "カールハインツ　マイヤー"},   {"ANA-LUCIA COSTA", "アナルシア　コスタ"}};
  struct Group {
    std::string_view name;
    std::vector<Row> rows;
    double rate_max;
  };
  const Group groups[] = {{"surnames, the 500 most frequent", {surnames.begin(), surnames.begin() + 500}, 0.12},
                          {"surnames, the rest", {surnames.begin() + 500, surnames.end()}, 0.14},
                          {"given names of men", rows_of("japanese_given_m.tsv"), 0.60},
                          {"given names of women", rows_of("japanese_given_f.tsv"), 0.40},
                          {"foreign", foreign, 0.80},
                          {"hyphenated", hyphenated, 0.80}};
  for (const auto& group : groups) {
    const double rate = false_alarms(group.rows);
    std::printf("false alarms, %s: %.1f %% of %zu\n", std::string(group.name).c_str(), 100 * rate, group.rows.size());
    EXPECT_LE(rate, group.rate_max) << group.name;
  }
}

TEST(PlausibleTest, REQ_MATCH_5_a_model_orders_a_queue_and_nothing_else) {
  const std::vector<QueuedReading> cases{
      {"山田　太郎", "ヤマダ　タロウ", 0}, {"山田　太郎", "ヤマダ　ハナコ", 1}, {"BILLY JOEL", "ビリー　ジョエル", 2}};
  auto ordered = cases;
  order_queue(ordered, reading_plausibility);
  ASSERT_EQ(ordered.size(), cases.size());
  EXPECT_EQ(ordered.front().place, 1U);
  // A model that is forced to say one thing has no effect at all.
  for (const double forced : {0.0, 1.0}) {
    auto queue = cases;
    order_queue(queue, [forced](std::string_view, std::string_view) { return forced; });
    ASSERT_EQ(queue.size(), cases.size());
    for (size_t i = 0; i < queue.size(); ++i) EXPECT_EQ(queue[i].place, i);
  }
}

// Nothing that links, refuses or compares knows the model: forced to 0.0 or 1.0 it could change no outcome.
TEST(PlausibleTest, REQ_MATCH_5_nothing_that_decides_includes_the_model) {
  size_t seen = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(std::filesystem::path(INKAN_SOURCE_DIR) / "src/population")) {
    const auto name = entry.path().filename().string();
    if (!entry.is_regular_file() || name.starts_with("plausible")) continue;
    std::ifstream in(entry.path());
    std::stringstream text;
    text << in.rdbuf();
    EXPECT_EQ(text.str().find("#include \"population/names/plausible.h\""), std::string::npos) << name;
    ++seen;
  }
  EXPECT_GT(seen, 20U);
}

}  // namespace
}  // namespace inkan::population::names
