#include <algorithm>
#include <array>

#include "population/names/compare_parts.h"
#include "population/names/fold.h"
#include "population/names/romanise.h"
#include "population/names/utf8.h"

namespace inkan::population::names {

namespace {

constexpr Comparison kEqual{Outcome::kEqual, {}};
constexpr Comparison kDifferent{Outcome::kDifferent, {}};
constexpr Comparison after(std::string_view rule) { return {Outcome::kEqualAfterRule, rule}; }
constexpr Comparison not_comparable(std::string_view rule) { return {Outcome::kNotComparable, rule}; }

std::string strict_key(std::string_view text) {
  FoldBuffer buffer;
  return std::string(fold_strict(text, buffer).key);
}
uint8_t scripts_of(std::string_view text) {
  FoldBuffer buffer;
  return fold(text, buffer).scripts;
}

std::u32string points(std::string_view text) {
  std::u32string result;
  const char* at = text.data();
  while (at < text.data() + text.size()) result.push_back(take_utf8(at, text.data() + text.size()));
  return result;
}

// text_of is a name as it is compared: surname and given where the text held more (a former surname in brackets).
std::string text_of(const SplitName& name) {
  const bool brackets =
      name.whole.find_first_of("[") != std::string_view::npos || name.whole.find("［") != std::string_view::npos;
  if (!brackets || (name.surname.empty() && name.given.empty())) return std::string(name.whole);
  return std::string(name.surname) + " " + std::string(name.given);
}

bool differs_by_simplified(std::string_view a, std::string_view b) {
  const auto one = points(strict_key(a));
  const auto other = points(strict_key(b));
  for (size_t i = 0; i < std::min(one.size(), other.size()); ++i)
    if (one[i] != other[i]) return is_simplified(one[i]) || is_simplified(other[i]);
  return false;
}

std::u32string without_iteration(std::u32string text) {
  for (size_t i = 1; i < text.size(); ++i)
    if (text[i] == U'々') text[i] = text[i - 1];
  return text;
}

Comparison compare_han(const std::string& a, const std::string& b) {
  const auto one = without_iteration(points(a));
  const auto other = without_iteration(points(b));
  if (one == other) return after("iteration-mark");
  if (one.size() != other.size()) return kDifferent;
  size_t near = 0;
  for (size_t i = 0; i < one.size(); ++i) {
    if (one[i] == other[i]) continue;
    if (!is_neighbour(one[i], other[i])) return kDifferent;
    ++near;
  }
  return 2 * near < one.size() ? after("kanji-neighbour") : kDifferent;  // most characters have to be the same
}

std::string sorted_words(std::string_view text) {
  std::vector<std::string> words;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of(" ,", at), text.size());
    if (auto word = latin_class(fold(text.substr(at, end - at))); !word.empty()) words.push_back(std::move(word));
    at = end + 1;
  }
  std::ranges::sort(words);
  std::string result;
  for (const auto& word : words) result += word + " ";
  return result;
}

bool same_word(std::string_view a, std::string_view b) { return latin_class(fold(a)) == latin_class(fold(b)); }

// compare_patronymic: Malay and Tamil names, own name and father's name.
Comparison compare_patronymic(const SplitName& a, const SplitName& b) {
  const bool malay = a.form == NameForm::kMalay || b.form == NameForm::kMalay;
  const auto spelled = [&](std::string_view text) { return malay ? malay_class(text) : tamil_class(text); };
  const std::string_view rule = malay ? "malay-spelling" : "tamil-spelling";
  const bool stated_a = !a.patronymic.empty();
  const bool stated_b = !b.patronymic.empty();
  const std::string_view own_a = stated_a ? a.given : a.whole;
  const std::string_view own_b = stated_b ? b.given : b.whole;
  if (stated_a != stated_b) return spelled(own_a) == spelled(own_b) ? after("patronymic-not-stated") : kDifferent;
  if (a.daughter != b.daughter && a.certain && b.certain) return kDifferent;
  if (spelled(own_a) != spelled(own_b)) return kDifferent;
  if (spelled(a.patronymic) == spelled(b.patronymic)) return after(rule);
  // An initial is written for the father's name.
  const std::string one = latin_class(fold(a.patronymic));
  const std::string other = latin_class(fold(b.patronymic));
  const auto& brief = one.size() < other.size() ? one : other;
  const auto& full = one.size() < other.size() ? other : one;
  return brief.size() == 1 && full.starts_with(brief) ? after("initial") : kDifferent;
}

Comparison compare_chinese_romanised(const SplitName& a, const SplitName& b) {
  if (!same_word(a.given, b.given)) return kDifferent;
  const bool same_extra = same_word(a.extra, b.extra);
  if (!same_extra && !a.extra.empty() && !b.extra.empty()) return kDifferent;
  if (same_word(a.surname, b.surname)) return same_extra ? after("name-order") : after("western-name-not-stated");
  return same_surname_romanised(fold(a.surname), fold(b.surname)) ? after("dialect-spelling") : kDifferent;
}

// JOHN ALLEN SMITH and JOHN SMITH.
bool lacks_middle_name(const SplitName& a, const SplitName& b) {
  if (!same_word(a.surname, b.surname) || a.given.empty() || b.given.empty()) return false;
  const std::string_view first_a = a.given.substr(0, a.given.find(' '));
  const std::string_view first_b = b.given.substr(0, b.given.find(' '));
  return same_word(first_a, first_b) && (first_a == a.given || first_b == b.given);
}

// passport_forms are the ways in which a passport's machine-readable line spells letters with marks: Ü as UE or UXX, Ø
// as OE.
std::array<std::string, 2> passport_forms(std::string_view key) {
  constexpr std::u32string_view kLetters = U"äöüøåñ";
  static constexpr std::array<std::string_view, 6> kFirst{"ae", "oe", "ue", "oe", "aa", "n"};
  static constexpr std::array<std::string_view, 6> kSecond{"ae", "oe", "uxx", "oe", "aa", "nxx"};
  std::array<std::string, 2> forms;
  for (const char32_t c : points(key)) {
    const size_t place = kLetters.find(c);
    if (place == std::u32string_view::npos) {
      for (auto& form : forms) append_utf8(form, c);
    } else {
      forms[0] += kFirst[place];
      forms[1] += kSecond[place];
    }
  }
  for (auto& form : forms) form = latin_class(form);
  return forms;
}

bool same_in_passport(std::string_view a, std::string_view b) {
  const auto ours = passport_forms(a);
  const auto theirs = passport_forms(b);
  return std::ranges::find_first_of(ours, theirs) != ours.end();
}

Comparison compare_latin(const SplitName& a, const SplitName& b) {
  const std::string one = latin_class(fold(a.whole));
  const std::string other = latin_class(fold(b.whole));
  if (one == other) return after("accent");
  if (same_in_passport(fold(a.whole), fold(b.whole))) return after("passport-spelling");
  if (sorted_words(a.whole) == sorted_words(b.whole)) return after("name-order");
  const auto has = [&](NameForm form) { return a.form == form || b.form == form; };
  if (has(NameForm::kMalay) || has(NameForm::kTamil)) return compare_patronymic(a, b);
  if (a.form == NameForm::kChineseRomanised && b.form == NameForm::kChineseRomanised)
    return compare_chinese_romanised(a, b);
  if (has(NameForm::kChineseRomanised)) return kDifferent;
  if (romaji_class(one) == romaji_class(other)) return after("romaji-spelling");
  if (a.form == NameForm::kLatin && b.form == NameForm::kLatin && lacks_middle_name(a, b))
    return after("middle-name-not-stated");
  return kDifferent;
}

constexpr uint8_t kWritten = kHan | kKana | kLatin | kTamil;

Comparison compare_one(const SplitName& a, const SplitName& b) {
  const std::string one = text_of(a);
  const std::string other = text_of(b);
  if (one == other) return kEqual;
  if (strict_key(one) == strict_key(other)) return after("spelling-class");
  const std::string key = fold(one);
  const std::string other_key = fold(other);
  if (key == other_key) return after(differs_by_simplified(one, other) ? "simplified-traditional" : "kanji-variant");
  const auto scripts = uint8_t(scripts_of(one) & kWritten);
  const auto other_scripts = uint8_t(scripts_of(other) & kWritten);
  if (scripts != 0 && other_scripts != 0 && (scripts & other_scripts) == 0) return not_comparable("other-script");
  if ((scripts | other_scripts) & kHan) return compare_han(key, other_key);
  return scripts & other_scripts & kLatin ? compare_latin(a, b) : kDifferent;
}

// rank orders what the best pair of a set is: what could still be equal comes before what differs.
int rank(const Comparison& comparison) {
  switch (comparison.outcome) {
    case Outcome::kEqual:
      return 0;
    case Outcome::kEqualAfterRule:
      return 1 + int(find_rule(comparison.rule).strength);
    case Outcome::kNotComparable:
      return 10;
    case Outcome::kDifferent:
      return 11;
  }
  return 12;
}

// Steps that make kana more alike, one after the other; the first that makes two readings equal names the rule.
char32_t large(char32_t c) {
  constexpr std::u32string_view kSmall = U"ぁぃぅぇぉっゃゅょゎゕゖ";
  constexpr std::u32string_view kLarge = U"あいうえおつやゆよわかけ";
  const size_t place = kSmall.find(c);
  return place == std::u32string_view::npos ? c : kLarge[place];
}
char32_t sound(char32_t c) {
  constexpr std::u32string_view kFrom = U"づぢをはゐゑ";
  constexpr std::u32string_view kTo = U"ずじおわいえ";
  const size_t place = kFrom.find(c);
  return place == std::u32string_view::npos ? c : kTo[place];
}
char32_t unvoiced(char32_t c) {
  const auto plain = points(fold_phonetic([&] {
    std::string text;
    append_utf8(text, c);
    return text;
  }()));
  return plain.size() == 1 ? plain[0] : c;
}

// with_long_marks writes a vowel that lengthens the one before it as ー: おおの and おーの alike, おの not.
std::u32string with_long_marks(const std::u32string& kana) {
  constexpr std::u32string_view kRows[] = {U"あかがさざただなはばぱまやらわ", U"いきぎしじちぢにひびぴみり",
                                           U"うくぐすずつづぬふぶぷむゆる", U"えけげせぜてでねへべぺめれ",
                                           U"おこごそぞとどのほぼぽもよろを"};
  constexpr std::u32string_view kLengthen[] = {U"あー", U"いー", U"うー", U"えいー", U"おうー"};
  std::u32string result;
  for (const char32_t c : kana) {
    bool is_long = false;
    for (size_t row = 0; row < 5 && !result.empty(); ++row)
      is_long = is_long || (kRows[row].find(result.back()) != std::u32string_view::npos &&
                            kLengthen[row].find(c) != std::u32string_view::npos);
    result.push_back(is_long ? U'ー' : c);
  }
  return result;
}

}  // namespace

bool is_better(const Comparison& a, const Comparison& b) { return rank(a) < rank(b); }

Comparison compare_split(const SplitName& a, const SplitName& b) {
  if (a.whole.empty() || b.whole.empty()) return not_comparable("not-stated");
  FoldBuffer buffer;
  if (!fold(a.whole, buffer).comparable || !fold(b.whole, buffer).comparable)
    return not_comparable("substitute-character");
  if (a.kind == NameKind::kKana) return compare_kana(a.whole, b.whole);
  return compare_one(a, b);
}

Comparison compare_names(NameKind kind, std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return not_comparable("not-stated");
  Comparison best = not_comparable("not-stated");
  bool first = true;
  const SplitNames ours = split(kind, a);
  const SplitNames theirs = split(kind, b);
  for (const auto& one : ours) {
    for (const auto& other : theirs) {
      if (one.kind != other.kind) continue;  // never across types
      const Comparison found = compare_split(one, other);
      if (first || is_better(found, best)) best = found;
      first = false;
    }
  }
  return best;
}

Comparison compare_kana(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return not_comparable("not-stated");
  FoldBuffer buffer;
  if (!fold_kana(a, buffer).comparable || !fold_kana(b, buffer).comparable)
    return not_comparable("substitute-character");
  if (a == b) return kEqual;
  std::u32string one = points(fold_kana(a));
  std::u32string other = points(fold_kana(b));
  if (one == other) return after("spelling-class");
  const auto each = [&](char32_t (*step)(char32_t)) {
    std::ranges::transform(one, one.begin(), step);
    std::ranges::transform(other, other.begin(), step);
    return one == other;
  };
  if (each(large)) return after("kana-small-large");
  if (each(sound)) return after("kana-similar-sound");
  one = with_long_marks(one);
  other = with_long_marks(other);
  if (one == other) return after("kana-long-vowel");
  return each(unvoiced) ? after("kana-voicing") : kDifferent;
}

}  // namespace inkan::population::names
