#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/text.h"
#include "population/names/address_parts.h"
#include "population/names/fold.h"

namespace inkan::population::names {

namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Words as people shorten them on envelopes; the short form is the one that is compared.
std::string_view short_word(std::string_view word) {
  static constexpr std::pair<std::string_view, std::string_view> kShort[] = {
      {"avenue", "ave"},   {"street", "st"},     {"road", "rd"},
      {"drive", "dr"},     {"crescent", "cres"}, {"north", "nth"},
      {"south", "sth"},    {"jalan", "jln"},     {"lorong", "lor"},
      {"bukit", "bt"},     {"upper", "upp"},     {"close", "cl"},
      {"place", "pl"},     {"central", "ctrl"},  {"tanjong", "tg"},
      {"kampong", "kg"},   {"park", "pk"},       {"terrace", "ter"},
      {"gardens", "gdns"}, {"heights", "hts"},   {"commonwealth", "cwealth"},
      {"lane", "ln"},      {"court", "ct"},      {"boulevard", "blvd"}};
  for (const auto& [full, brief] : kShort)
    if (full == word) return brief;
  return word;
}

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  FoldBuffer buffer;
  for (size_t at = 0; at < line.size();) {
    const size_t end = std::min(line.find_first_of(" ,\t\r\n()", at), line.size());
    std::string_view raw = line.substr(at, end - at);
    at = end + 1;
    if (raw.empty()) continue;
    if (raw.find('-') == std::string_view::npos) {
      words.emplace_back(fold(raw, buffer).key);
    } else {  // the hyphen of a unit stays
      std::string word;
      for (const char c : ascii_lower(raw))
        if (is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '#') word.push_back(c);
      words.push_back(std::move(word));
    }
    if (words.back().empty()) words.pop_back();
  }
  return words;
}

// unit_of reads #09-128, 09-128 and gives 9-128.
std::optional<std::string> unit_of(std::string_view word) {
  const bool marked = word.starts_with('#');
  if (marked) word.remove_prefix(1);
  if (word.empty() || (!marked && (word.find('-') == std::string_view::npos || !is_digit(word[0]))))
    return std::nullopt;
  std::string unit;
  bool start = true;
  for (size_t i = 0; i < word.size(); ++i) {
    const bool zero = start && word[i] == '0' && i + 1 < word.size() && word[i + 1] != '-';
    if (!zero) unit.push_back(word[i]);
    start = word[i] == '-' || zero;
  }
  return unit;
}

// postal_of reads 460102 and s460102.
std::string_view postal_of(std::string_view word) {
  if (word.starts_with('s') && word.size() == 7) word.remove_prefix(1);
  return word.size() == 6 && is_digits(word) ? word : std::string_view();
}

}  // namespace

ParsedAddress parse_latin_address(std::string_view line) {
  ParsedAddress parsed;
  std::vector<std::string> words = words_of(line);
  if (words.empty()) return parsed;
  bool after_unit = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "singapore" || word == "blk" || word == "block" || word == "apt" ||
        (word == "s" && i + 2 >= words.size()))
      continue;
    if (i > 0 && i + 2 >= words.size() && !postal_of(word).empty()) {
      parsed.postal = postal_of(word);
    } else if (auto unit = unit_of(word); unit && parsed.unit.empty() && (i > 0 || word[0] == '#')) {
      parsed.unit = *unit;
      after_unit = true;
    } else if (parsed.numbers.empty() && parsed.town.empty() && is_digit(word[0])) {
      const size_t first = std::min(word.find_first_not_of('0'), word.size() - 1);
      parsed.numbers = word.substr(first);
    } else if (after_unit && !parsed.town.empty()) {
      parsed.building += word;
    } else {
      if (!parsed.town.empty()) parsed.town += ' ';
      parsed.town += short_word(word);
    }
  }
  if (!parsed.town.empty() || !parsed.postal.empty()) parsed.style = AddressStyle::kSingapore;
  return parsed;
}

}  // namespace inkan::population::names
