#pragma once

#include <algorithm>
#include <string>

#include "agency_records.h"
#include "agency_writing.h"
#include "letters.h"

namespace inkan::bench {

// Rates of mistakes per record, from reference linkage §4 "normal".
struct Rates {
  double scale = 1;
  double of(double rate) const { return std::min(rate * scale, 0.9); }
};

// Draft is a record while it is being written: what the clerk has in mind.
struct Draft {
  Resident person{};
  Spelling surname{}, given{};
  bool kanji = true, kana = true;  // which the file holds
  Civil born{};
  bool date = true, sex = true;
  bool male = false;
  std::string address{};
  Home written{};
  uint32_t flaws = 0;
  void mark(Flaw flaw) { flaws |= 1U << int(flaw); }
  bool has_earlier_surname() const { return (flaws >> int(Flaw::kSurnameBefore) & 1) != 0; }
};

// Writer turns a person into a record.
class Writer {
 public:
  Writer(const Population& nation, Draw& draw, Rates rates) : nation_(nation), draw_(draw), rates_(rates) {}

  Draft draft(const Resident& person) {
    Draft draft{.person = person,
                .surname = nation_.surname(person, person.surname),
                .given = nation_.given(person),
                .born = civil_of(person.born),
                .male = person.male};
    return draft;
  }

  void spoil(Draft& draft) {
    choose_scripts(draft);
    if (draft.person.origin == Origin::kJapanese) spoil_name(draft);
    spoil_date(draft);
    if (chance(0.10)) {
      draft.sex = false;
      draft.mark(Flaw::kSexMissing);
    } else if (chance(0.002)) {
      draft.male = !draft.male;
      draft.mark(Flaw::kSexWrong);
    }
    write_home(draft);
  }

  AgencyRecord finish(const Draft& draft, std::optional<uint64_t> truth) {
    AgencyRecord record{.truth = truth, .flaws = draft.flaws, .home = draft.written};
    add_names(draft, record);
    if (draft.sex) record.stated.sex = draft.male ? population::Sex::kMale : population::Sex::kFemale;
    if (draft.date) record.stated.born = PartialDate::of(draft.born.year, draft.born.month, draft.born.day).value();
    if (!draft.address.empty()) record.stated.addresses.push_back({.line = draft.address});
    return record;
  }

  void put_address(Draft& draft, const Home& home) {
    draft.written = home;
    draft.address = write_address(nation_.towns(), home, draw_);
  }

  // write_home puts an address into the draft: today's, an earlier one, one that nobody knows of, or none.
  void write_home(Draft& draft) {
    const Resident& person = draft.person;
    Home home = person.home;
    if (chance(0.03)) {
      draft.mark(Flaw::kAddressMissing);
      return;
    }
    if (chance(0.03)) {  // lives elsewhere and has not told the register
      home = nation_.towns().pick(draw_);
      draft.mark(Flaw::kAddressUnknown);
    } else if (person.before.town != Home::kNowhere && chance(0.45)) {
      home = person.before;
      draft.mark(Flaw::kAddressBefore);
    }
    if (chance(0.02)) {
      const Home other = nation_.towns().pick_in(home.town, draw_);
      home.block = other.block;
      home.house = other.house;
      draft.mark(Flaw::kBlockWrong);
    }
    put_address(draft, home);
  }

 private:
  bool chance(double rate) { return draw_.chance(rates_.of(rate)); }

  void choose_scripts(Draft& draft) {
    if (draft.person.origin != Origin::kJapanese) {
      draft.mark(Flaw::kForeign);
      return;
    }
    const double at = draw_.unit();
    if (at < 0.20) {
      draft.kanji = false;
      draft.mark(Flaw::kKanaOnly);
    } else if (at < 0.40) {
      draft.kana = false;
      draft.mark(Flaw::kKanjiOnly);
    }
  }

  void spoil_name(Draft& draft) {
    const Resident& person = draft.person;
    if (person.previous_surname != Resident::kNone && chance(0.10)) {
      draft.surname = nation_.surnames().at(person.previous_surname);
      draft.mark(Flaw::kSurnameBefore);
    }
    if (draft.kanji) {
      bool changed = false;
      draft.surname.kanji = write_variants(draft.surname.kanji, 0.15, draw_, changed);
      draft.given.kanji = write_variants(draft.given.kanji, 0.08, draw_, changed);
      if (changed) draft.mark(Flaw::kVariant);
      if (!draft.has_earlier_surname() && chance(0.01)) wrong_spelling(draft, /*surname=*/true);
      if (chance(0.02)) wrong_spelling(draft, /*surname=*/false);
    }
    if (draft.kana) {
      if (!draft.has_earlier_surname() && chance(0.01)) wrong_reading(draft, /*surname=*/true);
      if (chance(0.02)) wrong_reading(draft, /*surname=*/false);
      if (chance(0.01)) slip(draft, draft.surname.kana);
      if (chance(0.015)) slip(draft, draft.given.kana);
    }
    if (chance(0.003)) {
      std::swap(draft.surname, draft.given);
      draft.mark(Flaw::kFieldsSwapped);
    }
  }

  void wrong_spelling(Draft& draft, bool surname) {
    const Resident& person = draft.person;
    if (surname) {
      draft.surname.kanji = nation_.surnames().at(nation_.surnames().find_same_kana(person.surname, draw_)).kanji;
    } else {
      draft.given.kanji =
          nation_.given_names().spelling(nation_.given_names().find_same_kana(person.given, draw_)).kanji;
    }
    draft.mark(Flaw::kWrongKanji);
  }

  void wrong_reading(Draft& draft, bool surname) {
    const Resident& person = draft.person;
    std::string& kana = surname ? draft.surname.kana : draft.given.kana;
    const std::string other =
        surname ? nation_.surnames().at(nation_.surnames().find_same_kanji(person.surname, draw_)).kana
                : nation_.given_names().spelling(nation_.given_names().find_same_kanji(person.given, draw_)).kana;
    kana = other != kana ? other : slip_kana(kana, draw_);
    draft.mark(Flaw::kWrongReading);
  }

  void slip(Draft& draft, std::string& kana) {
    kana = slip_kana(kana, draw_);
    draft.mark(Flaw::kKanaTypo);
  }

  void spoil_date(Draft& draft) {
    if (chance(0.005)) {
      draft.date = false;
      draft.mark(Flaw::kDateMissing);
      return;
    }
    if (!chance(0.01)) return;
    const Civil before = draft.born;
    const double kind = draw_.unit();
    if (kind < 0.40) {
      draft.born.day = 1 + (draft.born.day + draw_.between(0, 26)) % 28;
    } else if (kind < 0.60 && draft.born.day <= 12) {
      std::swap(draft.born.month, draft.born.day);
    } else if (kind < 0.85) {  // the wrong era, or ten years off
      static constexpr int kYears[] = {-10, 10, -25, 25, -63, 63, 1, -1, 12, -12};
      draft.born.year += kYears[draw_.below(std::size(kYears))];
    } else {
      draft.born = civil_of(draft.person.born + draw_.between(-9000, 9000));
    }
    draft.born.year = std::clamp(draft.born.year, 1920, 2025);
    draft.born = civil_of(day_of(draft.born.year, draft.born.month, draft.born.day));
    if (draft.born.year != before.year || draft.born.month != before.month || draft.born.day != before.day)
      draft.mark(Flaw::kDateWrong);
  }

  void add_names(const Draft& draft, AgencyRecord& record) {
    const Resident& person = draft.person;
    const std::string_view space = draw_.chance(0.3) ? "　" : " ";
    const auto both = [&](std::string_view a, std::string_view b) {
      return std::string(a) + std::string(space) + std::string(b);
    };
    auto& names = record.stated.names;
    if (person.origin != Origin::kJapanese) {
      if (person.alias_surname != Resident::kNone && draw_.chance(0.3)) {  // only the name they go by
        names.push_back(
            {population::NameKind::kAlias, both(nation_.surnames().at(person.alias_surname).kanji,
                                                draft.given.kanji.empty() ? draft.given.latin : draft.given.kanji)});
        record.flaws |= 1U << int(Flaw::kAlias);
        return;
      }
      names.push_back({population::NameKind::kLegal, draft.surname.latin + " " + draft.given.latin});
      if (!draft.given.kanji.empty() && draw_.chance(0.6))
        names.push_back({population::NameKind::kChinese, both(draft.surname.kanji, draft.given.kanji)});
      return;
    }
    if (draft.kanji) names.push_back({population::NameKind::kLegal, both(draft.surname.kanji, draft.given.kanji)});
    if (!draft.kana) return;
    const std::string kana = both(draft.surname.kana, draft.given.kana);
    const double form = draw_.unit();
    names.push_back({population::NameKind::kKana, form < 0.30   ? to_half_width_kana(kana)
                                                  : form < 0.36 ? to_hiragana(kana)
                                                                : kana});
  }

  const Population& nation_;
  Draw& draw_;
  Rates rates_;
};

}  // namespace inkan::bench
