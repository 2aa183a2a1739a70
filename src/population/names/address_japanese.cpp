#include <unicode/normalizer2.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "population/names/address_parts.h"
#include "population/names/fold.h"
#include "population/names/place_tables.inc"
#include "population/names/utf8.h"

namespace inkan::population::names {

namespace {

constexpr bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
constexpr bool is_kana(char32_t c) { return c >= 0x3041 && c <= 0x30FF; }
constexpr bool is_han(char32_t c) { return (c >= 0x3400 && c <= 0x9FFF) || c >= 0x20000 || c == U'々'; }
constexpr bool is_in(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

constexpr std::u32string_view kDashes = U"-‐‑‒–—―−─━ー～~";
constexpr std::u32string_view kNumerals = U"〇一二三四五六七八九十百千壱弐参拾";

std::string narrow(std::u32string_view text) {
  std::string result;
  for (const char32_t c : text) append_utf8(result, c);
  return result;
}

// Text is an address, normalised: width and voicing marks as NFKC has them, dashes between numbers as '-', kanji by
// their class, ヶ ケ が between kanji as ケ, ノ 之 の as の.
std::u32string normal_text(std::string_view line) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfkc = icu::Normalizer2::getNFKCInstance(status);
  std::string normal;
  icu::StringByteSink<std::string> sink(&normal);
  if (U_SUCCESS(status))
    nfkc->normalizeUTF8(0, icu::StringPiece(line.data(), int32_t(line.size())), sink, nullptr, status);
  std::u32string text;
  const char* at = normal.data();
  const char* const end = at + normal.size();
  while (at < end) {
    char32_t c = take_utf8(at, end);
    if ((c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF)) continue;
    if (c == U'巿') c = U'市';
    if (c == U'舟') c = U'船';
    if (c == U',' || c == U'、' || c == U'\t' || c == U'　') c = U' ';
    text.push_back(is_han(c) ? l1_class(c) : c);
  }
  const auto numeral = [&](size_t i) { return i < text.size() && (is_digit(text[i]) || is_in(text[i], kNumerals)); };
  for (size_t i = 0; i < text.size(); ++i) {
    char32_t& c = text[i];
    const bool between_han = i > 0 && i + 1 < text.size() && is_han(text[i - 1]) && is_han(text[i + 1]);
    // ー after kana makes it long (センター); anywhere else it is a dash, and so is 一 between digits.
    const bool long_mark = c == U'ー' && i > 0 && is_kana(text[i - 1]) && !(i > 1 && numeral(i - 2) && numeral(i + 1));
    if (is_in(c, kDashes) && !long_mark) c = U'-';
    if (c == U'一' && i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) && is_digit(text[i + 1])) c = U'-';
    if (c == U'ヶ' || (between_han && is_in(c, U"ケがガヵ"))) c = U'ケ';
    if (c == U'ノ' || (c == U'之' && between_han)) c = U'の';
  }
  return text;
}

// Reader goes through the text once; what it took is gone.
class Reader {
 public:
  explicit Reader(std::u32string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }
  char32_t peek(size_t ahead = 0) const { return ahead < text_.size() ? text_[ahead] : 0; }
  std::u32string_view rest() const { return text_; }
  void skip(size_t count) { text_.remove_prefix(std::min(count, text_.size())); }
  bool take(std::u32string_view word) {
    if (!text_.starts_with(word)) return false;
    skip(word.size());
    return true;
  }
  bool take_spaces() {
    const size_t before = text_.size();
    while (peek() == U' ') skip(1);
    return text_.size() != before;
  }
  size_t numeral_length(size_t from = 0) const {
    size_t i = from;
    if (is_digit(peek(i))) {
      while (is_digit(peek(i))) ++i;
    } else {
      while (i < text_.size() && is_in(text_[i], kNumerals)) ++i;
    }
    return i - from;
  }

 private:
  std::u32string_view text_;
};

// number_text reads digits or kanji numerals, 二十四 and 二四 alike, without leading zeros.
std::string number_text(std::u32string_view numeral) {
  uint64_t total = 0;
  uint64_t unit = 0;
  for (const char32_t c : numeral.substr(0, 9)) {
    const size_t digit = std::u32string_view(U"〇一二三四五六七八九").find(c);
    const size_t formal = std::u32string_view(U"壱弐参").find(c);
    if (is_digit(c)) unit = unit * 10 + (c - U'0');
    if (digit != std::u32string_view::npos) unit = unit * 10 + digit;
    if (formal != std::u32string_view::npos) unit = unit * 10 + formal + 1;
    const uint64_t power = is_in(c, U"十拾") ? 10 : c == U'百' ? 100 : c == U'千' ? 1000 : 0;
    if (power == 0) continue;
    total += std::max<uint64_t>(unit, 1) * power;
    unit = 0;
  }
  return std::to_string(total + unit);
}

std::string take_postal(Reader& reader) {
  Reader probe = reader;
  const bool marked = probe.take(U"〒");
  probe.take_spaces();
  std::string digits;
  while (digits.size() < 7 && (is_digit(probe.peek()) || (probe.peek() == U'-' && digits.size() == 3))) {
    if (probe.peek() != U'-') digits.push_back(char(probe.peek()));
    probe.skip(1);
  }
  if (digits.size() != 7 || is_digit(probe.peek()) || (!marked && probe.peek() == U'-')) return {};
  probe.take_spaces();
  reader = probe;
  return digits;
}

constexpr std::array<std::u32string_view, 47> kPrefectures{
    U"北海道", U"青森県", U"岩手県", U"宮城県",   U"秋田県", U"山形県",   U"福島県", U"茨城県", U"栃木県", U"群馬県",
    U"埼玉県", U"千葉県", U"東京都", U"神奈川県", U"新潟県", U"富山県",   U"石川県", U"福井県", U"山梨県", U"長野県",
    U"岐阜県", U"静岡県", U"愛知県", U"三重県",   U"滋賀県", U"京都府",   U"大阪府", U"兵庫県", U"奈良県", U"和歌山県",
    U"鳥取県", U"島根県", U"岡山県", U"広島県",   U"山口県", U"徳島県",   U"香川県", U"愛媛県", U"高知県", U"福岡県",
    U"佐賀県", U"長崎県", U"熊本県", U"大分県",   U"宮崎県", U"鹿児島県", U"沖縄県"};

uint8_t take_prefecture(Reader& reader) {
  for (size_t i = 0; i < kPrefectures.size(); ++i)
    if (reader.take(kPrefectures[i])) return uint8_t(i + 1);
  return 0;
}

// longest_municipality is the longest listed name that the text begins with.
std::string_view longest_municipality(std::string_view text) {
  std::string_view begin = text;
  while (!begin.empty()) {
    const auto* after = std::ranges::upper_bound(kMunicipalities, begin);
    if (after == std::begin(kMunicipalities)) return {};
    const std::string_view candidate = *(after - 1);
    if (text.starts_with(candidate)) return candidate;
    const auto differ = std::ranges::mismatch(begin, candidate);
    const auto common = size_t(differ.in1 - begin.begin());
    if (common >= begin.size()) return {};
    begin = begin.substr(0, common);
  }
  return {};
}

size_t points_in(std::string_view text) {
  return size_t(std::ranges::count_if(text, [](char c) { return (uint8_t(c) & 0xC0) != 0x80; }));
}

std::string take_municipality(Reader& reader, bool prefecture_known) {
  constexpr size_t kLengthMax = 16;
  const auto try_from = [&](size_t skip) -> std::string {
    if (skip >= reader.rest().size()) return {};
    const std::string_view found = longest_municipality(narrow(reader.rest().substr(skip, kLengthMax)));
    if (found.empty()) return {};
    reader.skip(skip + points_in(found));
    return std::string(found);
  };
  reader.take_spaces();
  std::string name = try_from(0);
  const size_t district = reader.rest().substr(0, 7).find(U'郡');
  if (name.empty() && district != std::u32string_view::npos) name = try_from(district + 1);
  if (!name.empty() || !prefecture_known) return name;
  // One that the list does not know (merged since, or newer than the list): up to the first 市 区 町 村.
  const size_t end = reader.rest().substr(0, 8).find_first_of(U"市区町村", 1);
  if (end == std::u32string_view::npos) return {};
  name = narrow(reader.rest().substr(0, end + 1));
  reader.skip(end + 1);
  return name;
}

// starts_number tells whether a numeral here is a number of the address and no part of a name: 三重, 八王子, 一番町 and
// 二の宮 stay names.
bool starts_number(const Reader& reader) {
  const size_t length = reader.numeral_length();
  if (length == 0) return false;
  if (is_digit(reader.peek())) return true;
  const char32_t next = reader.peek(length);
  const char32_t second = reader.peek(length + 1);
  const bool number_follows = reader.numeral_length(length + 1) > 0;
  if (next == U'丁') return second == U'目' || second == 0 || second == U'-' || second == U' ' || number_follows;
  if (next == U'番')
    return second == U'地' || second == U'号' || second == U'-' || second == 0 || second == U'の' || number_follows;
  if (next == U'号') return true;
  if (next == U'-' || next == U'の') return number_follows;
  return next == U'地' && second == U'割';
}

// takes_jo turns 北二十四条西 into 北24条西: the grid of Sapporo and other towns of Hokkaido.
bool takes_jo(const Reader& reader, char32_t before) {
  const size_t length = reader.numeral_length();
  return length > 0 && reader.peek(length) == U'条' && is_in(before, U"北南東西") &&
         is_in(reader.peek(length + 1), U"東西南北");
}

bool is_block_mark(const Reader& reader) {
  // イ22, ハの74, 甲123: a kana or a sign of the old order that counts blocks.
  const char32_t c = reader.peek();
  const bool mark = is_kana(c) || is_in(c, U"甲乙丙") || (c >= U'A' && c <= U'Z');
  const size_t after = reader.peek(1) == U'-' || reader.peek(1) == U'の' ? 2 : 1;
  return mark && is_digit(reader.peek(after));
}

std::string take_town(Reader& reader) {
  std::u32string town;
  char32_t before = 0;
  reader.take_spaces();
  if (!reader.take(U"大字")) (void)reader.take(U"字");
  while (!reader.done() && reader.peek() != U' ') {
    if (takes_jo(reader, before)) {
      const size_t length = reader.numeral_length();
      for (const char digit : number_text(reader.rest().substr(0, length))) town.push_back(char32_t(digit));
      reader.skip(length);
      before = 0;
      continue;
    }
    // 麻布十番 is a place although a number may follow.
    const bool place = reader.rest().starts_with(U"十番") && town.ends_with(U"麻布");
    if (!place && !town.empty() && starts_number(reader)) break;
    if (!place && town.empty() && is_digit(reader.peek())) break;
    if (!town.empty() && !is_kana(before) && is_block_mark(reader)) break;
    if (reader.take(U"大字")) continue;
    if (const size_t length = place ? 2 : reader.numeral_length(); length > 0) {
      town += reader.rest().substr(0, length);
      reader.skip(length);
    } else {
      town.push_back(reader.peek());
      reader.skip(1);
    }
    before = town.back();
    if (reader.peek() == U'第' && reader.numeral_length(1) > 0) reader.skip(1);  // 第１地割
  }
  return fold(narrow(town));
}

struct Numbers {
  std::string text{};
  std::string unit{};
  size_t count = 0;

  void add(const std::string& part) {
    if (count++ > 0) text += '-';
    text += part;
  }
};

// take_marker takes what stands between two numbers. nullopt: nothing of the kind. true: another number is expected.
std::optional<bool> take_marker(Reader& reader) {
  for (const std::u32string_view marker : {U"丁目", U"番地の", U"番地", U"番の", U"番", U"地割", U"丁", U"-", U"の"})
    if (reader.take(marker)) return true;
  if (reader.take(U"号の")) return true;
  if (reader.take(U"号")) return false;
  return std::nullopt;
}

Numbers take_numbers(Reader& reader) {
  Numbers numbers;
  bool expected = true;
  while (!reader.done() && numbers.count < ParsedAddress::kNumbersMax) {
    const Reader before = reader;
    const bool space = reader.take_spaces();
    const size_t length = reader.numeral_length();
    const bool block = length == 0 && is_block_mark(reader) && (expected || is_kana(reader.peek()));
    if ((length == 0 && !block) || (space && !expected)) {
      reader = before;
      break;
    }
    if (block) {
      numbers.add(fold(narrow(reader.rest().substr(0, 1))));
      reader.skip(1);
      expected = true;
      (void)take_marker(reader);
      continue;
    }
    const std::string number = number_text(reader.rest().substr(0, length));
    const std::u32string_view after = reader.rest().substr(length);
    const bool room = after.starts_with(U"号室") || after.starts_with(U"室") || after.starts_with(U"階") ||
                      after.starts_with(U"号棟");
    if (room) {
      reader = before;
      break;
    }
    reader.skip(length);
    numbers.add(number);
    const auto marker = take_marker(reader);
    if (!marker && reader.numeral_length() == 0 && !is_block_mark(reader)) {
      expected = false;
      if (reader.peek() != U' ') break;
    } else {
      expected = marker.value_or(false);
    }
  }
  return numbers;
}

// The fourth number of 2-2-1-1203 is a room.
void move_fourth_to_unit(ParsedAddress& parsed, const Numbers& numbers) {
  parsed.numbers = numbers.text;
  const bool plain = std::ranges::all_of(numbers.text, [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
  if (numbers.count != 4 || !plain) return;
  const size_t last = numbers.text.rfind('-');
  parsed.unit = numbers.text.substr(last + 1);
  parsed.numbers = numbers.text.substr(0, last);
}

// take_building cuts ABCビル1203号室 into building and room.
void take_building(Reader& reader, ParsedAddress& parsed) {
  std::u32string_view rest = reader.rest();
  while (!rest.empty() && is_in(rest.front(), U" -の")) rest.remove_prefix(1);
  for (const std::u32string_view word : {U"号室", U"室", U"号"})
    if (rest.ends_with(word)) {
      rest.remove_suffix(word.size());
      break;
    }
  const auto part_of_room = [](char32_t c) {
    return is_digit(c) || c == U'-' || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
  };
  size_t start = rest.size();
  while (start > 0 && part_of_room(rest[start - 1])) --start;
  std::u32string_view room = rest.substr(start);
  while (!room.empty() && room.front() == U'-') room.remove_prefix(1);
  if (std::ranges::any_of(room, is_digit)) {
    rest = rest.substr(0, start);
    std::string unit = fold(narrow(room));
    unit.erase(0, std::min(unit.find_first_not_of('0'), unit.size() - 1));
    if (!unit.empty()) parsed.unit = unit;
  }
  while (!rest.empty() && is_in(rest.back(), U" #")) rest.remove_suffix(1);
  parsed.building = fold(narrow(rest));
}

}  // namespace

ParsedAddress parse_japanese_address(std::string_view line) {
  const std::u32string text = normal_text(line);
  Reader reader(text);
  ParsedAddress parsed;
  reader.take_spaces();
  parsed.postal = take_postal(reader);
  parsed.prefecture = take_prefecture(reader);
  parsed.municipality = take_municipality(reader, parsed.prefecture != 0);
  parsed.town = take_town(reader);
  const Numbers numbers = take_numbers(reader);
  move_fourth_to_unit(parsed, numbers);
  take_building(reader, parsed);
  if (!parsed.municipality.empty() || !parsed.town.empty()) parsed.style = AddressStyle::kJapanese;
  return parsed;
}

}  // namespace inkan::population::names
