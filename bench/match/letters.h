#pragma once

#include <string>
#include <string_view>
#include <vector>

// Text by the letter, for a generator that may not use the engine's own folding.
namespace inkan::bench {

// letters cuts valid UTF-8 into its code points.
std::vector<std::string> letters(std::string_view text);
std::string join_letters(const std::vector<std::string>& letters);
bool is_kanji(std::string_view letter);

// plain_name is what a careful clerk compares: without spaces, kana of any width as katakana.
std::string plain_name(std::string_view text);

// How agencies write kana. All of them take katakana and leave other letters alone.
std::string to_half_width_kana(std::string_view katakana);  // ﾜﾀﾅﾍﾞ
std::string to_hiragana(std::string_view katakana);
std::string to_large_kana(std::string_view katakana);  // small ones written large, as bank transfers do: シヨウ
std::string drop_voicing(std::string_view katakana);   // ダ as タ
std::string to_full_width(std::string_view ascii);     // ２－１
std::string to_kanji_number(int number);               // 1 to 99: 十二
std::string to_hepburn(std::string_view katakana);     // lower case, long vowels written out: sutou, yamada
}  // namespace inkan::bench
