#include "population/names/plausible.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "population/names/fold.h"
#include "population/names/reading_tables.inc"
#include "population/names/romanise.h"
#include "population/names/split.h"
#include "population/names/utf8.h"

namespace inkan::population::names {

namespace {

// What a deviation from a usual reading costs; a character that takes none costs kUnread.
constexpr double kShortened = 0.3;  // 日 as に of にち, 太 as ふと of ふとい
constexpr double kChanged = 0.15;   // voiced inside a word (山田 やまだ), or っ before the next (日本 にっぽん)
constexpr double kUnread = 1.5;
constexpr size_t kLengthMax = 40;

std::u32string points(std::string_view text) {
  std::u32string result;
  const char* at = text.data();
  while (at < text.data() + text.size()) result.push_back(take_utf8(at, text.data() + text.size()));
  return result;
}

std::vector<std::u32string> readings_of(char32_t c) {
  std::vector<std::u32string> result;
  const auto found = std::ranges::lower_bound(kReadingHeads, c);
  if (found == std::end(kReadingHeads) || *found != c) return result;
  const std::u32string all = points(kReadings[found - std::begin(kReadingHeads)]);
  for (size_t at = 0; at < all.size();) {
    const size_t end = std::min(all.find(U' ', at), all.size());
    result.push_back(all.substr(at, end - at));
    at = end + 1;
  }
  return result;
}

char32_t unvoiced(char32_t c) {
  constexpr std::u32string_view kFrom = U"がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ";
  constexpr std::u32string_view kTo = U"かきくけこさしすせそたちつてとはひふへほはひふへほ";
  const size_t place = kFrom.find(c);
  return place == std::u32string_view::npos ? c : kTo[place];
}

// cost_of reading `kana` where `reading` is usual; negative when they have nothing to do with each other.
double cost_of(std::u32string_view kana, std::u32string_view reading) {
  double cost = 0;
  if (kana.size() + 1 == reading.size() && kana.size() >= 1) {
    cost = kShortened;
    reading.remove_suffix(1);
  }
  if (kana.size() != reading.size()) return -1;
  for (size_t i = 0; i < kana.size(); ++i) {
    if (kana[i] == reading[i]) continue;
    const bool voiced = i == 0 && unvoiced(kana[i]) == unvoiced(reading[i]);
    const bool doubled = i + 1 == kana.size() && kana[i] == U'っ';
    if (!voiced && !doubled) return -1;
    cost += kChanged;
  }
  return cost;
}

// cheapest is the least cost of one character reading exactly these kana.
double cheapest(char32_t c, std::u32string_view kana, const std::vector<std::u32string>& readings) {
  if (kana.size() == 1 && kana[0] == c) return 0;  // written in kana itself
  double best = kUnread;
  for (const auto& reading : readings)
    if (const double cost = cost_of(kana, reading); cost >= 0) best = std::min(best, cost);
  return best;
}

// kanji_plausibility cuts the reading among the characters at the least cost.
double kanji_plausibility(const std::u32string& written, const std::u32string& kana) {
  constexpr size_t kReadingMax = 6;
  if (written.empty() || kana.empty() || written.size() > kLengthMax || kana.size() > kLengthMax) return 0;
  std::vector<double> costs(kana.size() + 1, INFINITY);
  costs[0] = 0;
  for (const char32_t c : written) {
    const auto readings = readings_of(c);
    std::vector<double> next(kana.size() + 1, INFINITY);
    for (size_t from = 0; from < kana.size(); ++from) {
      if (costs[from] == INFINITY) continue;
      for (size_t length = 1; length <= kReadingMax && from + length <= kana.size(); ++length) {
        const double cost = costs[from] + cheapest(c, std::u32string_view(kana).substr(from, length), readings);
        next[from + length] = std::min(next[from + length], cost);
      }
    }
    costs = std::move(next);
  }
  return costs.back() == INFINITY ? 0 : std::max(0.0, 1.0 - costs.back() / double(written.size()));
}

constexpr bool is_vowel(char c) { return std::string_view("aiueo").find(c) != std::string_view::npos; }

// sounds writes Latin letters as Japanese ears hear them.
std::string sounds(std::string_view latin_key) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kRules{{{"ck", "k"},
                                                                                  {"ph", "f"},
                                                                                  {"th", "s"},
                                                                                  {"ch", "ch"},
                                                                                  {"ee", "i"},
                                                                                  {"oo", "u"},
                                                                                  {"ce", "se"},
                                                                                  {"ci", "si"},
                                                                                  {"qu", "ku"},
                                                                                  {"x", "ks"},
                                                                                  {"l", "r"},
                                                                                  {"v", "b"},
                                                                                  {"c", "k"},
                                                                                  {"y", "i"},
                                                                                  {"sh", "sh"}}};
  std::string result;
  for (size_t at = 0; at < latin_key.size();) {
    const auto rule =
        std::ranges::find_if(kRules, [&](const auto& r) { return latin_key.substr(at).starts_with(r.first); });
    const std::string_view sound = rule == kRules.end() ? latin_key.substr(at, 1) : rule->second;
    at += rule == kRules.end() ? 1 : rule->first.size();
    for (const char c : sound)
      if (result.empty() || result.back() != c) result.push_back(c);
  }
  return result;
}

// Costs of hearing one word as another: Japanese puts vowels between consonants, which is nearly free, as is an h.
constexpr double kAddedVowel = 0.1;
constexpr double kOtherVowel = 0.6;
constexpr double kOtherSound = 1.0;

constexpr double cost_of_adding(char c) { return is_vowel(c) || c == 'h' ? kAddedVowel : kOtherSound; }
constexpr double cost_of_dropping(char c) {
  if (c == 'h') return kAddedVowel;
  return is_vowel(c) || c == 'r' ? kOtherVowel : kOtherSound;
}
constexpr double cost_of_changing(char a, char b) {
  if (a == b) return 0;
  if (is_vowel(a) && is_vowel(b)) return kOtherVowel;
  return a == 'w' && b == 'u' ? kAddedVowel : kOtherSound;
}

// word_plausibility aligns the letters of a word with the kana's, at the least cost.
double word_plausibility(const std::string& latin_key, const std::string& kana_key) {
  constexpr double kWeight = 2.6;  // so that kPlausibleMin serves Latin letters and kanji alike
  const std::string a = sounds(latin_class(latin_key));
  const std::string b = sounds(to_romaji(kana_key));
  if (a.empty() || b.empty() || a.size() > 2 * kLengthMax || b.size() > 2 * kLengthMax) return 0;
  std::vector<double> row(b.size() + 1);
  for (size_t j = 1; j <= b.size(); ++j) row[j] = row[j - 1] + cost_of_adding(b[j - 1]);
  for (const char c : a) {
    std::vector<double> next(b.size() + 1);
    next[0] = row[0] + cost_of_dropping(c);
    for (size_t j = 1; j <= b.size(); ++j)
      next[j] = std::min({row[j - 1] + cost_of_changing(c, b[j - 1]), next[j - 1] + cost_of_adding(b[j - 1]),
                          row[j] + cost_of_dropping(c)});
    row = std::move(next);
  }
  return std::max(0.0, 1.0 - kWeight * row.back() / double(a.size()));
}

std::vector<std::string> words_of(std::string_view text, std::string (*key)(std::string_view)) {
  std::vector<std::string> words;
  std::string spaced(text);
  for (size_t at; (at = spaced.find("　")) != std::string::npos;)
    spaced.replace(at, std::string_view("　").size(), " ");
  for (size_t at = 0; at < spaced.size();) {
    const size_t end = std::min(spaced.find(' ', at), spaced.size());
    if (auto word = key(std::string_view(spaced).substr(at, end - at)); !word.empty()) words.push_back(std::move(word));
    at = end + 1;
  }
  return words;
}

// latin_plausibility is that of the oddest word, where both have as many; else of the whole.
double latin_plausibility(std::string_view written, std::string_view kana) {
  const auto latin_words = words_of(written, [](std::string_view word) { return fold(word); });
  const auto kana_words = words_of(kana, [](std::string_view word) { return fold_kana(word); });
  if (latin_words.size() != kana_words.size()) return word_plausibility(fold(written), fold_kana(kana));
  double worst = latin_words.empty() ? 0 : 1;
  for (size_t i = 0; i < latin_words.size(); ++i)
    worst = std::min(worst, word_plausibility(latin_words[i], kana_words[i]));
  return worst;
}

}  // namespace

double reading_plausibility(std::string_view written, std::string_view kana) {
  FoldBuffer buffer;
  const std::string reading(fold_kana(kana, buffer).key);
  double best = 0;
  for (const auto& name : split(NameKind::kLegal, written)) {
    const bool brackets =
        name.whole.find_first_of("[") != std::string_view::npos || name.whole.find("［") != std::string_view::npos;
    const std::string text = brackets ? std::string(name.surname) + std::string(name.given) : std::string(name.whole);
    const Folded folded = fold(text, buffer);
    const bool latin = (folded.scripts & (kHan | kKana)) == 0;
    const std::string key(folded.key);
    best = std::max(best, latin ? latin_plausibility(text, kana) : kanji_plausibility(points(key), points(reading)));
  }
  return best;
}

bool is_plausible_reading(std::string_view written, std::string_view kana) {
  return reading_plausibility(written, kana) >= kPlausibleMin;
}

void order_queue(std::vector<QueuedReading>& queue, const ReadingModel& model) {
  std::vector<std::pair<double, size_t>> order;
  order.reserve(queue.size());
  for (size_t i = 0; i < queue.size(); ++i) order.emplace_back(model(queue[i].written, queue[i].kana), i);
  std::ranges::stable_sort(order, {}, [](const auto& entry) { return entry.first; });
  std::vector<QueuedReading> sorted;
  sorted.reserve(queue.size());
  for (const auto& [value, place] : order) sorted.push_back(std::move(queue[place]));
  queue = std::move(sorted);
}

}  // namespace inkan::population::names
