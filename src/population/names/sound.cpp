#include "population/names/sound.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "population/names/romanise.h"
#include "population/names/utf8.h"

namespace inkan::population::names {

namespace {

// The kana that fold_phonetic leaves: plain, unvoiced, in Hepburn's spelling.
std::string_view letters_of(char32_t kana) {
  constexpr std::u32string_view kKana =
      U"あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをん";
  static constexpr std::array<std::string_view, 48> kLetters{
      "a",   "i",   "u",  "e",  "o",  "ka", "ki", "ku", "ke", "ko", "sa", "shi", "su", "se", "so", "ta",
      "chi", "tsu", "te", "to", "na", "ni", "nu", "ne", "no", "ha", "hi", "fu",  "he", "ho", "ma", "mi",
      "mu",  "me",  "mo", "ya", "yu", "yo", "ra", "ri", "ru", "re", "ro", "wa",  "i",  "e",  "o",  "n"};
  static_assert(kKana.size() == kLetters.size());
  const size_t place = kKana.find(kana);
  return place == std::u32string_view::npos ? std::string_view() : kLetters[place];
}

// From Hepburn without long vowels (romaji_class) to the same plain, unvoiced syllables; the longest rule first.
constexpr std::array<std::pair<std::string_view, std::string_view>, 47> kPlain{{
    {"sha", "shiya"}, {"shu", "shiyu"}, {"sho", "shiyo"}, {"cha", "chiya"}, {"chu", "chiyu"}, {"cho", "chiyo"},
    {"ja", "shiya"},  {"ju", "shiyu"},  {"jo", "shiyo"},  {"ji", "shi"},    {"kya", "kiya"},  {"kyu", "kiyu"},
    {"kyo", "kiyo"},  {"gya", "kiya"},  {"gyu", "kiyu"},  {"gyo", "kiyo"},  {"nya", "niya"},  {"nyu", "niyu"},
    {"nyo", "niyo"},  {"hya", "hiya"},  {"hyu", "hiyu"},  {"hyo", "hiyo"},  {"bya", "hiya"},  {"byu", "hiyu"},
    {"byo", "hiyo"},  {"pya", "hiya"},  {"pyu", "hiyu"},  {"pyo", "hiyo"},  {"mya", "miya"},  {"myu", "miyu"},
    {"myo", "miyo"},  {"rya", "riya"},  {"ryu", "riyu"},  {"ryo", "riyo"},  {"bu", "fu"},     {"pu", "fu"},
    {"j", "sh"},      {"g", "k"},       {"z", "s"},       {"d", "t"},       {"b", "h"},       {"p", "h"},
    {"ei", "e"},      {"aa", "a"},      {"ee", "e"},      {"q", "k"},       {"x", "ks"},
}};

class Writer {
 public:
  explicit Writer(FoldBuffer& buffer) : begin_(buffer.data()), at_(begin_), end_(begin_ + buffer.size()) {}
  // put leaves a letter out that stands there already: しんのすけ, SHINOSUKE.
  void put(std::string_view letters) {
    for (const char c : letters)
      if (at_ < end_ && (at_ == begin_ || at_[-1] != c || uint8_t(c) >= 0x80)) *at_++ = c;
  }
  std::string_view text() const { return {begin_, size_t(at_ - begin_)}; }

 private:
  char* begin_;
  char* at_;
  char* end_;
};

// The small tsu: k, s, t, p or ch written twice before the rest of a syllable.
bool is_doubled(std::string_view rest) {
  if (rest.size() < 3 || rest[0] != rest[1]) return false;
  if (rest[0] == 'c') return rest[2] == 'h';
  return std::string_view("kstp").find(rest[0]) != std::string_view::npos &&
         std::string_view("aiueohy").find(rest[2]) != std::string_view::npos;
}

std::string_view sound_of_latin(std::string_view folded, FoldBuffer& buffer) {
  const std::string hepburn = romaji_class(folded);
  Writer writer(buffer);
  for (size_t at = 0; at < hepburn.size();) {
    const std::string_view rest = std::string_view(hepburn).substr(at);
    if (is_doubled(rest)) {
      writer.put("tsu");
      at += 1;
      continue;
    }
    const auto rule = std::ranges::find_if(kPlain, [&](const auto& one) { return rest.starts_with(one.first); });
    writer.put(rule == kPlain.end() ? rest.substr(0, 1) : rule->second);
    at += rule == kPlain.end() ? 1 : rule->first.size();
  }
  return writer.text();
}

}  // namespace

bool is_latin(std::string_view folded) { return !folded.empty() && uint8_t(folded[0]) < 0xE0; }
bool is_kana(std::string_view folded) {
  return folded.starts_with("\xE3\x81") || folded.starts_with("\xE3\x82") || folded.starts_with("\xE3\x83");
}

std::string_view fold_sound(std::string_view folded, FoldBuffer& buffer) {
  if (is_latin(folded)) return sound_of_latin(folded, buffer);
  FoldBuffer plain;
  const std::string_view phonetic = fold_phonetic(folded, plain);
  Writer writer(buffer);
  const char* at = phonetic.data();
  const char* const end = at + phonetic.size();
  while (at < end) {
    const char* const from = at;
    const std::string_view letters = letters_of(take_utf8(at, end));
    writer.put(letters.empty() ? std::string_view(from, size_t(at - from)) : letters);
  }
  return writer.text();
}

}  // namespace inkan::population::names
