#include "population/names/romanise.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "population/names/fold.h"
#include "population/names/romanised_tables.inc"
#include "population/names/utf8.h"

namespace inkan::population::names {

namespace {

using Replacement = std::pair<std::string_view, std::string_view>;

// rewrite replaces from left to right; the first rule that fits wins, so longer ones stand first.
std::string rewrite(std::string_view text, std::span<const Replacement> rules) {
  std::string result;
  for (size_t at = 0; at < text.size();) {
    const auto rule =
        std::ranges::find_if(rules, [&](const Replacement& r) { return text.substr(at).starts_with(r.first); });
    if (rule == rules.end()) {
      result.push_back(text[at++]);
    } else {
      result += rule->second;
      at += rule->first.size();
    }
  }
  return result;
}

std::string without_doubles(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (result.empty() || result.back() != c) result.push_back(c);
  return result;
}

std::u32string points(std::string_view text) {
  std::u32string result;
  const char* at = text.data();
  while (at < text.data() + text.size()) result.push_back(take_utf8(at, text.data() + text.size()));
  return result;
}

std::string_view romaji_of(char32_t kana) {
  constexpr std::u32string_view kKana =
      U"あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをん"
      U"がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽゔゃゅょぁぃぅぇぉ";
  static constexpr std::array<std::string_view, 82> kRomaji{
      "a",   "i",  "u",  "e",  "o",  "ka", "ki", "ku", "ke", "ko", "sa", "shi", "su", "se", "so", "ta", "chi",
      "tsu", "te", "to", "na", "ni", "nu", "ne", "no", "ha", "hi", "fu", "he",  "ho", "ma", "mi", "mu", "me",
      "mo",  "ya", "yu", "yo", "ra", "ri", "ru", "re", "ro", "wa", "i",  "e",   "o",  "n",  "ga", "gi", "gu",
      "ge",  "go", "za", "ji", "zu", "ze", "zo", "da", "ji", "zu", "de", "do",  "ba", "bi", "bu", "be", "bo",
      "pa",  "pi", "pu", "pe", "po", "vu", "ya", "yu", "yo", "a",  "i",  "u",   "e",  "o"};
  static_assert(kKana.size() == kRomaji.size());
  const size_t place = kKana.find(kana);
  return place == std::u32string_view::npos ? std::string_view() : kRomaji[place];
}

// join_small puts a small kana to the syllable before it: き + ゃ is kya, し + ゃ is sha, ふ + ぁ is fa.
void join_small(std::string& text, char32_t small) {
  const std::string_view own = romaji_of(small);
  if (!text.empty()) text.pop_back();  // the vowel
  const bool soft = text.ends_with("sh") || text.ends_with("ch") || text.ends_with("j");
  text += soft && own.starts_with("y") ? own.substr(1) : own;
}

// Kunrei and older spellings as Hepburn, and long vowels as short ones.
constexpr std::array<Replacement, 33> kRomajiRules{{
    {"tch", "cch"}, {"sya", "sha"}, {"syu", "shu"}, {"syo", "sho"}, {"tya", "cha"}, {"tyu", "chu"}, {"tyo", "cho"},
    {"zya", "ja"},  {"zyu", "ju"},  {"zyo", "jo"},  {"jya", "ja"},  {"jyu", "ju"},  {"jyo", "jo"},  {"tsu", "tsu"},
    {"shi", "shi"}, {"chi", "chi"}, {"si", "shi"},  {"ti", "chi"},  {"tu", "tsu"},  {"hu", "fu"},   {"zi", "ji"},
    {"di", "ji"},   {"du", "zu"},   {"dzu", "zu"},  {"mb", "nb"},   {"mm", "nm"},   {"mp", "np"},   {"oo", "o"},
    {"ou", "o"},    {"uu", "u"},    {"wo", "o"},    {"l", "r"},     {"v", "b"},
}};

constexpr bool is_vowel(char c) { return c == 'a' || c == 'i' || c == 'u' || c == 'e' || c == 'o'; }

// without_oh drops the passport's h of a long o: ohno is ono, but ohara with おはら stays.
std::string without_oh(std::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool long_mark =
        text[i] == 'h' && i > 0 && text[i - 1] == 'o' && (i + 1 == text.size() || !is_vowel(text[i + 1]));
    if (!long_mark) result.push_back(text[i]);
  }
  return result;
}

// spell tells whether characters, each with one of its spellings, make the letters.
bool spell(std::u32string_view characters, std::string_view letters) {
  if (characters.empty()) return letters.empty();
  for (const std::string_view spelling : romanisations(characters[0]))
    if (letters.starts_with(spelling) && spell(characters.substr(1), letters.substr(spelling.size()))) return true;
  return false;
}

template <typename Function>
std::string each_word(std::string_view name, const Function& function) {
  std::string result;
  FoldBuffer buffer;
  for (size_t at = 0; at < name.size();) {
    const size_t end = std::min(name.find_first_of(" -./", at), name.size());
    result += function(fold(name.substr(at, end - at), buffer).key);
    at = end + 1;
  }
  return result;
}

std::string malay_word(std::string_view word) {
  constexpr std::string_view kMuhammad[] = {"md",   "mhd",     "mohamad", "mohamed",  "mohammad", "mohammed",
                                            "mohd", "muhamad", "muhamed", "muhammad", "muhammed", "muhd"};
  if (std::ranges::find(kMuhammad, word) != std::end(kMuhammad)) return "muhammad";
  if (word == "abd" || word == "abdl" || word == "abdol") return "abdul";
  if (word == "nor" || word == "noor" || word == "nur" || word == "nurul") return "nur";
  if (word == "hj" || word == "haji" || word == "hjh" || word == "hajjah") return {};
  constexpr std::array<Replacement, 14> kRules{{{"sh", "s"},
                                                {"sy", "s"},
                                                {"kh", "k"},
                                                {"dh", "d"},
                                                {"ph", "f"},
                                                {"th", "t"},
                                                {"dz", "z"},
                                                {"oo", "u"},
                                                {"ee", "i"},
                                                {"y", "i"},
                                                {"o", "u"},
                                                {"e", "a"},
                                                {"q", "k"},
                                                {"v", "f"}}};
  return without_doubles(rewrite(word, kRules));
}

std::string tamil_word(std::string_view word) {
  constexpr std::array<Replacement, 22> kRules{{{"lakshm", "lechum"}, {"laxm", "lechum"}, {"letchum", "lechum"},
                                                {"krishn", "krisn"},  {"zh", "l"},        {"th", "t"},
                                                {"dh", "t"},          {"sh", "s"},        {"bh", "p"},
                                                {"kh", "k"},          {"gh", "k"},        {"ch", "s"},
                                                {"aa", "a"},          {"ee", "i"},        {"oo", "u"},
                                                {"w", "v"},           {"d", "t"},         {"b", "p"},
                                                {"g", "k"},           {"j", "s"},         {"y", "i"},
                                                {"ck", "k"}}};
  return without_doubles(rewrite(word, kRules));
}

}  // namespace

std::string to_romaji(std::string_view kana_key) {
  std::string result;
  bool doubled = false;
  for (const char32_t c : points(kana_key)) {
    if (c == U'ー') continue;
    if (c == U'っ') {
      doubled = true;
      continue;
    }
    const std::string_view own = romaji_of(c);
    if (own.empty()) return {};
    if (std::u32string_view(U"ゃゅょぁぃぅぇぉ").find(c) != std::u32string_view::npos) {
      join_small(result, c);
      continue;
    }
    if (doubled) result.push_back(own[0]);
    doubled = false;
    result += own;
  }
  return rewrite(result, kRomajiRules);
}

std::string romaji_class(std::string_view latin_key) {
  return rewrite(rewrite(without_oh(latin_class(latin_key)), kRomajiRules), kRomajiRules);
}

bool same_romaji(std::string_view kana_key, std::string_view latin_key) {
  const std::string spelled = to_romaji(kana_key);
  return !spelled.empty() && !latin_key.empty() && romaji_class(spelled) == romaji_class(latin_key);
}

std::vector<std::string_view> romanisations(char32_t character) {
  const auto found = std::ranges::lower_bound(kRomanisedHeads, l1_class(character));
  std::vector<std::string_view> result;
  if (found == std::end(kRomanisedHeads) || *found != l1_class(character)) return result;
  const auto place = size_t(found - std::begin(kRomanisedHeads));
  for (size_t i = kRomanisedStarts[place]; i < kRomanisedStarts[place + 1]; ++i)
    result.push_back(kSyllables[kRomanisedSyllables[i]]);
  return result;
}

bool same_chinese(std::string_view characters_key, std::string_view latin_key) {
  constexpr size_t kCharactersMax = 6;
  std::u32string characters = points(characters_key);
  if (characters.empty() || characters.size() > kCharactersMax || latin_key.empty()) return false;
  // The surname, of one character or two, stands first or last.
  if (spell(characters, latin_key)) return true;
  for (size_t surname = 1; surname <= 2 && surname < characters.size(); ++surname)
    if (spell(characters.substr(surname) + characters.substr(0, surname), latin_key)) return true;
  return false;
}

bool same_surname_romanised(std::string_view a, std::string_view b) {
  if (!is_chinese_surname(a) || !is_chinese_surname(b)) return false;
  const auto id_of = [](std::string_view syllable) {
    return uint16_t(std::ranges::lower_bound(kSyllables, syllable) - std::begin(kSyllables));
  };
  const uint16_t one = id_of(a);
  const uint16_t other = id_of(b);
  for (size_t i = 0; i < std::size(kRomanisedHeads); ++i) {
    const auto* const first = kRomanisedSyllables + kRomanisedStarts[i];
    const auto* const last = kRomanisedSyllables + kRomanisedStarts[i + 1];
    if (std::find(first, last, one) != last && std::find(first, last, other) != last) return true;
  }
  return false;
}

bool is_chinese_surname(std::string_view latin_key) { return std::ranges::binary_search(kSurnames, latin_key); }

bool is_chinese_syllables(std::string_view latin_key) {
  if (latin_key.size() > 12) return false;
  if (std::ranges::binary_search(kSyllables, latin_key)) return true;
  for (size_t cut = 2; cut + 2 <= latin_key.size(); ++cut)
    if (std::ranges::binary_search(kSyllables, latin_key.substr(0, cut)) &&
        std::ranges::binary_search(kSyllables, latin_key.substr(cut)))
      return true;
  return false;
}

std::string malay_class(std::string_view name) { return each_word(name, malay_word); }
std::string tamil_class(std::string_view name) { return each_word(name, tamil_word); }

std::string latin_class(std::string_view latin_key) {
  if (std::ranges::all_of(latin_key, [](char c) { return uint8_t(c) < 0x80; })) return std::string(latin_key);
  UErrorCode status = U_ZERO_ERROR;
  const auto* decompose = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return std::string(latin_key);
  const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(latin_key.data(), int32_t(latin_key.size())));
  const icu::UnicodeString parts = decompose->normalize(text, status);
  std::string result;
  for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    const UChar32 c = parts.char32At(i);
    if (u_getCombiningClass(c) != 0) continue;
    constexpr std::u32string_view kLetters = U"øłđæœðþıŋħ";
    static constexpr std::array<std::string_view, 10> kPlain{"o", "l", "d", "ae", "oe", "d", "th", "i", "n", "h"};
    const size_t place = kLetters.find(char32_t(c));
    if (place == std::u32string_view::npos)
      append_utf8(result, char32_t(c));
    else
      result += kPlain[place];
  }
  return result;
}

}  // namespace inkan::population::names
