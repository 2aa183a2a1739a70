#include "app/nation/names.h"

#include "base/text.h"

namespace inkan::app::nation {

using population::Sex;

namespace {

// usual_in draws again when a name was not usual in the year of birth, but not for ever: rare is not impossible.
template <typename List>
auto usual_in(const List& list, int year, Random& random) {
  auto row = list.pick(random);
  for (int i = 0; i < 6 && row.born_to != 0 && (year < row.born_from || year > row.born_to); ++i)
    row = list.pick(random);
  return row;
}

std::string without_spaces(std::string_view text) {
  std::string joined;
  for (char c : text)
    if (c != ' ') joined += joined.empty() ? c : ascii_lower(std::string_view(&c, 1)).front();
  return joined;
}

bool is_prophet_name(std::string_view name) {
  for (std::string_view start : {"Muham", "Moham", "Mohd", "Md", "Abdul", "Nur", "Siti"})
    if (name.starts_with(start) && name.find(' ') == std::string_view::npos) return true;
  return false;
}

}  // namespace

NameLists::NameLists() {
  read_surnames();
  read_chinese();
  const Columns japanese{"kanji", "katakana", "romanised", true};
  read("japanese_given_f", japanese, japanese_.female);
  read("japanese_given_m", japanese, japanese_.male);
  const Columns latin{"", "", "name", true};
  read("latin_given_f", latin, latin_.female);
  read("latin_given_m", latin, latin_.male);
  const Columns malay{"", "", "name", false};
  read("malay_given_f", malay, malay_.female);
  read("malay_given_m", malay, malay_.male);
  const Columns tamil{"tamil", "", "name", false};
  read("tamil_given_f", tamil, tamil_.female);
  read("tamil_given_m", tamil, tamil_.male);
}

void NameLists::read(std::string_view name, const Columns& columns, List& list) {
  const Table table(name);
  for (size_t i = 0; i < table.size(); ++i) {
    Row row;
    row.romanised = table.text(i, columns.romanised);
    if (!columns.written.empty()) row.written = table.text(i, columns.written);
    if (!columns.kana.empty()) row.kana = table.text(i, columns.kana);
    if (columns.years) {
      row.born_from = int(table.integer(i, "born_from"));
      row.born_to = int(table.integer(i, "born_to"));
    }
    list.add(row, uint64_t(table.integer(i, "weight")));
  }
}

void NameLists::read_chinese() {
  auto add = [](BySex& lists, std::string_view sex, const Row& row, uint64_t weight) {
    if (sex != "M") lists.female.add(row, weight);
    if (sex != "F") lists.male.add(row, weight);
  };
  const Table given("chinese_given");
  for (size_t i = 0; i < given.size(); ++i) {
    Row row;
    row.written = given.text(i, "hanzi");
    row.romanised = given.text(i, "pinyin");
    const bool single = row.romanised.find(' ') == std::string_view::npos;
    add(single ? chinese_single_ : chinese_, given.text(i, "sex"), row, uint64_t(given.integer(i, "weight")));
  }
  const Table dialect("chinese_given_dialect");
  for (size_t i = 0; i < dialect.size(); ++i) {
    Row row;
    row.written = dialect.text(i, "hanzi");
    row.kana = dialect.text(i, "pinyin");
    row.romanised = dialect.text(i, "hokkien_teochew");
    row.cantonese = dialect.text(i, "cantonese");
    add(chinese_dialect_, dialect.text(i, "sex"), row, uint64_t(dialect.integer(i, "weight")));
  }
}

void NameLists::read_surnames() {
  const Table chinese("chinese_surnames");
  for (size_t i = 0; i < chinese.size(); ++i)
    chinese_surnames_.add({.written = chinese.text(i, "hanzi"),
                           .romanised = chinese.text(i, "romanised"),
                           .pinyin = chinese.text(i, "pinyin"),
                           .dialect = chinese.text(i, "dialect_group")},
                          uint64_t(chinese.integer(i, "weight")));
  const Table japanese("japanese_surnames");
  for (size_t i = 0; i < japanese.size(); ++i)
    japanese_surnames_.add({.written = japanese.text(i, "kanji"),
                            .kana = japanese.text(i, "katakana"),
                            .romanised = japanese.text(i, "romanised")},
                           uint64_t(japanese.integer(i, "weight")));
  const Table latin("latin_surnames");
  for (size_t i = 0; i < latin.size(); ++i) {
    auto& list = latin.text(i, "origin") == "eurasian" ? eurasian_surnames_ : western_surnames_;
    list.add({.romanised = latin.text(i, "surname")}, uint64_t(latin.integer(i, "weight")));
  }
  // Sikh names need given names of their own, which the lists do not have.
  const Table indian("indian_surnames");
  for (size_t i = 0; i < indian.size(); ++i)
    if (indian.text(i, "community") != "Sikh")
      indian_surnames_.add({.romanised = indian.text(i, "surname")}, uint64_t(indian.integer(i, "weight")));
}

Surname NameLists::pick_surname(Community community, Random& random) const {
  switch (community) {
    case Community::kChinese:
      return chinese_surnames_.pick(random);
    case Community::kJapanese:
      return japanese_surnames_.pick(random);
    case Community::kEurasian:
      return eurasian_surnames_.pick(random);
    case Community::kWestern:
      return western_surnames_.pick(random);
    case Community::kIndian:
      return indian_surnames_.pick(random);
    case Community::kMalay:
    case Community::kTamil:
      return {};
  }
  return {};
}

Given NameLists::pick_given(const NameRequest& request, Random& random) const {
  Given given;
  switch (request.community) {
    case Community::kChinese:
      return pick_chinese(request, random);
    case Community::kMalay:
      return pick_malay(request.sex, random);
    case Community::kTamil:
    case Community::kIndian: {
      const Row& row = tamil_.of(request.sex).pick(random);
      given.written = row.written;
      given.romanised = row.romanised;
      return given;
    }
    case Community::kJapanese: {
      const Row row = usual_in(japanese_.of(request.sex), request.year, random);
      given.written = row.written;
      given.kana = row.kana;
      given.romanised = row.romanised;
      return given;
    }
    case Community::kEurasian:
    case Community::kWestern: {
      given.romanised = usual_in(latin_.of(request.sex), request.year, random).romanised;
      if (chance(random, 4500)) {
        const auto second = usual_in(latin_.of(request.sex), request.year, random).romanised;
        if (second != given.romanised) given.romanised += " " + std::string(second);
      }
      return given;
    }
  }
  return given;
}

Given NameLists::pick_chinese(const NameRequest& request, Random& random) const {
  const bool older = request.year < 1975;
  if (!request.dialect.empty() && request.dialect != "Mandarin" && chance(random, older ? 7000 : 1500))
    return pick_dialect(request, random);
  Given given;
  if (chance(random, 8000)) {
    const Row& row = chinese_.of(request.sex).pick(random);
    given.written = row.written;
    given.romanised = row.romanised;
  } else {
    const Row& first = chinese_single_.of(request.sex).pick(random);
    given.written = first.written;
    given.romanised = first.romanised;
    if (chance(random, 6000)) {
      const Row& second = chinese_single_.of(request.sex).pick(random);
      given.written += second.written;
      given.romanised += " " + std::string(second.romanised);
    }
  }
  given.pinyin = without_spaces(given.romanised);
  return given;
}

Given NameLists::pick_dialect(const NameRequest& request, Random& random) const {
  const bool cantonese = request.dialect == "Cantonese";
  Given given;
  std::string pinyin;
  for (int i = 0; i < 2; ++i) {
    const Row& row = chinese_dialect_.of(request.sex).pick(random);
    given.written += row.written;
    if (i > 0) given.romanised += ' ';
    given.romanised += cantonese ? row.cantonese : row.romanised;
    pinyin += row.kana;
  }
  given.pinyin = without_spaces(pinyin);
  return given;
}

Given NameLists::pick_malay(Sex sex, Random& random) const {
  const List& list = malay_.of(sex);
  Given given;
  given.romanised = list.pick(random).romanised;
  if (is_prophet_name(given.romanised)) {
    std::string_view second = list.pick(random).romanised;
    while (is_prophet_name(second)) second = list.pick(random).romanised;
    given.romanised += " " + std::string(second);
  }
  return given;
}

}  // namespace inkan::app::nation
