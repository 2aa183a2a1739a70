#include "population/names/rules.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace inkan::population::names {

namespace {

using enum RuleStrength;

// In the order of their ids.
constexpr std::array kRules{
    Rule{"accent", kWithNumber, "Letters differ only in their marks: JOSÉ and JOSE.", "Unicode NFD"},
    Rule{"address-incomplete", kAsk, "Too little of an address is stated to compare it.", "own"},
    Rule{"address-notation", kSame, "One address in two notations: 2丁目2番1号 and 2-2-1.",
         "guideline of October 2023"},
    Rule{"dialect-spelling", kAsk, "Two spellings in Latin letters that can write one character: TAN and CHAN.",
         "app/nation/data, ICU pinyin"},
    Rule{"initial", kAsk, "An initial stands for the father's name: K MURUGAN and MURUGAN S/O KRISHNAN.", "own"},
    Rule{"iteration-mark", kWithNumber, "佐々木 and 佐佐木: 々 repeats the character before it.", "own"},
    Rule{"kana-long-vowel", kAsk, "A long vowel written in two ways: オオノ and オーノ.", "own"},
    Rule{"kana-similar-sound", kAsk,
         "Kana for one sound: ヅ and ズ, ヂ and ジ, ヲ and オ, ハ and ワ, ヰ and イ, ヱ and エ.", "own"},
    Rule{"kana-small-large", kAsk, "Small kana written large: キョウコ and キヨウコ.", "bank transfer kana"},
    Rule{"kana-voicing", kAsk, "A voicing mark is missing: ヤマザキ and ヤマサキ.", "own"},
    Rule{"kanji-neighbour", kAsk, "Kanji that are written for each other somewhere: 鶴 and 靏.",
         "data/variants.tsv, L2"},
    Rule{"kanji-variant", kWithNumber, "One kanji in two forms: 高 and 髙.", "data/variants.tsv, L1"},
    Rule{"malay-spelling", kWithNumber, "Ways of spelling a Malay name: MOHD and MUHAMMAD.", "own"},
    Rule{"middle-name-not-stated", kAsk, "One side leaves out a middle name.", "own"},
    Rule{"name-order", kWithNumber, "The same words in another order.", "own"},
    Rule{"not-stated", kAsk, "One side did not state it.", "own"},
    Rule{"one-slip", kAsk, "The names differ in one stroke of the keyboard.", "match/"},
    Rule{"other-script", kAsk, "The names are written in scripts that are not compared with each other.", "own"},
    Rule{"passport-spelling", kWithNumber,
         "A letter as a passport's machine-readable line spells it: MÜLLER and MUELLER.", "ICAO Doc 9303"},
    Rule{"patronymic-not-stated", kAsk, "One side leaves out the father's name.", "own"},
    Rule{"previous-address", kWithNumber, "It is an earlier address: somebody who has moved.", "own"},
    Rule{"previous-surname", kWithNumber, "The name is the one before a change, or the married one.", "own"},
    Rule{"protected-address", kAsk, "The address is protected; nothing may depend on it.", "REQ-MATCH-7"},
    Rule{"reading-alike", kAsk, "The writing is the same, the reading sounds alike.", "match/"},
    Rule{"reading-only", kAsk, "Only the reading could be compared; it is the same.", "match/"},
    Rule{"reading-same-written-differs", kAsk, "The reading is the same, the writing is not.", "match/"},
    Rule{"romaji-spelling", kWithNumber, "A Japanese name in another romanisation: ONO and OHNO.",
         "Hepburn, Kunrei, passport"},
    Rule{"room-not-stated", kWithNumber, "The same house; only one side states the room.", "own"},
    Rule{"simplified-traditional", kWithNumber, "Simplified and traditional form: 陈 and 陳.", "Unihan"},
    Rule{"spelling-class", kSame, "Width, case, spaces, punctuation, katakana for hiragana, or a variation selector.",
         "Unicode NFKC_Casefold, fold.h"},
    Rule{"substitute-character", kAsk, "● 〓 ? or a private-use character stands for one that could not be written.",
         "REQ-LINK-6"},
    Rule{"tamil-spelling", kWithNumber, "Ways of spelling a Tamil name: LAKSHMI and LETCHUMI.", "own"},
    Rule{"unknown-part", kAsk, "A part of a date is unknown on one side.", "REQ-MATCH-3"},
    Rule{"unofficial-kana", kAsk, "The reading has no legal standing and decides nothing.", "REQ-MATCH-4"},
    Rule{"western-name-not-stated", kAsk, "One side leaves out a Western name: JOHN TAN MEI LING and TAN MEI LING.",
         "own"},
    Rule{"written-only", kWithNumber, "Only the writing could be compared; it is the same.", "match/"},
    Rule{"written-same-reading-differs", kAsk, "The writing is the same, the reading is not.", "match/"},
};
static_assert(std::ranges::is_sorted(kRules, {}, &Rule::id));

}  // namespace

std::span<const Rule> all_rules() { return kRules; }

const Rule& find_rule(std::string_view id) {
  const auto* found = std::ranges::lower_bound(kRules, id, {}, &Rule::id);
  check(found != kRules.end() && found->id == id, "every rule has a row in rules.cpp");
  return *found;
}

}  // namespace inkan::population::names
