#include "population/names/split.h"

#include <algorithm>
#include <array>

#include "population/names/fold.h"
#include "population/names/romanise.h"
#include "population/names/utf8.h"

namespace inkan::population::names {

namespace {

constexpr size_t kWordsMax = 12;

bool is_space(char32_t c) { return c == U' ' || c == U'　' || c == U'\u00A0' || c == U'\t'; }

// Words are the slices of a text between spaces; more than kWordsMax stay in the last one.
struct Words {
  std::array<std::string_view, kWordsMax> list{};
  size_t size = 0;
  std::string_view operator[](size_t i) const { return list[i]; }
  // from..to as one slice, spaces between them included.
  std::string_view slice(size_t from, size_t to) const {
    if (from >= to) return {};
    return {list[from].data(), size_t(list[to - 1].data() + list[to - 1].size() - list[from].data())};
  }
};

Words words_of(std::string_view text) {
  Words words;
  const char* const end = text.data() + text.size();
  const char* start = nullptr;
  for (const char* at = text.data(); at < end;) {
    const char* const here = at;
    const bool space = is_space(take_utf8(at, end));
    if (!space && start == nullptr) start = here;
    const bool last = at >= end;
    if (start != nullptr && (space || last) && (words.size + 1 < kWordsMax || last))
      words.list[words.size++] = {start, size_t((space ? here : at) - start)};
    if (space && words.size > 0 && words.list[words.size - 1].data() == start) start = nullptr;
  }
  return words;
}

// trimmed takes spaces, ideographic ones too, from both ends.
std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kWide = "　";
  for (bool more = true; more;) {
    if (text.starts_with(' ') || text.starts_with('\t'))
      text.remove_prefix(1);
    else if (text.ends_with(' ') || text.ends_with('\t'))
      text.remove_suffix(1);
    else if (text.starts_with(kWide))
      text.remove_prefix(kWide.size());
    else if (text.ends_with(kWide))
      text.remove_suffix(kWide.size());
    else
      more = false;
  }
  return text;
}

std::string key_of(std::string_view word) { return fold(word); }

bool in(std::string_view word, std::span<const std::string_view> list) {
  return std::ranges::find(list, word) != list.end();
}

// A word between a name and the father's name. kNone: none of them.
struct Marker {
  NameForm form = NameForm::kUnknown;
  bool daughter = false;
};

Marker marker_of(std::string_view word, const Words& words) {
  constexpr std::string_view kSons[] = {"bin", "ibni", "bn"};
  constexpr std::string_view kDaughters[] = {"binti", "binte", "bte", "bt", "bint"};
  const std::string key = key_of(word);
  if (in(key, kSons)) return {NameForm::kMalay, false};
  if (in(key, kDaughters)) return {NameForm::kMalay, true};
  if (key == "s/o" || key == "a/l") return {NameForm::kTamil, false};
  if (key == "d/o" || key == "a/p") return {NameForm::kTamil, true};
  // B stands for bin only in a name that begins like a Malay one: JOHN B SMITH has a middle name.
  constexpr std::string_view kMalayFirst[] = {"abdul",    "abu",    "ahmad",  "ali",   "aziz",   "hassan",
                                              "ibrahim",  "ismail", "jamal",  "kamal", "omar",   "osman",
                                              "muhammad", "rahman", "razak",  "rosli", "salleh", "syed",
                                              "yusof",    "yusoff", "zainal", "amir",  "hafiz",  "faizal"};
  if (key == "b" && words.size > 0 && (malay_class(words[0]) == "muhammad" || in(key_of(words[0]), kMalayFirst)))
    return {NameForm::kMalay, false};
  return {};
}

bool split_patronymic(const Words& words, SplitName& name) {
  for (size_t i = 1; i + 1 < words.size; ++i) {
    const Marker marker = marker_of(words[i], words);
    if (marker.form == NameForm::kUnknown) continue;
    name.form = marker.form;
    name.daughter = marker.daughter;
    name.given = words.slice(0, i);
    name.patronymic = words.slice(i + 1, words.size);
    return true;
  }
  return false;
}

bool is_initial(std::string_view word) { return key_of(word).size() == 1 && word.size() <= 2; }

// K MURUGAN, K. S. RAJAN: initials of the father's name before the own one.
bool split_initials(const Words& words, SplitName& name) {
  if (words.size < 2 || is_initial(words[words.size - 1])) return false;
  for (size_t i = 0; i + 1 < words.size; ++i)
    if (!is_initial(words[i])) return false;
  name.form = NameForm::kTamil;
  name.patronymic = words.slice(0, words.size - 1);
  name.given = words[words.size - 1];
  name.certain = false;
  return true;
}

// is_syllables looks at one word, which may be hyphenated: MEI-LING.
bool is_syllables(std::string_view word) {
  for (size_t at = 0; at <= word.size();) {
    const size_t end = std::min(word.find('-', at), word.size());
    if (!is_chinese_syllables(key_of(word.substr(at, end - at)))) return false;
    at = end + 1;
  }
  return true;
}

bool split_chinese(const Words& words, SplitName& name) {
  if (words.size < 2 || words.size > 6) return false;
  std::array<bool, kWordsMax> syllables{};
  for (size_t i = 0; i < words.size; ++i) syllables[i] = is_syllables(words[i]);
  // Western names stand before the surname or after the given name.
  size_t first = 0;
  while (first < words.size && !syllables[first]) ++first;
  size_t last = first;
  while (last < words.size && syllables[last]) ++last;
  const bool nothing_between = std::none_of(syllables.begin() + ptrdiff_t(last),
                                            syllables.begin() + ptrdiff_t(words.size), [](bool is) { return is; });
  if (last - first < 2 || last - first > 4 || !nothing_between || (first > 0 && last < words.size)) return false;
  name.extra = first > 0 ? words.slice(0, first) : words.slice(last, words.size);
  if (is_chinese_surname(key_of(words[first]))) {
    name.surname = words[first];
    name.given = words.slice(first + 1, last);
  } else if (is_chinese_surname(key_of(words[last - 1]))) {
    name.surname = words[last - 1];
    name.given = words.slice(first, last - 1);
    name.certain = false;
  } else {
    return false;
  }
  name.form = NameForm::kChineseRomanised;
  return true;
}

void split_western(std::string_view text, const Words& words, SplitName& name) {
  name.form = NameForm::kLatin;
  if (const size_t comma = text.find(','); comma != std::string_view::npos) {  // SMITH, JOHN ALLEN
    name.surname = trimmed(text.substr(0, comma));
    name.given = trimmed(text.substr(comma + 1));
    return;
  }
  // Parts that belong to the surname after them: VAN DER BERG.
  constexpr std::string_view kParticles[] = {"van", "von", "der", "den", "de", "del", "della", "la", "le",
                                             "da",  "dos", "di",  "du",  "al", "el",  "ter",   "ten"};
  size_t surname = words.size - 1;
  while (surname > 1 && in(key_of(words[surname - 1]), kParticles)) --surname;
  name.surname = words.slice(surname, words.size);
  name.given = words.slice(0, surname);
  name.certain = false;  // some write the surname first
}

void split_latin(SplitName& name) {
  const Words words = words_of(name.whole);
  if (words.size < 2) return;
  if (split_patronymic(words, name) || split_initials(words, name) || split_chinese(words, name)) return;
  split_western(name.whole, words, name);
}

bool is_double_surname(std::string_view two_characters) {
  constexpr std::string_view kDouble[] = {"欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "司徒", "皇甫",
                                          "端木", "夏侯", "尉迟", "尉遲", "公孙", "公孫", "慕容", "令狐", "宇文",
                                          "长孙", "長孫", "司空", "东方", "東方", "南宫", "南宮", "轩辕", "軒轅",
                                          "东郭", "百里", "呼延", "澹台", "太史", "申屠"};
  return in(two_characters, kDouble);
}

// split_characters cuts a Chinese name without a space: one character of surname, or a known pair.
void split_characters(SplitName& name) {
  const std::string_view text = name.whole;
  const char* at = text.data();
  const char* const end = at + text.size();
  size_t count = 0;
  std::array<size_t, 3> ends{};
  while (at < end && count < ends.size()) {
    (void)take_utf8(at, end);
    ends[count++] = size_t(at - text.data());
  }
  if (count < 2) return;
  const bool two = count == 3 && is_double_surname(text.substr(0, ends[1]));
  name.surname = text.substr(0, two ? ends[1] : ends[0]);
  name.given = text.substr(name.surname.size());
  name.certain = false;
}

void split_asian(SplitName& name, uint8_t scripts) {
  const Words words = words_of(name.whole);
  name.form = (scripts & kHan) == 0 ? NameForm::kKana : NameForm::kJapanese;
  if (name.kind == NameKind::kChinese) name.form = NameForm::kChinese;
  if (words.size >= 2) {
    name.surname = words[0];
    name.given = words.slice(1, words.size);
  } else if (name.form == NameForm::kChinese) {
    split_characters(name);
  } else {
    name.certain = false;
  }
}

SplitName split_one(NameKind kind, std::string_view text) {
  SplitName name{.kind = kind, .whole = trimmed(text)};
  FoldBuffer buffer;
  const uint8_t scripts = fold(name.whole, buffer).scripts;
  if (scripts & (kHan | kKana))
    split_asian(name, scripts);
  else if (scripts & kLatin)
    split_latin(name);
  return name;
}

// Bracketed is the text before, inside and after the first pair of brackets of a kind, full width or not.
struct Bracketed {
  std::string_view before{};
  std::string_view inside{};
  std::string_view after{};
  bool found = false;
};

Bracketed brackets(std::string_view text, std::string_view open, std::string_view close) {
  const size_t start = text.find(open);
  const size_t end = start == std::string_view::npos ? start : text.find(close, start);
  if (end == std::string_view::npos) return {.before = text};
  return {text.substr(0, start), text.substr(start + open.size(), end - start - open.size()),
          text.substr(end + close.size()), true};
}

Bracketed either_brackets(std::string_view text, std::string_view wide, std::string_view narrow) {
  const size_t half = wide.size() / 2;
  const Bracketed found = brackets(text, wide.substr(0, half), wide.substr(half));
  return found.found ? found : brackets(text, narrow.substr(0, 1), narrow.substr(1));
}

// split_former understands 東京［日本］　花子.
void split_former(NameKind kind, std::string_view text, SplitNames& names) {
  const Bracketed former = either_brackets(text, "［］", "[]");
  if (!former.found) {
    if (!trimmed(text).empty()) names.add(split_one(kind, text));
    return;
  }
  SplitName now = split_one(kind, text);
  now.surname = trimmed(former.before);
  now.given = trimmed(former.after);
  now.extra = now.patronymic = {};
  now.certain = true;
  SplitName before = now;
  before.kind = NameKind::kPrevious;
  before.surname = trimmed(former.inside);
  if (now.surname.empty() && now.given.empty()) return names.add(split_one(kind, text));
  names.add(now);
  if (!before.surname.empty()) names.add(before);
}

}  // namespace

std::string_view to_text(NameForm form) {
  switch (form) {
    case NameForm::kUnknown:
      return "unknown";
    case NameForm::kJapanese:
      return "japanese";
    case NameForm::kKana:
      return "kana";
    case NameForm::kChinese:
      return "chinese";
    case NameForm::kChineseRomanised:
      return "chinese_romanised";
    case NameForm::kMalay:
      return "malay";
    case NameForm::kTamil:
      return "tamil";
    case NameForm::kLatin:
      return "latin";
  }
  return {};
}

SplitNames split(NameKind kind, std::string_view text) {
  SplitNames names;
  // Full-width brackets and the low line begin with byte EF; most names hold nothing that parts them.
  const bool plain =
      std::ranges::none_of(text, [](char c) { return c == '(' || c == '[' || c == '@' || uint8_t(c) == 0xEF; });
  if (plain) {
    names.add(split_one(kind, text));
    return names;
  }
  constexpr std::string_view kBetween = "＿";
  if (const size_t place = text.find(kBetween); place != std::string_view::npos) {
    const std::string_view romanised = trimmed(text.substr(0, place));
    if (!romanised.empty()) names.add(split_one(NameKind::kRomanised, romanised));
    text = text.substr(place + kBetween.size());
  }
  std::string_view other;  // TAN AH KOW @ CHEN YAGOU, as identity cards write an alias
  if (const size_t place = text.find('@'); place != std::string_view::npos && !trimmed(text.substr(0, place)).empty()) {
    other = trimmed(text.substr(place + 1));
    text = text.substr(0, place);
  }
  const Bracketed alias = either_brackets(text, "（）", "()");
  if (alias.found && trimmed(alias.after).empty() && !trimmed(alias.before).empty()) {
    split_former(kind, alias.before, names);
    if (!trimmed(alias.inside).empty()) names.add(split_one(NameKind::kAlias, alias.inside));
  } else {
    split_former(kind, text, names);
  }
  if (!other.empty()) names.add(split_one(NameKind::kAlias, other));
  if (names.size() == 0) names.add({.kind = kind, .whole = text});
  return names;
}

}  // namespace inkan::population::names
