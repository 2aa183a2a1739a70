#include "population/match/statement.h"

#include <optional>

#include "population/names/fold.h"

namespace inkan::population::match {

namespace {

uint8_t scripts_of(std::string_view text) {
  names::FoldBuffer buffer;
  return names::fold(text, buffer).scripts;
}

BirthText birth_text(const std::optional<PartialDate>& born) {
  if (!born) return {};
  return {uint16_t(born->year()), uint8_t(born->month().value_or(0)), uint8_t(born->day().value_or(0))};
}

// A part in kana or Latin letters is a reading, also where it is what is written (alias 柘植 CHRISTOPHER).
NameText name_text(std::string_view written, std::string_view reading) {
  if (!written.empty() && reading.empty() && (scripts_of(written) & (names::kHan | names::kTamil)) == 0)
    return {.reading = written};
  return {written, reading};
}

}  // namespace

Statement::Cut Statement::cut(const names::SplitName& name) {
  Cut cut{name.surname.empty() ? name.patronymic : name.surname, name.given, name.certain};
  if (cut.given.empty()) cut.given = name.extra;
  if (cut.given.empty() && cut.surname.empty()) cut.given = name.whole;
  return cut;
}

Statement::Statement(const Stated& stated) {
  entry_.sex = stated.sex_not_held ? Sex::kUnknown : stated.sex;
  entry_.born = birth_text(stated.born);
  for (const Name& name : stated.names) unreadable_ = unreadable_ || names::is_not_comparable(name.text);
  take_names(stated);
  for (const StatedAddress& address : stated.addresses) take_address(address);
}

// take_previous: women of Japan mostly; a surname in kana or Latin letters is a reading.
void Statement::take_previous(const Cut& earlier) {
  const std::string_view surname = earlier.surname.empty() ? earlier.given : earlier.surname;
  const bool reading = (scripts_of(surname) & (names::kHan | names::kTamil)) == 0;
  (reading ? entry_.previous_surname.reading : entry_.previous_surname.written) = surname;
}

void Statement::take_names(const Stated& stated) {
  std::optional<Cut> legal{};
  std::optional<Cut> kana{};
  std::optional<Cut> romanised{};
  std::optional<Cut> characters{};
  std::optional<Cut> alias{};
  for (const Name& stated_name : stated.names)
    for (const names::SplitName& name : names::split(stated_name.kind, stated_name.text)) {
      if (name.whole.empty()) continue;
      switch (name.kind) {
        case NameKind::kLegal:
          if (!legal) legal = cut(name);
          break;
        case NameKind::kKana:
          if (!kana) kana = cut(name);
          break;
        case NameKind::kRomanised:
          if (!romanised) romanised = cut(name);
          break;
        case NameKind::kChinese:
        case NameKind::kTamil:
          if (!characters) characters = cut(name);
          break;
        case NameKind::kPrevious:
        case NameKind::kMarried:
          take_previous(cut(name));
          break;
        case NameKind::kAlias:
          if (!alias) alias = cut(name);
          break;
      }
    }
  // Foreign residents have a name that they go by. Who states nothing else is looked for under it; otherwise its
  // surname is kept as another one of theirs.
  if (alias && !legal && !kana && !romanised && !characters) {
    legal = alias;
  } else if (alias && entry_.previous_surname.empty()) {
    take_previous(*alias);
  }
  // Kanji is written and kana its reading. Where the legal name is in Latin letters, these are the reading of the
  // characters, if there are any.
  std::optional<Cut> written = legal;
  std::optional<Cut> reading = kana;
  const bool legal_is_latin = legal && (scripts_of(legal->given) & (names::kHan | names::kTamil)) == 0 &&
                              (scripts_of(legal->surname) & (names::kHan | names::kTamil)) == 0;
  if (!kana && (!legal || legal_is_latin)) {
    written = characters;
    reading = legal ? legal : romanised;
  } else if (!kana) {
    reading = romanised;
  }
  // A guess where the surname ends is worse than the reading alone. (Of Chinese characters the first is the surname;
  // both sides make the same guess.)
  const bool characters_are_written = written && characters && written->given.data() == characters->given.data();
  if (written && reading && !written->certain && reading->certain && !characters_are_written) written.reset();
  entry_.surname =
      name_text(written ? written->surname : std::string_view(), reading ? reading->surname : std::string_view());
  entry_.given =
      name_text(written ? written->given : std::string_view(), reading ? reading->given : std::string_view());
}

void Statement::take_address(const StatedAddress& address) {
  // No answer may depend on an address that is protected (REQ-MATCH-7).
  if (address.is_protected || address_count_ == addresses_.size()) return;
  names::ParsedAddress& parsed = addresses_[address_count_];
  parsed = names::parse_address(address);
  if (parsed.empty() || !parsed.comparable) return;
  const std::string_view town = parsed.town.empty() ? parsed.postal : parsed.town;
  if (town.empty() && parsed.municipality.empty()) return;
  entry_.addresses[address_count_++] = {parsed.municipality, town, parsed.numbers, parsed.unit};
}

}  // namespace inkan::population::match
