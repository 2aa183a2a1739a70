#include "population/names/sound.h"

#include <gtest/gtest.h>

#include <string>

namespace inkan::population::names {
namespace {

std::string sound(std::string_view name) {
  FoldBuffer folded;
  FoldBuffer buffer;
  return std::string(fold_sound(fold_kana(name, folded).key, buffer));
}

TEST(SoundTest, kana_and_their_latin_letters_sound_alike) {
  const char* const names[][2] = {
      {"ヤマザキ", "YAMAZAKI"}, {"おおの", "OHNO"},       {"オノ", "ONO"},           {"サトウ", "SATO"},
      {"ショウタ", "SYOTA"},    {"ショウタ", "Shōta"},    {"シンイチ", "SHIN'ICHI"}, {"シンノスケ", "SHINNOSUKE"},
      {"イッセイ", "ISSEI"},    {"ジュンペイ", "JUNPEI"}, {"ジュンペイ", "JUMPEI"},  {"キョウコ", "KYOKO"},
      {"チヅル", "CHIZURU"},    {"マツウラ", "MATSUURA"}, {"イノウエ", "INOUE"},     {"フジワラ", "FUJIWARA"},
      {"フジワラ", "HUZIWARA"}, {"マッチャ", "MATCHA"},   {"マリア", "MARIA"},       {"ユウコ", "YUUKO"}};
  for (const auto& name : names) EXPECT_EQ(sound(name[0]), sound(name[1])) << name[0] << " " << name[1];
}

TEST(SoundTest, slips_of_kana_do_not_change_the_sound_and_other_names_do) {
  EXPECT_EQ(sound("ヤマザキ"), sound("ヤマサキ"));
  EXPECT_EQ(sound("キヨウコ"), sound("キョウコ"));
  EXPECT_EQ(sound("オオノ"), sound("オーノ"));
  EXPECT_NE(sound("ケンタ"), sound("ケンジ"));
  EXPECT_NE(sound("タロウ"), sound("ジロウ"));
  EXPECT_NE(sound("TAN"), sound("LIM"));
}

TEST(SoundTest, kanji_stay_as_they_are_and_anything_has_a_sound) {
  EXPECT_EQ(sound("山田"), "山田");
  EXPECT_EQ(sound(""), "");
  EXPECT_FALSE(sound("முருகன்").empty());
  EXPECT_LE(sound(std::string(5'000, 'x')).size(), kFoldMax);
}

}  // namespace
}  // namespace inkan::population::names
