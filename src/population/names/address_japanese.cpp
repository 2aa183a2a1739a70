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

constexpr size_t kTextMax = 640;

constexpr bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
constexpr bool is_kana(char32_t c) { return c >= 0x3041 && c <= 0x30FF; }
constexpr bool is_han(char32_t c) { return (c >= 0x3400 && c <= 0x9FFF) || c >= 0x20000 || c == U'々'; }
constexpr bool is_in(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

constexpr bool is_numeral(char32_t c) {
  switch (c) {
    case U'〇':
    case U'一':
    case U'二':
    case U'三':
    case U'四':
    case U'五':
    case U'六':
    case U'七':
    case U'八':
    case U'九':
    case U'十':
    case U'百':
    case U'千':
    case U'壱':
    case U'弐':
    case U'参':
    case U'拾':
      return true;
    default:
      return false;
  }
}

constexpr bool is_dash(char32_t c) {
  return c == U'-' || (c >= 0x2010 && c <= 0x2015) || c == U'−' || c == U'─' || c == U'━' || c == U'ー' || c == U'～' ||
         c == U'~';
}

std::string narrow(std::u32string_view text) {
  std::string result;
  result.reserve(text.size() * 3);
  for (const char32_t c : text) append_utf8(result, c);
  return result;
}

// folded is the key of a short text.
std::string folded(std::u32string_view text) {
  if (text.empty()) return {};
  std::array<char, 4 * kTextMax> bytes;
  char* end = bytes.data();
  for (const char32_t c : text.substr(0, kTextMax)) put_utf8(end, c);
  FoldBuffer buffer;
  return std::string(fold(std::string_view(bytes.data(), size_t(end - bytes.data())), buffer).key);
}

// Line is an address, normalised: width and voicing marks as NFKC has them, dashes between numbers as '-', kanji by
// their class, ヶ ケ が between kanji as ケ, ノ 之 の as の.
struct Line {
  std::array<char32_t, kTextMax> text;
  size_t size = 0;
  std::u32string_view view() const { return {text.data(), size}; }
};

// simple_form is a character's NFKC where that is one character that combines with none; 0 for ICU to see to.
char32_t simple_form(char32_t c) {
  if (c < 0x80) return c;
  if ((c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FE) || (c >= 0x3005 && c <= 0x3007) || c == U'〒')
    return c;
  if ((c >= 0x3400 && c <= 0x9FFF) || (c >= 0x20000 && c < 0x2F800)) return c;
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
  if (c == U'　') return U' ';
  return is_dash(c) || c == U'、' ? c : 0;
}

// put writes one character of NFKC.
void put(Line& line, char32_t c) {
  if ((c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) || line.size == kTextMax) return;
  if (c == U'巿') c = U'市';
  if (c == U'舟') c = U'船';
  if (c == U',' || c == U'、' || c == U'\t') c = U' ';
  line.text[line.size++] = is_han(c) ? l1_class(c) : c;
}

bool read_simple(Line& line, std::string_view written) {
  const char* at = written.data();
  const char* const end = at + written.size();
  while (at < end) {
    const char32_t c = simple_form(take_utf8(at, end));
    if (c == 0) return false;
    put(line, c);
  }
  return true;
}

void read_by_icu(Line& line, std::string_view written) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfkc = icu::Normalizer2::getNFKCInstance(status);
  std::string normal;
  icu::StringByteSink<std::string> sink(&normal);
  if (U_SUCCESS(status))
    nfkc->normalizeUTF8(0, icu::StringPiece(written.data(), int32_t(written.size())), sink, nullptr, status);
  const char* at = normal.data();
  const char* const end = at + normal.size();
  while (at < end) put(line, take_utf8(at, end));
}

void settle_dashes_and_kana(Line& line) {
  const auto at = [&](size_t i) { return i < line.size ? line.text[i] : U'\0'; };
  const auto numeral = [&](size_t i) { return is_digit(at(i)) || is_numeral(at(i)); };
  for (size_t i = 0; i < line.size; ++i) {
    char32_t& c = line.text[i];
    const char32_t before = i > 0 ? line.text[i - 1] : U'\0';
    const bool between_han = is_han(before) && is_han(at(i + 1));
    if (is_dash(c)) {
      // ー after kana makes it long (センター); anywhere else it is a dash.
      const bool long_mark = c == U'ー' && is_kana(before) && !(i > 1 && numeral(i - 2) && numeral(i + 1));
      if (!long_mark) c = U'-';
    } else if (c == U'一') {
      if (is_digit(before) && is_digit(at(i + 1))) c = U'-';
    } else if (c == U'ヶ' || (between_han && (c == U'ケ' || c == U'が' || c == U'ガ' || c == U'ヵ'))) {
      c = U'ケ';
    } else if (c == U'ノ' || (c == U'之' && between_han)) {
      c = U'の';
    }
  }
}

void read(Line& line, std::string_view written) {
  if (!read_simple(line, written)) {
    line.size = 0;
    read_by_icu(line, written);
  }
  settle_dashes_and_kana(line);
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
      while (i < text_.size() && is_numeral(text_[i])) ++i;
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
  constexpr std::u32string_view kEnds = U"都道府県";
  if (!is_in(reader.peek(2), kEnds) && reader.peek(3) != U'県') return 0;
  for (size_t i = 0; i < kPrefectures.size(); ++i)
    if (reader.take(kPrefectures[i])) return uint8_t(i + 1);
  return 0;
}

// longest_municipality is the longest listed name that the text begins with.
std::u32string_view longest_municipality(std::u32string_view text) {
  std::u32string_view begin = text;
  while (!begin.empty()) {
    const auto* after = std::ranges::upper_bound(kMunicipalities, begin);
    if (after == std::begin(kMunicipalities)) return {};
    const std::u32string_view candidate = *(after - 1);
    if (text.starts_with(candidate)) return candidate;
    const auto common = size_t(std::ranges::mismatch(begin, candidate).in1 - begin.begin());
    if (common >= begin.size()) return {};
    begin = begin.substr(0, common);
  }
  return {};
}

std::string take_municipality(Reader& reader, bool prefecture_known) {
  constexpr size_t kLengthMax = 16;
  const auto try_from = [&](size_t skip) -> std::string {
    if (skip >= reader.rest().size()) return {};
    const std::u32string_view found = longest_municipality(reader.rest().substr(skip, kLengthMax));
    if (found.empty()) return {};
    reader.skip(skip + found.size());
    return narrow(found);
  };
  reader.take_spaces();
  std::string name = try_from(0);
  size_t district = reader.rest().substr(0, 7).find(U'郡');  // 島尻郡渡名喜村: 郡 before 島
  if (district == std::u32string_view::npos) district = reader.rest().substr(0, 7).find(U'島');
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

constexpr std::u32string_view kOldOrder = U"甲乙丙";

bool is_block_mark(const Reader& reader) {
  // イ22, ハの74, 1丁目甲123, ろ一丁目: a kana or a sign of the old order that counts blocks.
  const char32_t c = reader.peek();
  const bool mark = is_kana(c) || is_in(c, kOldOrder) || (c >= U'A' && c <= U'Z');
  const size_t after = reader.peek(1) == U'-' || reader.peek(1) == U'の' ? 2 : 1;
  if (!mark) return false;
  Reader behind = reader;
  behind.skip(after);
  return is_kana(c) ? starts_number(behind) : is_digit(behind.peek());
}

// kanji_number writes a number below 100 as a name has it: 六条通 for 6条通.
std::u32string kanji_number(std::u32string_view digits) {
  constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";
  if (digits.size() > 2 || !is_digit(digits[0])) return std::u32string(digits);
  const size_t tens = digits.size() == 2 ? digits[0] - U'0' : 0;
  const size_t ones = digits.back() - U'0';
  std::u32string result;
  if (tens > 1) result.push_back(kDigits[tens]);
  if (tens > 0) result.push_back(U'十');
  if (ones > 0) result.push_back(kDigits[ones]);
  return result;
}

// ends_in_numeral is how many kanji numerals here belong to a town's name because the last one alone is the 丁目.
size_t ends_in_numeral(const Reader& reader) {
  const size_t length = reader.numeral_length();
  if (length < 2 || is_digit(reader.peek()) || !reader.rest().substr(length).starts_with(U"丁目")) return 0;
  const auto is_unit = [](char32_t c) { return is_in(c, U"一二三四五六七八九"); };
  return std::ranges::all_of(reader.rest().substr(0, length), is_unit) ? length - 1 : 0;
}

// Town collects the characters of a town's name.
struct Town {
  std::array<char32_t, 64> text;
  size_t size = 0;
  void add(char32_t c) {
    if (size < text.size()) text[size++] = c;
  }
  bool empty() const { return size == 0; }
  std::u32string_view view() const { return {text.data(), size}; }
};

std::string take_town(Reader& reader) {
  Town town;
  char32_t before = 0;
  reader.take_spaces();
  if (!reader.take(U"大字")) (void)reader.take(U"字");
  while (!reader.done() && reader.peek() != U' ') {
    if (takes_jo(reader, before)) {
      const size_t length = reader.numeral_length();
      for (const char digit : number_text(reader.rest().substr(0, length))) town.add(char32_t(digit));
      reader.skip(length);
      before = 0;
      continue;
    }
    if (const size_t length = reader.numeral_length(); length > 0 && reader.peek(length) == U'条') {
      for (const char32_t c : kanji_number(reader.rest().substr(0, length))) town.add(c);
      reader.skip(length);
      before = U'条';
      continue;
    }
    // 才川七二丁目 is 才川七, 二丁目: nobody writes 72 so.
    if (const size_t length = ends_in_numeral(reader); length > 0) {
      for (const char32_t c : reader.rest().substr(0, length)) town.add(c);
      reader.skip(length);
      before = town.view().back();
      if (starts_number(reader)) break;
      continue;
    }
    // 麻布十番 is a place although a number may follow.
    const bool place = reader.rest().starts_with(U"十番") && town.view().ends_with(U"麻布");
    if (!place && !town.empty() && starts_number(reader)) break;
    if (!place && town.empty() && is_digit(reader.peek())) break;
    const bool street = before == U'通' && reader.peek() == U'り';  // 中央通り1-14-4
    // 和食甲5-4-23 is 和食甲五丁目4番23号: after a town's name the sign belongs to it.
    if (!town.empty() && !is_kana(before) && !street && is_block_mark(reader) && !is_in(reader.peek(), kOldOrder))
      break;
    if (reader.take(U"大字")) continue;
    if (const size_t length = place ? 2 : reader.numeral_length(); length > 0) {
      for (const char32_t c : reader.rest().substr(0, length)) town.add(c);
      reader.skip(length);
    } else {
      town.add(reader.peek());
      reader.skip(1);
    }
    before = town.view().back();
    if (reader.peek() == U'第' && reader.numeral_length(1) > 0) reader.skip(1);  // 第１地割
  }
  if (reader.peek() == U' ' && is_in(reader.peek(1), kOldOrder) && is_digit(reader.peek(2))) {
    town.add(reader.peek(1));
    reader.skip(2);
  }
  return folded(town.view());
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
  if (!is_in(reader.peek(), U"丁番地-の号")) return std::nullopt;
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
      numbers.add(folded((reader.rest().substr(0, 1))));
      reader.skip(1);
      expected = true;
      (void)take_marker(reader);
      continue;
    }
    const std::string number = number_text(reader.rest().substr(0, length));
    const std::u32string_view after = reader.rest().substr(length);
    // 1-11-3室川コーポ: 室 and 階 may also begin a building's name.
    const bool alone = after.size() < 2 || !is_han(after[1]);
    const bool room = after.starts_with(U"号室") || ((after.starts_with(U"室") || after.starts_with(U"階")) && alone) ||
                      after.starts_with(U"号棟") || after.starts_with(U"F");
    if (room) {
      reader = before;
      break;
    }
    reader.skip(length);
    numbers.add(number);
    const auto marker = take_marker(reader);
    // 21-17百楽荘712: a kanji numeral that follows a number at once begins a building's name.
    if (!marker && (reader.numeral_length() == 0 || !is_digit(reader.peek())) && !is_block_mark(reader)) {
      expected = false;
      if (reader.peek() != U' ') break;
    } else {
      expected = marker.value_or(false);
    }
  }
  return numbers;
}

// The fourth number of 2-2-1-1203 is a room, and so is a third of three digits: 6-10-104 of a town without chome.
void move_room_to_unit(ParsedAddress& parsed, const Numbers& numbers) {
  parsed.numbers = numbers.text;
  const bool plain = std::ranges::all_of(numbers.text, [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
  const size_t last = numbers.text.rfind('-');
  const bool large = numbers.count == 3 && numbers.text.size() - last > 3;
  if ((numbers.count != 4 && !large) || !plain) return;
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
    std::string unit = folded((room));
    unit.erase(0, std::min(unit.find_first_not_of('0'), unit.size() - 1));
    if (!unit.empty()) parsed.unit = unit;
  }
  while (!rest.empty() && is_in(rest.back(), U" #")) rest.remove_suffix(1);
  parsed.building = folded((rest));
}

}  // namespace

ParsedAddress parse_japanese_address(std::string_view line) {
  Line text;
  read(text, line);
  Reader reader(text.view());
  ParsedAddress parsed;
  reader.take_spaces();
  parsed.postal = take_postal(reader);
  parsed.prefecture = take_prefecture(reader);
  parsed.municipality = take_municipality(reader, parsed.prefecture != 0);
  parsed.town = take_town(reader);
  const Numbers numbers = take_numbers(reader);
  move_room_to_unit(parsed, numbers);
  take_building(reader, parsed);
  if (!parsed.municipality.empty() || !parsed.town.empty()) parsed.style = AddressStyle::kJapanese;
  return parsed;
}

}  // namespace inkan::population::names
