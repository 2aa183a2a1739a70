#include "population/names/fold.h"

#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <random>

#include "base/text.h"
#include "population/names/utf8.h"

namespace inkan::population::names {
namespace {

std::string utf8(char32_t c) {
  std::string text;
  append_utf8(text, c);
  return text;
}

bool comparable(std::string_view text) {
  FoldBuffer buffer;
  return fold(text, buffer).comparable;
}
uint8_t scripts(std::string_view text) {
  FoldBuffer buffer;
  return fold(text, buffer).scripts;
}
std::string strict(std::string_view text) {
  FoldBuffer buffer;
  return std::string(fold_strict(text, buffer).key);
}

std::string icu_casefold(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  std::string result;
  normalizer->normalize(icu::UnicodeString::fromUTF8(text), status).toUTF8String(result);
  return result;
}

std::u32string points(std::string_view text) {
  std::u32string result;
  const char* at = text.data();
  while (at < text.data() + text.size()) result.push_back(take_utf8(at, text.data() + text.size()));
  return result;
}

TEST(FoldTest, REQ_MATCH_2_variants_of_one_kanji_have_one_key_and_two_characters_two) {
  // Reference §5.1: what belongs together.
  for (const std::string_view group : {"高髙", "崎﨑嵜", "辺邉邊", "吉𠮷", "浜濱濵", "沢澤", "島嶋嶌", "富冨", "曽曾",
                                       "恵惠", "真眞", "広廣", "国國", "内內", "戸戶", "斉齊", "斎齋"}) {
    const auto characters = points(group);
    for (const char32_t c : characters) EXPECT_EQ(fold(utf8(c)), fold(utf8(characters[0]))) << group << " " << utf8(c);
  }
  EXPECT_NE(fold("斉藤"), fold("斎藤"));
  EXPECT_NE(fold("齊藤"), fold("齋藤"));
  EXPECT_NE(fold("崎"), fold("埼"));
  // Name kanji that tables of characters call variants, and that are other names.
  for (const auto& [one, other] : {std::pair("王", "玉"),
                                   {"堺", "界"},
                                   {"栗", "慄"},
                                   {"雲", "云"},
                                   {"葉", "叶"},
                                   {"筑", "築"},
                                   {"郁", "鬱"},
                                   {"怜", "憐"},
                                   {"坂", "阪"},
                                   {"庄", "荘"}})
    EXPECT_NE(fold(one), fold(other)) << one;
  EXPECT_EQ(fold("髙橋"), fold("高橋"));
  EXPECT_NE(strict("髙橋"), strict("高橋"));
}

TEST(FoldTest, variation_selectors_and_compatibility_forms_do_not_count) {
  EXPECT_EQ(strict("辻"), strict("辻\U000E0100"));
  EXPECT_EQ(strict("葛"), strict("葛\U000E0100"));
  EXPECT_EQ(fold("渡邉"), fold("渡邉\U000E0102"));
  EXPECT_EQ(strict("神"), strict("\uFA19"));
  EXPECT_EQ(strict("福"), strict("\uFA1B"));
  EXPECT_EQ(strict("都"), strict("\uFA26"));
  EXPECT_EQ(strict("祐"), strict("\uFA4F"));
  EXPECT_NE(strict("崎"), strict("﨑"));  // one of the twelve that are characters of their own
  EXPECT_EQ(fold("㈱"), fold("(株)"));
}

TEST(FoldTest, width_case_spaces_and_punctuation_do_not_count) {
  EXPECT_EQ(fold("ＴＡＮ　Mei-Ling"), "tanmeiling");
  EXPECT_EQ(fold("O'Brien"), fold("O’BRIEN"));
  EXPECT_EQ(fold("山田　太郎"), fold("山田太郎"));
  EXPECT_EQ(fold("ジョン・スミス"), fold("ｼﾞｮﾝ･ｽﾐｽ"));
  EXPECT_EQ(fold("Straße"), "strasse");
  EXPECT_EQ(fold(""), "");
}

TEST(FoldTest, kana_of_any_width_are_hiragana_with_their_marks) {
  EXPECT_EQ(fold("ガ"), "が");
  EXPECT_EQ(fold("ｶﾞ"), "が");
  EXPECT_EQ(fold("カ\u3099"), "が");
  EXPECT_EQ(fold("カ゛"), "が");
  EXPECT_EQ(fold("ﾊﾟﾊﾞｳﾞ"), "ぱばゔ");
  EXPECT_EQ(fold("ナ゛"), "な");
  EXPECT_EQ(fold("゛"), "");
  EXPECT_EQ(fold("ヽヾ"), "ゝゞ");
  EXPECT_EQ(fold("ワ゛"), "ヷ");
  EXPECT_EQ(fold("㌔"), "きろ");
}

TEST(FoldTest, a_dash_after_kana_is_a_long_vowel) {
  for (const std::string_view dash : {"ー", "ｰ", "-", "－", "‐", "‑", "–", "—", "―", "−", "─", "━"})
    EXPECT_EQ(fold("コ" + std::string(dash) + "ド"), "こーど") << dash;
  EXPECT_EQ(fold("ジョン-ポール"), "じょんぽーる");
  EXPECT_EQ(fold("ANNE-MARIE"), "annemarie");
  EXPECT_EQ(fold("ゆう一"), "ゆう一");
  EXPECT_EQ(fold_kana("コ一ド"), "こーど");
  EXPECT_EQ(fold_kana("一ロウ"), "一ろう");
}

TEST(FoldTest, phonetic_keys_forgive_voicing_small_kana_and_long_vowels) {
  EXPECT_EQ(fold_phonetic(fold("ヤマザキ")), fold_phonetic(fold("ヤマサキ")));
  EXPECT_EQ(fold_phonetic(fold("キヨウコ")), fold_phonetic(fold("キョウコ")));
  EXPECT_EQ(fold_phonetic(fold("オオノ")), "おの");
  EXPECT_EQ(fold_phonetic(fold("オーノ")), "おの");
  EXPECT_EQ(fold_phonetic(fold("ヅ")), fold_phonetic(fold("ズ")));
  EXPECT_EQ(fold_phonetic(fold("ヂ")), fold_phonetic(fold("ジ")));
  EXPECT_EQ(fold_phonetic(fold("ヰヱヲ")), "いえお");
  EXPECT_EQ(fold_phonetic("山田"), "山田");
  // For comparing they stay different names.
  EXPECT_NE(fold_kana("オオノ"), fold_kana("オノ"));
}

TEST(FoldTest, REQ_LINK_6_substitutes_private_use_and_broken_text_are_not_comparable) {
  for (const std::string_view text : {"山●太郎", "山〓太郎", "山?太郎", "山？太郎", "山\uFFFD太郎", "山\uE000太郎",
                                      "山\U000F0000太郎", "山\xE5\xB4太郎", "\xC0\x80", "\xED\xA0\x80", "山\x01太郎"}) {
    EXPECT_FALSE(comparable(text)) << text;
    EXPECT_TRUE(is_not_comparable(text)) << text;
  }
  for (const std::string_view text : {"山﨑太郎", "𠮷田", "辻\U000E0100", "陈美玲", "முருகன்", "O'Brien", "〇〇"}) {
    EXPECT_TRUE(comparable(text)) << text;
    EXPECT_FALSE(is_not_comparable(text)) << text;
  }
  EXPECT_EQ(fold("山●"), "山\uFFFD");
}

TEST(FoldTest, a_name_too_long_for_a_key_is_not_comparable) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "山";
  EXPECT_TRUE(comparable(text));
  for (int i = 0; i < 100; ++i) text += "山";
  EXPECT_FALSE(comparable(text));
  std::string accents = "e";
  for (int i = 0; i < 2000; ++i) accents += "\u0301";
  EXPECT_FALSE(comparable(accents));
}

TEST(FoldTest, scripts_are_told) {
  EXPECT_EQ(scripts("山田"), kHan);
  EXPECT_EQ(scripts("ヤマダ"), kKana);
  EXPECT_EQ(scripts("々はー"), kHan | kKana);
  EXPECT_EQ(scripts("Tan"), kLatin);
  EXPECT_EQ(scripts("முருகன்"), kTamil);
  EXPECT_EQ(scripts("𠮷3"), kHan | kDigit);
}

TEST(FoldTest, letters_with_marks_are_the_same_however_they_are_put_together) {
  EXPECT_EQ(fold("José"), fold("Jose\u0301"));
  EXPECT_EQ(fold("Nguyễn"), fold("Nguye\u0302\u0303n"));
  EXPECT_EQ(fold("한"), fold("\u1112\u1161\u11AB"));
  EXPECT_NE(fold("José"), fold("Jose"));
}

// The table against ICU: wherever no rule of ours applies, one character's key is its NFKC_Casefold.
TEST(FoldTest, every_character_agrees_with_icu_where_no_rule_of_ours_applies) {
  size_t compared = 0;
  size_t ours = 0;
  for (char32_t c = 1; c < 0x110000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    const std::string text = utf8(c);
    const std::string expected = icu_casefold(text);
    const std::string key = strict(text);
    if (key == expected) {
      ++compared;
      continue;
    }
    ++ours;
    // A rule of ours: dropped or a dash or a mark, kana, or not comparable. Then nothing but that has changed.
    std::string by_rule;
    bool rule = is_not_comparable(text) || is_not_comparable(expected);
    for (const char32_t folded : points(expected)) {
      const bool kana = (folded >= 0x30A1 && folded <= 0x30F6) || folded == 0x30FD || folded == 0x30FE;
      const bool dropped = u_isUWhiteSpace(UChar32(folded)) || u_ispunct(UChar32(folded)) ||
                           u_hasBinaryProperty(UChar32(folded), UCHAR_DASH) ||
                           u_getCombiningClass(UChar32(folded)) != 0 ||
                           std::u32string_view(U"`´゛゜~━─ʼʹ").find(folded) != std::u32string_view::npos;
      rule = rule || kana || dropped;
      if (kana) by_rule += utf8(folded - 0x60);
      if (!kana && key.find(utf8(folded)) != std::string::npos) by_rule += utf8(folded);
    }
    EXPECT_TRUE(rule) << std::hex << uint32_t(c) << " " << key << " for " << expected;
    if (is_not_comparable(text) || is_not_comparable(expected)) continue;
    EXPECT_EQ(key, by_rule) << std::hex << uint32_t(c);
  }
  EXPECT_GT(compared, 900000U);
  EXPECT_LT(ours, 140000U);  // nearly all of them private use
}

std::string random_text(std::mt19937& random) {
  static constexpr std::array<std::pair<char32_t, char32_t>, 14> kRanges{{{0x20, 0x7E},
                                                                          {0xA0, 0x24F},
                                                                          {0x300, 0x36F},
                                                                          {0x0B82, 0x0BFA},
                                                                          {0x1100, 0x11FF},
                                                                          {0x2000, 0x206F},
                                                                          {0x3000, 0x30FF},
                                                                          {0x3041, 0x309F},
                                                                          {0x4E00, 0x9FFF},
                                                                          {0xAC00, 0xD7A3},
                                                                          {0xF900, 0xFAFF},
                                                                          {0xFF00, 0xFFEF},
                                                                          {0x20000, 0x2A6DF},
                                                                          {0xE0100, 0xE01EF}}};
  std::string text;
  const size_t length = random() % 12;
  for (size_t i = 0; i < length; ++i) {
    const auto [low, high] = kRanges[random() % kRanges.size()];
    text += utf8(low + random() % (high - low + 1));
  }
  return text;
}

TEST(FoldTest, folding_a_key_gives_the_key) {
  std::mt19937 random(20260526);
  for (int i = 0; i < 200000; ++i) {
    const std::string text = random_text(random);
    const std::string key = fold(text);
    ASSERT_EQ(fold(key), key) << text;
    const std::string kana = fold_kana(text);
    ASSERT_EQ(fold_kana(kana), kana) << text;
    const std::string phonetic = fold_phonetic(key);
    ASSERT_EQ(fold_phonetic(phonetic), phonetic) << text;
    ASSERT_TRUE(is_utf8(key));
  }
}

TEST(FoldTest, neighbours_are_symmetric_and_not_transitive) {
  EXPECT_TRUE(is_neighbour(U'崎', U'埼'));
  EXPECT_TRUE(is_neighbour(U'鶴', U'靏'));
  EXPECT_FALSE(is_neighbour(U'斉', U'斎'));
  EXPECT_FALSE(is_neighbour(U'松', U'斎'));
  size_t intransitive = 0;
  for (char32_t c = 0x4E00; c < 0xA000; ++c) {
    for (const char32_t other : neighbours(c)) {
      ASSERT_TRUE(is_neighbour(other, c)) << utf8(c) << utf8(other);
      ASSERT_NE(l1_class(c), l1_class(other)) << utf8(c) << utf8(other);
      for (const char32_t third : neighbours(other)) intransitive += third != c && !is_neighbour(c, third);
    }
  }
  EXPECT_GT(intransitive, 1000U);
}

TEST(FoldTest, classes_stay_small) {
  std::map<char32_t, size_t> sizes;
  for (char32_t c = 0x3400; c < 0x30000; ++c)
    if (l1_class(c) != c) ++sizes[l1_class(c)];
  EXPECT_GT(sizes.size(), 1000U);
  for (const auto& [first, size] : sizes) EXPECT_LE(size, 8U) << utf8(first);
}

TEST(FoldTest, simplified_forms_are_known) {
  EXPECT_EQ(fold("陈"), fold("陳"));
  EXPECT_TRUE(is_simplified(U'陈'));
  EXPECT_FALSE(is_simplified(U'陳'));
  EXPECT_NE(fold("发"), fold("髮"));  // 发 stands for two characters
}

}  // namespace
}  // namespace inkan::population::names
