#include "population/names/split.h"

#include <gtest/gtest.h>

#include "population/names/fold.h"
#include "population/names/romanise.h"

namespace inkan::population::names {
namespace {

SplitName only(NameKind kind, std::string_view text) {
  const auto names = split(kind, text);
  EXPECT_EQ(names.size(), 1U) << text;
  return names[0];
}

TEST(SplitTest, japanese_names_are_cut_at_any_space) {
  for (const std::string_view text : {"山田　太郎", "山田 太郎", " 山田　　太郎　"}) {
    const auto name = only(NameKind::kLegal, text);
    EXPECT_EQ(name.form, NameForm::kJapanese);
    EXPECT_EQ(name.surname, "山田");
    EXPECT_EQ(name.given, "太郎");
  }
  const auto kana = only(NameKind::kKana, "ヤマダ　タロウ");
  EXPECT_EQ(kana.form, NameForm::kKana);
  EXPECT_EQ(kana.surname, "ヤマダ");
  const auto joined = only(NameKind::kKana, "ヤマダタロウ");
  EXPECT_TRUE(joined.surname.empty());
  EXPECT_EQ(joined.whole, "ヤマダタロウ");
  EXPECT_FALSE(joined.certain);
}

TEST(SplitTest, chinese_names_have_one_character_of_surname_or_a_known_pair) {
  EXPECT_EQ(only(NameKind::kChinese, "陈美玲").surname, "陈");
  EXPECT_EQ(only(NameKind::kChinese, "陈美玲").given, "美玲");
  EXPECT_EQ(only(NameKind::kChinese, "欧阳文").surname, "欧阳");
  EXPECT_EQ(only(NameKind::kChinese, "歐陽 文").surname, "歐陽");
  EXPECT_EQ(only(NameKind::kChinese, "王伟").given, "伟");
}

TEST(SplitTest, romanised_chinese_names_keep_western_names_apart) {
  struct Case {
    std::string_view text, surname, given, extra;
  };
  for (const auto& [text, surname, given, extra] :
       {Case{"TAN MEI LING", "TAN", "MEI LING", ""}, Case{"JOHN TAN MEI LING", "TAN", "MEI LING", "JOHN"},
        Case{"TAN MEI LING JOHN", "TAN", "MEI LING", "JOHN"}, Case{"Tan Mei-Ling", "Tan", "Mei-Ling", ""},
        Case{"CHEN MEILING", "CHEN", "MEILING", ""}, Case{"BENG HUAT TAN", "TAN", "BENG HUAT", ""}}) {
    const auto name = only(NameKind::kLegal, text);
    EXPECT_EQ(name.form, NameForm::kChineseRomanised) << text;
    EXPECT_EQ(name.surname, surname) << text;
    EXPECT_EQ(name.given, given) << text;
    EXPECT_EQ(name.extra, extra) << text;
  }
}

TEST(SplitTest, malay_and_tamil_names_have_a_fathers_name_and_no_surname) {
  struct Case {
    std::string_view text, given, patronymic;
    NameForm form;
    bool daughter;
  };
  for (const auto& [text, given, patronymic, form, daughter] :
       {Case{"AHMAD BIN ISMAIL", "AHMAD", "ISMAIL", NameForm::kMalay, false},
        Case{"SITI AISHAH BTE. MOHD ALI", "SITI AISHAH", "MOHD ALI", NameForm::kMalay, true},
        Case{"Mohd Hafiz b. Osman", "Mohd Hafiz", "Osman", NameForm::kMalay, false},
        Case{"MURUGAN S/O KRISHNAN", "MURUGAN", "KRISHNAN", NameForm::kTamil, false},
        Case{"Lakshmi a/p Raman", "Lakshmi", "Raman", NameForm::kTamil, true},
        Case{"K. MURUGAN", "MURUGAN", "K.", NameForm::kTamil, false}}) {
    const auto name = only(NameKind::kLegal, text);
    EXPECT_EQ(name.form, form) << text;
    EXPECT_EQ(name.given, given) << text;
    EXPECT_EQ(name.patronymic, patronymic) << text;
    EXPECT_EQ(name.daughter, daughter) << text;
    EXPECT_TRUE(name.surname.empty()) << text;
  }
}

TEST(SplitTest, western_names_keep_particles_with_the_surname) {
  EXPECT_EQ(only(NameKind::kLegal, "JOHN B SMITH").surname, "SMITH");
  EXPECT_EQ(only(NameKind::kLegal, "JOHN B SMITH").given, "JOHN B");
  EXPECT_EQ(only(NameKind::kLegal, "VINCENT VAN DER BERG").surname, "VAN DER BERG");
  EXPECT_EQ(only(NameKind::kLegal, "SMITH, JOHN ALLEN").given, "JOHN ALLEN");
  EXPECT_EQ(only(NameKind::kLegal, "Björk").form, NameForm::kUnknown);
}

TEST(SplitTest, REQ_MATCH_6_a_registered_text_is_a_set_of_typed_names) {
  const auto names = split(NameKind::kLegal, "ALLEN JACKSON＿鈴木　一郎（高橋　二郎）");
  ASSERT_EQ(names.size(), 3U);
  EXPECT_EQ(names[0].kind, NameKind::kRomanised);
  EXPECT_EQ(names[0].whole, "ALLEN JACKSON");
  EXPECT_EQ(names[1].kind, NameKind::kLegal);
  EXPECT_EQ(names[1].surname, "鈴木");
  EXPECT_EQ(names[1].given, "一郎");
  EXPECT_EQ(names[2].kind, NameKind::kAlias);
  EXPECT_EQ(names[2].surname, "高橋");
  EXPECT_EQ(names[2].given, "二郎");
}

TEST(SplitTest, brackets_hold_a_former_surname) {
  for (const std::string_view text : {"東京［日本］　花子", "東京[日本] 花子"}) {
    const auto names = split(NameKind::kLegal, text);
    ASSERT_EQ(names.size(), 2U);
    EXPECT_EQ(names[0].surname, "東京");
    EXPECT_EQ(names[0].given, "花子");
    EXPECT_EQ(names[1].kind, NameKind::kPrevious);
    EXPECT_EQ(names[1].surname, "日本");
    EXPECT_EQ(names[1].given, "花子");
  }
}

TEST(SplitTest, an_alias_stands_in_brackets_or_behind_an_at_sign) {
  for (const std::string_view text : {"TAN AH KOW (CHEN YAGOU)", "TAN AH KOW @ CHEN YAGOU", "TAN AH KOW@CHEN YAGOU"}) {
    const auto names = split(NameKind::kLegal, text);
    ASSERT_EQ(names.size(), 2U) << text;
    EXPECT_EQ(names[0].whole, "TAN AH KOW");
    EXPECT_EQ(names[1].kind, NameKind::kAlias);
    EXPECT_EQ(names[1].whole, "CHEN YAGOU");
  }
  EXPECT_EQ(split(NameKind::kLegal, "@").size(), 1U);
}

TEST(SplitTest, what_is_not_understood_stays_whole) {
  for (const std::string_view text : {"", "　", "］［", "（）", "＿", "(", "()()", "X"}) {
    const auto names = split(NameKind::kLegal, text);
    ASSERT_GE(names.size(), 1U) << text;
  }
}

TEST(RomaniseTest, a_chinese_character_has_a_set_of_spellings) {
  const auto spellings = romanisations(U'陈');
  EXPECT_EQ(spellings.front(), "chen");
  for (const std::string_view expected : {"tan", "chan", "chin"})
    EXPECT_NE(std::ranges::find(spellings, expected), spellings.end()) << expected;
  EXPECT_EQ(romanisations(U'陳'), spellings);
  EXPECT_TRUE(same_chinese(fold("陈美玲"), fold("TAN MEI LING")));
  EXPECT_TRUE(same_chinese(fold("陳美玲"), fold("Meiling Chen")));
  EXPECT_FALSE(same_chinese(fold("陈美玲"), fold("LIM MEI LING")));
  EXPECT_TRUE(same_surname_romanised("tan", "chan"));
  EXPECT_FALSE(same_surname_romanised("tan", "lim"));
  EXPECT_FALSE(same_surname_romanised("tan", "smith"));
}

TEST(RomaniseTest, romaji_of_three_schools_is_one_reading) {
  for (const std::string_view latin : {"ONO", "OHNO", "OONO", "Ōno", "Ôno"})
    EXPECT_TRUE(same_romaji(fold_kana("オオノ"), fold(latin))) << latin;
  EXPECT_TRUE(same_romaji(fold_kana("ショウジ"), fold("SYOZI")));
  EXPECT_TRUE(same_romaji(fold_kana("ハットリ"), fold("HATTORI")));
  EXPECT_TRUE(same_romaji(fold_kana("ホンマ"), fold("HOMMA")));
  EXPECT_TRUE(same_romaji(fold_kana("ホッチ"), fold("HOTCHI")));
  EXPECT_TRUE(same_romaji(fold_kana("イノウエ"), fold("INOUE")));
  EXPECT_FALSE(same_romaji(fold_kana("ヤマダ"), fold("YAMADE")));
  EXPECT_FALSE(same_romaji(fold_kana("山田"), fold("YAMADA")));
}

TEST(RomaniseTest, malay_and_tamil_spellings_have_classes) {
  EXPECT_EQ(malay_class("MOHD YUSOF"), malay_class("Muhammad Yusuff"));
  EXPECT_EQ(malay_class("NOOR AISYAH"), malay_class("NUR AISHAH"));
  EXPECT_NE(malay_class("AHMAD"), malay_class("MUHAMMAD"));
  EXPECT_EQ(tamil_class("LETCHUMI"), tamil_class("Lakshmi"));
  EXPECT_EQ(tamil_class("TAMIZHSELVI"), tamil_class("TAMILSELVI"));
  EXPECT_EQ(tamil_class("GOVINDASAMY"), tamil_class("KOVINTHASAMI"));
  EXPECT_NE(tamil_class("MURUGAN"), tamil_class("KRISHNAN"));
  EXPECT_EQ(latin_class(fold("José Øster")), "joseoster");
}

}  // namespace
}  // namespace inkan::population::names
