#include "agency_records.h"

#include <algorithm>

#include "agency_draft.h"
#include "letters.h"

namespace inkan::bench {

std::string_view to_text(Mix mix) {
  static constexpr std::string_view kNames[] = {"normal", "dirty",   "twins",      "name_and_date_only",
                                                "absent", "scripts", "adversarial"};
  return kNames[size_t(mix)];
}

std::string_view to_text(Flaw flaw) {
  static constexpr std::string_view kNames[kFlaws] = {"kana only",
                                                      "kanji only",
                                                      "kanji variant",
                                                      "wrong kanji",
                                                      "wrong reading",
                                                      "kana typo",
                                                      "date missing",
                                                      "date wrong",
                                                      "sex missing",
                                                      "sex wrong",
                                                      "earlier address",
                                                      "unknown address",
                                                      "address missing",
                                                      "block wrong",
                                                      "earlier surname",
                                                      "fields swapped",
                                                      "variation selector",
                                                      "substitute ●",
                                                      "romaji",
                                                      "hiragana",
                                                      "foreign resident",
                                                      "alias",
                                                      "unregistered relative",
                                                      "unregistered stranger",
                                                      "namesake, same date",
                                                      "kin, same reading",
                                                      "mixed family",
                                                      "shifted column"};
  return kNames[size_t(flaw)];
}

namespace {

using Household = std::vector<Resident>;

Household household_of(const std::vector<Resident>& cell, const Resident& person) {
  Household members;
  for (const Resident& other : cell)
    if (other.household == person.household) members.push_back(other);
  return members;
}

// somebody_else is who the record is about when they are not in the register.
AgencyRecord write_absent(const Population& nation, const std::vector<Resident>& cell, const Resident& near, Draw& draw,
                          Rates rates) {
  Writer writer(nation, draw, rates);
  const bool relative = draw.chance(0.6);
  Draft draft =
      writer.draft(relative ? nation.make_relative(household_of(cell, near), draw) : nation.make_stranger(draw));
  writer.spoil(draft);
  draft.mark(relative ? Flaw::kRelative : Flaw::kStranger);
  return writer.finish(draft, std::nullopt);
}

AgencyRecord write_present(const Population& nation, const Resident& person, Draw& draw, Rates rates) {
  Writer writer(nation, draw, rates);
  Draft draft = writer.draft(person);
  writer.spoil(draft);
  return writer.finish(draft, person.index);
}

AgencyRecord write_name_and_date(const Population& nation, const std::vector<Resident>& cell, const Resident& person,
                                 Draw& draw) {
  AgencyRecord record =
      draw.chance(0.01) ? write_absent(nation, cell, person, draw, {}) : write_present(nation, person, draw, {});
  record.stated.addresses.clear();
  record.home = Home{};
  record.stated.sex = population::Sex::kUnknown;
  record.flaws &= ~(1U << int(Flaw::kAddressBefore) | 1U << int(Flaw::kAddressUnknown) | 1U << int(Flaw::kBlockWrong) |
                    1U << int(Flaw::kSexWrong));
  record.flaws |= 1U << int(Flaw::kAddressMissing) | 1U << int(Flaw::kSexMissing);
  return record;
}

// write_script_trap writes the right person's name in another way; everything else is as in a good file.
AgencyRecord write_script_trap(const Population& nation, const Resident& person, Draw& draw) {
  Writer writer(nation, draw, {});
  Draft draft = writer.draft(person);
  writer.write_home(draft);
  if (person.origin != Origin::kJapanese) {
    draft.mark(Flaw::kForeign);
    return writer.finish(draft, person.index);
  }
  switch (draw.below(5)) {
    case 0: {
      bool changed = false;
      draft.surname.kanji = write_variants(draft.surname.kanji, 1.0, draw, changed);
      draft.given.kanji = write_variants(draft.given.kanji, 1.0, draw, changed);
      if (changed) draft.mark(Flaw::kVariant);
      break;
    }
    case 1: {  // an ideographic variation selector after the first character
      auto name = letters(draft.surname.kanji);
      name.front() += "\xf3\xa0\x84\x80";
      draft.surname.kanji = join_letters(name);
      draft.mark(Flaw::kSelector);
      break;
    }
    case 2: {  // a character the agency cannot write
      auto& part = draw.chance(0.5) ? draft.surname.kanji : draft.given.kanji;
      auto name = letters(part);
      name[draw.below(uint32_t(name.size()))] = draw.chance(0.7) ? "●" : "〓";
      part = join_letters(name);
      if (draw.chance(0.5)) draft.kana = false;
      draft.mark(Flaw::kSubstitute);
      break;
    }
    case 3: {  // Latin letters where kana belong, or in the field for the name
      AgencyRecord record = writer.finish(draft, person.index);
      record.stated.names.clear();
      const std::string latin = to_hepburn(draft.surname.kana) + " " + to_hepburn(draft.given.kana);
      std::string capitals;
      for (const char c : latin) capitals += c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
      record.stated.names.push_back(
          {draw.chance(0.5) ? population::NameKind::kRomanised : population::NameKind::kKana, capitals});
      record.flaws |= 1U << int(Flaw::kRomaji);
      return record;
    }
    default: {  // kana in the field for kanji
      AgencyRecord record = writer.finish(draft, person.index);
      record.stated.names.clear();
      record.stated.names.push_back(
          {population::NameKind::kLegal, to_hiragana(draft.surname.kana + " " + draft.given.kana)});
      record.flaws |= 1U << int(Flaw::kHiragana);
      return record;
    }
  }
  return writer.finish(draft, person.index);
}

bool same_name(const Population& nation, const Resident& a, const Resident& b) {
  const Spelling one = nation.given(a);
  const Spelling other = nation.given(b);
  return one.kanji == other.kanji && one.kana == other.kana && (!one.kanji.empty() || one.latin == other.latin);
}

// write_adversarial writes what has gone wrong in real files (reference mynumber §3.2) or what an attacker would try.
AgencyRecord write_adversarial(const Population& nation, const std::vector<Resident>& cell, const Resident& person,
                               Draw& draw) {
  Writer writer(nation, draw, {});
  const auto household = household_of(cell, person);
  Draft draft = writer.draft(person);
  switch (draw.below(6)) {
    case 0: {  // somebody else of the country with the same name and date of birth; they live where they live
      draft.person.home = nation.towns().pick(draw);
      writer.put_address(draft, draft.person.home);
      draft.mark(Flaw::kNamesakeSameDate);
      return writer.finish(draft, std::nullopt);
    }
    case 1: {  // father and son, mother and daughter: same reading, same home, only the date tells; not registered
      const uint32_t other =
          person.origin == Origin::kJapanese ? nation.given_names().find_same_kana(person.given, draw) : person.given;
      if (person.origin == Origin::kJapanese) draft.given = nation.given_names().spelling(other);
      const int gap = draw.between(20 * 365, 35 * 365);
      draft.born = civil_of(person.born - gap >= day_of(1925, 1, 1) ? person.born - gap : person.born + gap);
      if (draw.chance(0.5)) draft.kanji = person.origin != Origin::kJapanese;
      writer.put_address(draft, person.home);
      draft.mark(Flaw::kSameReadingKin);
      return writer.finish(draft, std::nullopt);
    }
    case 2: {  // one form, two people: given name and sex of the one, date of the other
      if (household.size() < 2) break;
      const Resident& other = household[(person.place + 1U) % household.size()];
      // Brother and sister of one name: then the record would be the other one's, without a fault.
      if (std::ranges::any_of(household, [&](const Resident& member) {
            return member.born == other.born && same_name(nation, member, person);
          }))
        break;
      draft.born = civil_of(other.born);
      writer.put_address(draft, person.home);
      draft.mark(Flaw::kMixedFamily);
      return writer.finish(draft, std::nullopt);
    }
    case 3: {  // a column pasted one row off: another person's date and sex, or another person's name
      const Resident& other = cell[(size_t(&person - cell.data()) + 7) % cell.size()];
      if (other.household == person.household || other.born == person.born ||
          nation.given(other).kana == nation.given(person).kana)
        break;
      if (draw.chance(0.5)) {
        draft.born = civil_of(other.born);
        draft.male = other.male;
        writer.put_address(draft, person.home);
      } else {
        writer.put_address(draft, other.home);
        draft.born = civil_of(other.born);
      }
      draft.mark(Flaw::kShiftedColumn);
      return writer.finish(draft, std::nullopt);
    }
    case 4: {  // moved and renamed: the right person under the earlier surname at the earlier address
      if (person.previous_surname == Resident::kNone || person.before.town == Home::kNowhere) break;
      draft.surname = nation.surnames().at(person.previous_surname);
      writer.put_address(draft, person.before);
      draft.mark(Flaw::kSurnameBefore);
      draft.mark(Flaw::kAddressBefore);
      return writer.finish(draft, person.index);
    }
    default:
      break;
  }
  // surname and given name in each other's field, month and day exchanged
  std::swap(draft.surname, draft.given);
  if (draft.born.day <= 12) {
    std::swap(draft.born.month, draft.born.day);
    if (draft.born.month != draft.born.day) draft.mark(Flaw::kDateWrong);
  }
  writer.put_address(draft, person.home);
  draft.mark(Flaw::kFieldsSwapped);
  return writer.finish(draft, person.index);
}

}  // namespace

std::vector<AgencyRecord> Agency::make_records(Mix mix, uint64_t cell, int count) const {
  auto people = nation_.make_cell(cell);
  Draw draw(inkan::bench::mix(inkan::bench::mix(seed_ * 8 + uint64_t(mix)) ^ cell));
  const std::vector<Resident> everybody = people;
  if (mix == Mix::kTwins) {  // twins and those who live with them
    std::vector<uint64_t> homes;
    for (const Resident& person : everybody)
      if (person.twin) homes.push_back(person.household);
    std::erase_if(people,
                  [&](const Resident& person) { return std::ranges::find(homes, person.household) == homes.end(); });
    count = int(people.size());
  }
  std::vector<AgencyRecord> records;
  for (int i = 0; i < count && !people.empty(); ++i) {
    const size_t at = mix == Mix::kTwins ? size_t(i) : draw.below(uint32_t(everybody.size()));
    const Resident& person = mix == Mix::kTwins ? people[at] : everybody[at];
    switch (mix) {
      case Mix::kNormal:
      case Mix::kTwins:
        records.push_back(draw.chance(0.01) ? write_absent(nation_, everybody, person, draw, {})
                                            : write_present(nation_, person, draw, {}));
        break;
      case Mix::kDirty:
        records.push_back(draw.chance(0.05) ? write_absent(nation_, everybody, person, draw, {.scale = 3})
                                            : write_present(nation_, person, draw, {.scale = 3}));
        break;
      case Mix::kNameAndDate:
        records.push_back(write_name_and_date(nation_, everybody, person, draw));
        break;
      case Mix::kAbsent:
        records.push_back(write_absent(nation_, everybody, person, draw, {}));
        break;
      case Mix::kScripts:
        records.push_back(write_script_trap(nation_, person, draw));
        break;
      case Mix::kAdversarial:
        records.push_back(write_adversarial(nation_, everybody, person, draw));
        break;
    }
  }
  return records;
}

}  // namespace inkan::bench
