#include "population/match/statement.h"

#include <algorithm>

#include "population/names/fold.h"

namespace inkan::population::match {

namespace {

// A name is cut at its first space: 山田 太郎, TAN WEI MING; AHMAD BIN ISMAIL at the patronymic.
struct Cut {
  std::string_view surname{};
  std::string_view given{};
};

std::string_view strip(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

Cut cut(std::string_view text) {
  for (const std::string_view between : {" BIN ", " BINTE ", " BINTI ", " S/O ", " D/O ", " A/L ", " A/P "})
    if (const size_t at = text.find(between); at != std::string_view::npos)
      return {strip(text.substr(at + between.size())), strip(text.substr(0, at))};
  constexpr std::string_view kWideSpace = "\u3000";
  size_t at = text.find(kWideSpace);
  size_t width = kWideSpace.size();
  if (const size_t space = text.find(' '); space < at) {
    at = space;
    width = 1;
  }
  if (at == std::string_view::npos) return {{}, strip(text)};
  return {strip(text.substr(0, at)), strip(text.substr(at + width))};
}

uint8_t scripts_of(std::string_view text) {
  names::FoldBuffer buffer;
  return names::fold(text, buffer).scripts;
}

BirthText birth_text(const std::optional<PartialDate>& born) {
  if (!born) return {};
  return {uint16_t(born->year()), uint8_t(born->month().value_or(0)), uint8_t(born->day().value_or(0))};
}

}  // namespace

Statement::Statement(const Stated& stated) {
  entry_.sex = stated.sex_not_held ? Sex::kUnknown : stated.sex;
  entry_.born = birth_text(stated.born);
  take_names(stated);
  for (size_t i = 0; i < std::min(stated.addresses.size(), entry_.addresses.size()); ++i)
    take_address(stated.addresses[i], i);
}

void Statement::take_names(const Stated& stated) {
  std::string_view legal{};
  std::string_view kana{};
  std::string_view romanised{};
  std::string_view characters{};
  for (const Name& name : stated.names) {
    switch (name.kind) {
      case NameKind::kLegal:
        legal = name.text;
        break;
      case NameKind::kKana:
        kana = name.text;
        break;
      case NameKind::kRomanised:
        romanised = name.text;
        break;
      case NameKind::kChinese:
      case NameKind::kTamil:
        characters = name.text;
        break;
      case NameKind::kPrevious:
      case NameKind::kMarried: {
        const Cut earlier = cut(name.text);
        const std::string_view surname = earlier.surname.empty() ? earlier.given : earlier.surname;
        const bool reading = (scripts_of(surname) & (names::kHan | names::kTamil)) == 0;
        (reading ? entry_.previous_surname.reading : entry_.previous_surname.written) = surname;
        break;
      }
      case NameKind::kAlias:
        break;
    }
  }
  // Kanji is written and kana its reading. Where the legal name is in Latin letters, these are the reading of the
  // characters, if there are any.
  std::string_view written = legal;
  std::string_view reading = kana;
  if (kana.empty() && (scripts_of(legal) & (names::kHan | names::kTamil)) == 0) {
    written = characters;
    reading = legal.empty() ? romanised : legal;
  } else if (kana.empty()) {
    reading = romanised;
  }
  const Cut of_written = cut(written);
  const Cut of_reading = cut(reading);
  entry_.surname = {of_written.surname, of_reading.surname};
  entry_.given = {of_written.given, of_reading.given};
}

void Statement::take_address(const StatedAddress& address, size_t place) {
  auto& texts = address_texts_[place];
  const Address& parts = address.parts;
  texts[0] = parts.postal.substr(0, 2);
  texts[1] = parts.street.empty() ? address.line : parts.street;
  texts[2] = parts.block;
  texts[3] = parts.floor.empty() && parts.unit.empty() ? std::string() : parts.floor + "-" + parts.unit;
  entry_.addresses[place] = {texts[0], texts[1], texts[2], texts[3]};
}

}  // namespace inkan::population::match
