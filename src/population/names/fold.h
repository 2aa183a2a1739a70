#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace inkan::population::names {

// kFoldVersion changes whenever a key of any name may change: stored keys carry it and are made anew (REQ-MATCH-1).
inline constexpr uint32_t kFoldVersion = 1;

// kFoldMax is how many bytes of key a name may have; longer ones are not comparable (a name has at most 66 characters).
inline constexpr size_t kFoldMax = 384;
using FoldBuffer = std::array<char, kFoldMax>;  // need not be initialised

// Scripts a name holds, a bit each.
inline constexpr uint8_t kHan = 1;
inline constexpr uint8_t kKana = 2;
inline constexpr uint8_t kLatin = 4;
inline constexpr uint8_t kTamil = 8;
inline constexpr uint8_t kDigit = 16;
inline constexpr uint8_t kOtherScript = 32;

// Folded is a name's comparison key. `key` points into the caller's buffer and lives as long as that.
struct Folded {
  std::string_view key{};
  uint8_t scripts = 0;
  // false: the text holds a substitute (● 〓 ? U+FFFD), a private-use character or broken UTF-8, or is too long. The
  // key then has U+FFFD in that place and must not be compared: NOT_COMPARABLE (REQ-LINK-6).
  bool comparable = true;
};

// fold writes the comparison key of a name: NFKC and case fold; without variation selectors, spaces, dots, hyphens and
// apostrophes; half-width kana with their voicing marks and katakana as hiragana; each kanji as the representative of
// its class L1 (髙 as 高; never 斎 as 斉, REQ-MATCH-2). Equal keys mean the same spelling but for typography and L1.
// Allocates nothing unless the text holds combining marks outside kana. fold(fold(x)) == fold(x).
Folded fold(std::string_view text, FoldBuffer& buffer);

// fold_strict is fold without the kanji classes: what tells EQUAL from EQUAL_AFTER_RULE "kanji-variant".
Folded fold_strict(std::string_view text, FoldBuffer& buffer);

// fold_kana folds a reading: as fold, and a dash or 一 after kana is a long vowel mark.
Folded fold_kana(std::string_view text, FoldBuffer& buffer);

// fold_phonetic writes what a reading sounds like to somebody who mistypes: from a key of fold or fold_kana, voicing,
// small kana and long vowels are dropped (やまざき as やまさき, おおの as おの). For finding candidates only: おおの
// and おの are different names. Characters that are not kana stay.
std::string_view fold_phonetic(std::string_view folded, FoldBuffer& buffer);

// The same with a string of one's own, for tests and rare paths.
std::string fold(std::string_view text);
std::string fold_kana(std::string_view text);
std::string fold_phonetic(std::string_view folded);

// is_not_comparable tells whether a text holds a substitute, a private-use character or broken UTF-8.
bool is_not_comparable(std::string_view text);

// l1_class is the representative of a kanji's class L1 (the character itself when it stands alone).
char32_t l1_class(char32_t character);
// is_neighbour tells whether two kanji are written for each other somewhere (L2): a hint that one was meant, never that
// they are the same. Symmetric and not transitive.
bool is_neighbour(char32_t a, char32_t b);
// is_simplified: a simplified Chinese form that is in its class only as that (陈 of 陳).
bool is_simplified(char32_t character);
// neighbours of a kanji, most likely first.
std::span<const char32_t> neighbours(char32_t character);

}  // namespace inkan::population::names
