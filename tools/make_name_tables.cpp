// make_name_tables NAME_DATA_DIR NATION_DATA_DIR OUT_DIR: runs during the build and makes the tables of
// src/population/names: of fold.cpp from ICU's NFKC_Casefold, the special rules below, and the kanji variants of
// data/variants.tsv; of romanise.cpp from ICU's pinyin and the lists of Chinese names in app/nation/data; of the
// address parser from the list of places there; of plausible.cpp from data/readings.tsv.
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "population/names/fold_table.h"

namespace {

using namespace inkan::population::names::table;

[[noreturn]] void stop(const std::string& why) {
  std::cerr << "make_name_tables: " << why << '\n';
  std::exit(1);
}

const icu::Normalizer2& casefold() {
  UErrorCode status = U_ZERO_ERROR;
  const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) stop("ICU has no NFKC_Casefold");
  return *normalizer;
}

std::u32string points(const icu::UnicodeString& text) {
  std::u32string result;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) result.push_back(char32_t(text.char32At(i)));
  return result;
}

std::u32string normalised(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  return points(casefold().normalize(icu::UnicodeString(UChar32(c)), status));
}

std::string utf8(std::u32string_view text) {
  std::string result;
  for (const char32_t c : text) icu::UnicodeString(UChar32(c)).toUTF8String(result);
  return result;
}

// Stand for a character that could not be written: nothing can be said about the name (REQ-LINK-6).
bool is_substitute(char32_t c) {
  static constexpr std::u32string_view kSubstitutes = U"●○◯■□◆◇▲△★☆〓?？*＊�￼";
  if (kSubstitutes.find(c) != std::u32string_view::npos) return true;
  const auto category = u_charType(UChar32(c));
  if (category == U_PRIVATE_USE_CHAR || category == U_SURROGATE) return true;
  if (category == U_CONTROL_CHAR && !u_hasBinaryProperty(UChar32(c), UCHAR_WHITE_SPACE)) return true;
  return U_IS_UNICODE_NONCHAR(UChar32(c));
}

bool is_dash(char32_t c) {
  static constexpr std::u32string_view kOthers = U"−─━〜～~";
  if (c == U'゠' || c == U'ー') return false;
  return u_hasBinaryProperty(UChar32(c), UCHAR_DASH) || kOthers.find(c) != std::u32string_view::npos;
}

bool is_dropped(char32_t c) {
  static constexpr std::u32string_view kDropped = U".,·•‧・。、'’‘‛`´ʼʹ′\"“”_゠";
  return kDropped.find(c) != std::u32string_view::npos || u_hasBinaryProperty(UChar32(c), UCHAR_WHITE_SPACE) ||
         u_hasBinaryProperty(UChar32(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool needs_normalising(char32_t c) {
  return u_getCombiningClass(UChar32(c)) != 0 || u_getIntPropertyValue(UChar32(c), UCHAR_NFC_QUICK_CHECK) != UNORM_YES;
}

char32_t to_hiragana(char32_t c) { return (c >= 0x30A1 && c <= 0x30F6) || c == 0x30FD || c == 0x30FE ? c - 0x60 : c; }

uint32_t script_of(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  if (c == U'ー') return kKanaScript;
  if (c == U'々' || c == U'〆' || c == U'〇') return kHanScript;
  if (u_isdigit(UChar32(c))) return kDigitScript;
  switch (uscript_getScript(UChar32(c), &status)) {
    case USCRIPT_HAN:
      return kHanScript;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
      return kKanaScript;
    case USCRIPT_LATIN:
      return kLatinScript;
    case USCRIPT_TAMIL:
      return kTamilScript;
    default:
      return kOther;
  }
}

struct Variants {
  std::map<char32_t, char32_t> representative{};
  std::map<char32_t, std::u32string> neighbours{};
  std::set<char32_t> simplified{};
};

std::u32string decode(const std::string& text) { return points(icu::UnicodeString::fromUTF8(text)); }

Variants read_variants(const char* path) {
  Variants variants;
  std::ifstream file(path);
  if (!file) stop(std::string("cannot read ") + path);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream row(line);
    std::string kind, first, rest;
    std::getline(row, kind, '\t') && std::getline(row, first, '\t') && std::getline(row, rest);
    const auto one = decode(first);
    if (kind == "1")
      for (const char32_t member : decode(rest)) variants.representative[member] = one[0];
    else if (kind == "2")
      variants.neighbours[one[0]] = decode(rest);
    else if (kind == "s")
      variants.simplified.insert(one.begin(), one.end());
    else
      stop("a row of variants.tsv starts with '" + kind + "'");
  }
  return variants;
}

// Expansions are the keys of one character that have more than three bytes.
struct Expansions {
  std::vector<std::string> texts{};
  std::map<std::string, uint32_t> places{};
  uint32_t place(const std::string& text) {
    const auto [found, fresh] = places.try_emplace(text, uint32_t(texts.size()));
    if (fresh) texts.push_back(text);
    return found->second;
  }
};

uint32_t entry_for(char32_t c, const std::map<char32_t, char32_t>& representative, Expansions& expansions) {
  if (is_substitute(c)) return kSubstitute << kActionShift;
  if (c == 0x3099 || c == 0x309B || c == 0xFF9E) return kVoicing << kActionShift;
  if (c == 0x309A || c == 0x309C || c == 0xFF9F) return kSemiVoicing << kActionShift;
  if (is_dash(c)) return kDash << kActionShift;
  if (is_dropped(c)) return 0;
  std::u32string key;
  const std::u32string normal = normalised(c);
  if (needs_normalising(c) && normal == std::u32string(1, c))
    return (kNormalise << kActionShift) | (script_of(c) << kScriptShift);
  for (const char32_t folded : normal) {
    if (is_dropped(folded) || is_dash(folded) || folded == 0x3099 || folded == 0x309A) continue;
    if (is_substitute(folded)) return kSubstitute << kActionShift;
    // A mark without its letter: the clones of accents (¨ ¸) say nothing about a name.
    if (key.empty() && u_getCombiningClass(UChar32(folded)) != 0) continue;
    if (needs_normalising(folded)) return (kNormalise << kActionShift) | (script_of(c) << kScriptShift);
    const char32_t kana = to_hiragana(folded);
    const auto found = representative.find(kana);
    key.push_back(found == representative.end() ? kana : found->second);
  }
  if (key.empty()) return 0;
  const uint32_t script = script_of(key[0]) << kScriptShift;
  // Bytes in the entry are faster than a copy; a page of copies is shared by all scripts that are rarely in names here.
  const std::string bytes = utf8(key);
  if (key == std::u32string(1, c) && (script_of(c) == kOther || bytes.size() > 3))
    return (kCopy << kActionShift) | script;
  if (bytes.size() > 3) return (kExpand << kActionShift) | script | expansions.place(bytes);
  uint32_t packed = 0;
  for (size_t i = 0; i < bytes.size(); ++i) packed |= uint32_t(uint8_t(bytes[i])) << (8 * i);
  return (kPlain << kActionShift) | script | (uint32_t(bytes.size()) << kLengthShift) | packed;
}

using Page = std::array<uint32_t, kPageSize>;

struct Pages {
  std::vector<Page> pages{};
  std::map<Page, size_t> places{};
  std::vector<size_t> add_table(const std::map<char32_t, char32_t>& representative, Expansions& expansions) {
    std::vector<size_t> index;
    for (char32_t start = 0; start < 0x110000; start += kPageSize) {
      Page page{};
      for (char32_t i = 0; i < kPageSize; ++i) page[i] = entry_for(start + i, representative, expansions);
      const auto [found, fresh] = places.try_emplace(page, pages.size());
      if (fresh) pages.push_back(page);
      index.push_back(found->second);
    }
    return index;
  }
};

template <typename Values>
void write_array(std::ofstream& out, const char* type, const char* name, const Values& values) {
  out << "inline constexpr " << type << ' ' << name << "[] = {";
  size_t column = 0;
  for (const auto value : values) out << (column++ % 16 == 0 ? "\n" : "") << uint64_t(value) << ',';
  out << "};\n";
}

void write_tables(const char* path, const Variants& variants) {
  Expansions expansions;
  Pages pages;
  const auto folded = pages.add_table(variants.representative, expansions);
  const auto strict = pages.add_table({}, expansions);
  std::ofstream out(path);
  out << "// Made by tools/make_name_tables.cpp.\n";
  write_array(out, "uint16_t", "kFoldIndex", folded);
  write_array(out, "uint16_t", "kStrictIndex", strict);
  std::vector<uint32_t> entries;
  for (const auto& page : pages.pages) entries.insert(entries.end(), page.begin(), page.end());
  write_array(out, "uint32_t", "kEntries", entries);
  std::vector<uint32_t> starts{0};
  std::vector<uint32_t> bytes;
  for (const auto& text : expansions.texts) {
    for (const char byte : text) bytes.push_back(uint8_t(byte));
    starts.push_back(uint32_t(bytes.size()));
  }
  write_array(out, "uint8_t", "kExpansionBytes", bytes);
  write_array(out, "uint32_t", "kExpansionStarts", starts);

  std::vector<uint32_t> heads, offsets{0}, near;
  for (const auto& [head, list] : variants.neighbours) {
    heads.push_back(head);
    near.insert(near.end(), list.begin(), list.end());
    offsets.push_back(uint32_t(near.size()));
  }
  write_array(out, "char32_t", "kNeighbourHeads", heads);
  write_array(out, "uint32_t", "kNeighbourStarts", offsets);
  write_array(out, "char32_t", "kNeighbours", near);
  write_array(out, "char32_t", "kSimplified", variants.simplified);
  if (!out) stop(std::string("cannot write ") + path);
}

// Romanised collects the spellings of Chinese characters in Latin letters, by the representative of their class.
struct Romanised {
  const Variants& variants;
  std::map<char32_t, std::vector<std::string>> spellings{};
  std::set<std::string> surnames{};

  void add(char32_t c, std::string spelling) {
    std::erase_if(spelling, [](char letter) { return letter < 'a' || letter > 'z'; });
    if (spelling.empty()) return;
    const auto found = variants.representative.find(c);
    auto& list = spellings[found == variants.representative.end() ? c : found->second];
    if (std::ranges::find(list, spelling) == list.end()) list.push_back(spelling);
  }
};

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> result;
  std::istringstream row(line);
  for (std::string cell; std::getline(row, cell, '\t');) result.push_back(cell);
  return result;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
  return text;
}

std::vector<std::vector<std::string>> read_rows(const std::string& path, size_t columns) {
  std::ifstream file(path);
  if (!file) stop("cannot read " + path);
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(file, line);  // the header
  while (std::getline(file, line)) {
    rows.push_back(cells(line));
    if (rows.back().size() != columns) stop(path + " has a row of another length");
  }
  return rows;
}

// add_words gives each character of a name its word: 慧敏, Hui Min.
void add_words(Romanised& romanised, const std::string& characters, const std::string& words) {
  const auto points_of = decode(characters);
  std::istringstream in(lower(words));
  std::vector<std::string> list;
  for (std::string word; in >> word;) list.push_back(word);
  if (list.size() != points_of.size()) return;
  for (size_t i = 0; i < list.size(); ++i) romanised.add(points_of[i], list[i]);
}

void add_pinyin(Romanised& romanised) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> pinyin(
      icu::Transliterator::createInstance("Han-Latin; NFD; [:Mn:] Remove", UTRANS_FORWARD, status));
  if (U_FAILURE(status)) stop("ICU has no Han-Latin");
  for (char32_t c = 0x4E00; c < 0xA000; ++c) {
    icu::UnicodeString text{UChar32(c)};
    pinyin->transliterate(text);
    std::string spelling;
    text.toUTF8String(spelling);
    romanised.add(c, spelling);
  }
}

void write_romanised(const char* path, const std::string& data, const Variants& variants) {
  Romanised romanised{variants};
  const auto surnames = read_rows(data + "/chinese_surnames.tsv", 6);
  for (const auto& row : surnames) add_words(romanised, row[0], row[2]);
  for (const auto& row : read_rows(data + "/chinese_given.tsv", 5)) add_words(romanised, row[0], row[2]);
  add_pinyin(romanised);
  for (const auto& row : surnames) {
    romanised.surnames.insert(lower(row[4]));
    for (const size_t column : {0, 1})
      if (decode(row[column]).size() == 1) romanised.add(decode(row[column])[0], lower(row[4]));
  }
  for (const auto& row : read_rows(data + "/chinese_given_dialect.tsv", 7))
    for (const size_t column : {2, 3, 4}) add_words(romanised, row[0], row[column]);

  std::set<std::string> syllables;
  for (const auto& [c, list] : romanised.spellings) syllables.insert(list.begin(), list.end());
  const std::vector<std::string> texts(syllables.begin(), syllables.end());
  std::vector<uint32_t> heads, starts{0}, ids, surname_ids;
  for (const auto& [c, list] : romanised.spellings) {
    heads.push_back(c);
    for (const auto& text : list) ids.push_back(uint32_t(std::ranges::lower_bound(texts, text) - texts.begin()));
    starts.push_back(uint32_t(ids.size()));
  }
  std::ofstream out(path);
  out << "// Made by tools/make_name_tables.cpp.\ninline constexpr std::string_view kSyllables[] = {";
  for (const auto& text : texts) out << '"' << text << "\",\n";
  out << "};\ninline constexpr std::string_view kSurnames[] = {";
  for (const auto& text : romanised.surnames) out << '"' << text << "\",\n";
  out << "};\n";
  write_array(out, "char32_t", "kRomanisedHeads", heads);
  write_array(out, "uint32_t", "kRomanisedStarts", starts);
  write_array(out, "uint16_t", "kRomanisedSyllables", ids);
  if (!out) stop(std::string("cannot write ") + path);
}

// write_places lists the municipalities by their folded names, without 郡, for the longest match.
void write_places(const char* path, const std::string& data, const Variants& variants) {
  std::set<std::u32string> names;
  for (const auto& row : read_rows(data + "/japanese_places.tsv", 9)) {
    auto name = decode(row[4]);
    // 西多摩郡日の出町 and 八丈島八丈町 are written without what stands before.
    for (const char32_t before : {U'郡', U'島'})
      if (const size_t end = name.find(before);
          end != std::u32string::npos && end > 0 && end + 2 < name.size() && (before == U'郡' || row[2] == "東京都"))
        name.erase(0, end + 1);
    for (char32_t& c : name) {
      if (const auto found = variants.representative.find(c); found != variants.representative.end()) c = found->second;
      if (c == U'ヶ') c = U'ケ';
      if (c == U'舟') c = U'船';
      if (c == U'ノ' || (c == U'之' && &c != &name.front() && &c != &name.back())) c = U'の';  // 西之表市
    }
    names.insert(name);
  }
  std::ofstream out(path);
  out << "// Made by tools/make_name_tables.cpp.\ninline constexpr std::u32string_view kMunicipalities[] = {";
  for (const auto& name : names) out << "U\"" << utf8(name) << "\",\n";
  out << "};\n";
  if (!out) stop(std::string("cannot write ") + path);
}

// write_readings gives each class of kanji the readings of all its members, as one text with spaces.
void write_readings(const char* path, const std::string& from, const Variants& variants) {
  std::ifstream file(from);
  if (!file) stop("cannot read " + from);
  std::map<char32_t, std::string> readings;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const auto row = cells(line);
    if (row.size() != 2) stop("a row of readings.tsv has another length");
    const char32_t c = decode(row[0])[0];
    const auto found = variants.representative.find(c);
    std::string& all = readings[found == variants.representative.end() ? c : found->second];
    all += all.empty() ? row[1] : " " + row[1];
  }
  std::vector<uint32_t> heads;
  std::ofstream out(path);
  out << "// Made by tools/make_name_tables.cpp.\ninline constexpr std::string_view kReadings[] = {";
  for (const auto& [c, text] : readings) {
    heads.push_back(c);
    out << '"' << text << "\",\n";
  }
  out << "};\n";
  write_array(out, "char32_t", "kReadingHeads", heads);
  if (!out) stop(std::string("cannot write ") + path);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) stop("usage: make_name_tables NAME_DATA_DIR NATION_DATA_DIR OUT_DIR");
  const std::string data = arguments[1];
  const std::string nation = arguments[2];
  const std::string out = arguments[3];
  const Variants variants = read_variants((data + "/variants.tsv").c_str());
  write_tables((out + "/name_tables.inc").c_str(), variants);
  write_romanised((out + "/romanised_tables.inc").c_str(), nation, variants);
  write_places((out + "/place_tables.inc").c_str(), nation, variants);
  write_readings((out + "/reading_tables.inc").c_str(), data + "/readings.tsv", variants);
  return 0;
}
