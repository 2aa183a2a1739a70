#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace inkan::population::names {

// Spellings that stand for each other. All of them are neighbour rules: a hint that one was meant (ids in rules.h).

// same_romaji tells whether a reading (a key of fold_kana) and Latin letters (a key of fold) can be the same name, in
// Hepburn, Kunrei or the passport's way (ŌNO as ONO, OHNO, OONO).
bool same_romaji(std::string_view kana_key, std::string_view latin_key);
// to_romaji is the Hepburn spelling without long vowels of a key of fold_kana: おおの is ono. Empty when it is not
// kana.
std::string to_romaji(std::string_view kana_key);
// romaji_class is one spelling for all ways of writing the same romanised Japanese name: ohno, oono, ono; syoji, shoji.
std::string romaji_class(std::string_view latin_key);

// romanisations of one Chinese character (simplified or traditional), lower case, pinyin first: 陈: chen, tan, chan,
// chin.
std::vector<std::string_view> romanisations(char32_t character);
// same_chinese tells whether a name in characters (a key of fold) and Latin letters (a key of fold) can be the same:
// each character takes one of its romanisations.
bool same_chinese(std::string_view characters_key, std::string_view latin_key);
// same_surname_romanised tells whether two Latin surnames can write one character: tan, chan, chen (陈).
bool same_surname_romanised(std::string_view a, std::string_view b);

// is_chinese_surname and is_chinese_syllables (one or two in a word) look at Latin letters (a key of fold).
bool is_chinese_surname(std::string_view latin_key);
bool is_chinese_syllables(std::string_view latin_key);

// malay_class is one spelling for the ways of writing a Malay name, given as written, in words: muhammad, mohd, md;
// nur, noor.
std::string malay_class(std::string_view name);
// tamil_class is one spelling for popular ways of writing a Tamil name: zh, l; th, t; letchumi, lakshmi.
std::string tamil_class(std::string_view name);
// latin_class is a key of fold without marks on its letters: josé is jose, ø is o, ü is u.
std::string latin_class(std::string_view latin_key);

}  // namespace inkan::population::names
