#include "singapore_population.h"

#include <algorithm>

#include "base/text.h"
#include "letters.h"

namespace inkan::bench {

using population::NameKind;

namespace {

enum class People { kChinese, kMalay, kTamil, kWestern };

Weights weights_of(const List& list) {
  std::vector<double> weights;
  for (size_t row = 0; row < list.size(); ++row) weights.push_back(list.number(row, "weight"));
  return Weights(weights);
}

// Spellings that stand for each other on papers.
std::string respell(std::string name, Draw& draw) {
  static constexpr std::pair<std::string_view, std::string_view> kSpellings[] = {
      {"MUHAMMAD", "MOHD"},    {"MUHAMMAD", "MOHAMED"}, {"MOHAMED", "MOHD"},  {"MOHAMAD", "MD"},
      {"MUHAMMED", "MUHD"},    {"SITI", "SITTI"},       {"NUR", "NOOR"},      {"NURUL", "NOORUL"},
      {"LAKSHMI", "LETCHUMI"}, {"KRISHNAN", "KRISNAN"}, {"AISYAH", "AISHAH"}, {"ABDUL", "ABD"}};
  const auto& [from, to] = kSpellings[draw.below(uint32_t(std::size(kSpellings)))];
  if (const size_t at = name.find(from); at != std::string::npos) name.replace(at, from.size(), to);
  return name;
}

}  // namespace

struct Singapore::Person {
  uint64_t index = 0;
  People people = People::kChinese;
  std::string surname{}, given{};              // as on the papers
  std::string other_surname{}, other_given{};  // pinyin
  std::string characters{}, traditional{};
  std::string father{};
  bool male = false;
  int32_t born = 0;
  uint64_t home = 0, before = 0;  // before: 0 when they never moved

  std::string legal() const {
    switch (people) {
      case People::kMalay:
        return given + (male ? " BIN " : " BINTE ") + father;
      case People::kTamil:
        return given + (male ? " S/O " : " D/O ") + father;
      case People::kChinese:
        return surname + " " + given;
      case People::kWestern:
        return given + " " + surname;
    }
    return given;
  }
};

Singapore::Singapore(uint64_t seed, uint64_t people)
    : seed_(mix(seed + 65)),
      people_(people),
      chinese_surnames_("chinese_surnames"),
      chinese_given_("chinese_given"),
      dialect_given_("chinese_given_dialect"),
      malay_m_("malay_given_m"),
      malay_f_("malay_given_f"),
      tamil_m_("tamil_given_m"),
      tamil_f_("tamil_given_f"),
      latin_m_("latin_given_m"),
      latin_f_("latin_given_f"),
      latin_surnames_("latin_surnames"),
      chinese_surname_weights_(weights_of(chinese_surnames_)),
      chinese_given_weights_(weights_of(chinese_given_)),
      dialect_weights_(weights_of(dialect_given_)),
      malay_m_weights_(weights_of(malay_m_)),
      malay_f_weights_(weights_of(malay_f_)),
      tamil_m_weights_(weights_of(tamil_m_)),
      tamil_f_weights_(weights_of(tamil_f_)),
      latin_m_weights_(weights_of(latin_m_)),
      latin_f_weights_(weights_of(latin_f_)),
      latin_surname_weights_(weights_of(latin_surnames_)) {
  const List streets("streets");
  for (size_t row = 0; row < streets.size(); ++row)
    streets_.emplace_back(ascii_upper(streets.text(row, "street")), std::string(streets.text(row, "postal_sector")));
}

std::string Singapore::address(uint64_t home) const {
  const uint64_t mixed = mix(home);
  const auto& [street, sector] = streets_[mixed % streets_.size()];
  const uint64_t block = 1 + (mixed >> 16) % 160;
  std::string postal = std::to_string(10'000 + mix(mixed % streets_.size() * 1000 + block) % 10'000).substr(1);
  const auto two = [](uint64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(block) + " " + street + " #" + two(1 + (mixed >> 32) % 25) + "-" +
         two(1 + (mixed >> 40) % 300) + " SINGAPORE " + sector + postal;
}

Singapore::Person Singapore::make(uint64_t index) const {
  const uint64_t family_index = index / 4, place = index % 4;
  Draw family(mix(seed_ ^ mix(family_index + 7)));
  Draw draw(mix(seed_ ^ mix(index) ^ 0x5151));
  Person person{.index = index};
  const double at = family.unit();
  person.people = at < 0.74    ? People::kChinese
                  : at < 0.875 ? People::kMalay
                  : at < 0.965 ? People::kTamil
                               : People::kWestern;
  const auto text = [](const List& list, size_t row, std::string_view column) {
    return ascii_upper(list.text(row, column));
  };
  const uint32_t surname_row = chinese_surname_weights_.pick(family), latin_row = latin_surname_weights_.pick(family);
  const uint32_t malay_father = malay_m_weights_.pick(family), tamil_father = tamil_m_weights_.pick(family);
  person.home = 1 + family.below(2'000'000'000);
  if (family.chance(0.2)) person.before = 1 + family.below(2'000'000'000);
  const int32_t elder = day_of(2026, 1, 1) - family.between(30 * 365, 75 * 365);
  const bool twins = family.chance(0.013);
  const int32_t third = elder + family.between(23 * 365, 29 * 365);
  person.male = place == 0 || (place > 1 && draw.chance(0.51));
  person.born = place == 0            ? elder
                : place == 1          ? elder + draw.between(-3 * 365, 6 * 365)
                : place == 2 || twins ? third
                                      : third + draw.between(400, 2000);
  person.born = std::min(person.born, day_of(2025, 12, 30));
  const bool own_line = place == 1;  // the wife keeps her father's name
  switch (person.people) {
    case People::kChinese: {
      const uint32_t row = own_line ? chinese_surname_weights_.pick(draw) : surname_row;
      const bool dialect =
          civil_of(person.born).year < 1985 && chinese_surnames_.text(row, "dialect_group") != "Mandarin";
      person.surname = text(chinese_surnames_, row, "romanised");
      person.other_surname = text(chinese_surnames_, row, "pinyin");
      person.characters = chinese_surnames_.text(row, "hanzi");
      person.traditional = chinese_surnames_.text(row, "traditional");
      if (dialect) {
        const std::string_view column =
            chinese_surnames_.text(row, "dialect_group") == "Cantonese" ? "cantonese" : "hokkien_teochew";
        for (int i = 0; i < 2; ++i) {
          const uint32_t part = dialect_weights_.pick(draw);
          person.given += (i == 0 ? "" : " ") + text(dialect_given_, part, column);
          person.other_given += (i == 0 ? "" : " ") + text(dialect_given_, part, "pinyin");
          person.characters += dialect_given_.text(part, "hanzi");
          person.traditional += dialect_given_.text(part, "traditional");
        }
      } else {
        const uint32_t given = chinese_given_weights_.pick(draw);
        person.given = person.other_given = text(chinese_given_, given, "pinyin");
        person.characters += chinese_given_.text(given, "hanzi");
        person.traditional += chinese_given_.text(given, "traditional");
      }
      break;
    }
    case People::kMalay:
      person.given = text(person.male ? malay_m_ : malay_f_,
                          (person.male ? malay_m_weights_ : malay_f_weights_).pick(draw), "name");
      if (draw.chance(0.6))
        person.given += " " + text(person.male ? malay_m_ : malay_f_,
                                   (person.male ? malay_m_weights_ : malay_f_weights_).pick(draw), "name");
      person.father = text(malay_m_, own_line || place == 0 ? malay_m_weights_.pick(draw) : malay_father, "name");
      break;
    case People::kTamil: {
      const uint32_t row = (person.male ? tamil_m_weights_ : tamil_f_weights_).pick(draw);
      person.given = text(person.male ? tamil_m_ : tamil_f_, row, "name");
      person.characters = (person.male ? tamil_m_ : tamil_f_).text(row, "tamil");
      person.father = text(tamil_m_, own_line || place == 0 ? tamil_m_weights_.pick(draw) : tamil_father, "name");
      break;
    }
    case People::kWestern:
      person.surname = text(latin_surnames_, latin_row, "surname");
      person.given = text(person.male ? latin_m_ : latin_f_,
                          (person.male ? latin_m_weights_ : latin_f_weights_).pick(draw), "name");
      if (draw.chance(0.5))
        person.given += " " + text(person.male ? latin_m_ : latin_f_,
                                   (person.male ? latin_m_weights_ : latin_f_weights_).pick(draw), "name");
      break;
  }
  return person;
}

population::Stated Singapore::write(const Person& person) const {
  population::Stated known;
  known.names.push_back({NameKind::kLegal, person.legal()});
  if (person.people == People::kChinese) {
    known.names.push_back({NameKind::kChinese, person.characters});
    known.names.push_back({NameKind::kRomanised, person.other_surname + " " + person.other_given});
  }
  if (person.people == People::kTamil) known.names.push_back({NameKind::kTamil, person.characters});
  known.sex = person.male ? population::Sex::kMale : population::Sex::kFemale;
  const Civil born = civil_of(person.born);
  known.born = PartialDate::of(born.year, born.month, born.day).value();
  known.addresses.push_back({.line = address(person.home)});
  if (person.before != 0) known.addresses.push_back({.line = address(person.before)});
  return known;
}

population::Stated Singapore::known(uint64_t index) const { return write(make(index)); }

AgencyRecord Singapore::write_record(const Person& person, Draw& draw) const {
  AgencyRecord record{.stated = write(person), .truth = person.index};
  auto& stated = record.stated;
  const auto mark = [&](Flaw flaw) { record.flaws |= 1U << int(flaw); };
  std::string legal = person.legal();
  stated.names.clear();
  const double form = draw.unit();
  if (person.people == People::kChinese && form < 0.10) {  // characters alone, sometimes traditional
    stated.names.push_back({NameKind::kChinese, draw.chance(0.3) ? person.traditional : person.characters});
    mark(Flaw::kKanjiOnly);
  } else {
    if (person.people == People::kChinese && form < 0.25)
      legal = person.given + " " + person.surname;           // given name first
    if (person.people == People::kChinese && form > 0.95) {  // pinyin where the papers say Tan
      legal = person.other_surname + " " + person.other_given;
      mark(Flaw::kRomaji);
    }
    if (person.people == People::kMalay && form < 0.25) legal = respell(legal, draw);
    if (person.people == People::kMalay && form > 0.9)
      legal = person.given + (person.male ? " B " : " BTE ") + person.father;
    if (person.people == People::kTamil && form < 0.15)
      legal = person.father.substr(0, 1) + " " + person.given;  // initial
    if (person.people == People::kTamil && form > 0.9) legal = respell(legal, draw);
    if (draw.chance(0.01) && legal.size() > 6) {
      std::swap(legal[2], legal[3]);
      mark(Flaw::kKanaTypo);
    }
    stated.names.push_back({NameKind::kLegal, legal});
  }
  if (draw.chance(0.10)) {
    stated.sex = population::Sex::kUnknown;
    mark(Flaw::kSexMissing);
  }
  if (draw.chance(0.005)) {
    stated.born.reset();
    mark(Flaw::kDateMissing);
  } else if (draw.chance(0.01)) {
    const Civil born = civil_of(person.born + draw.between(1, 300));
    stated.born = PartialDate::of(born.year, born.month, born.day).value();
    mark(Flaw::kDateWrong);
  }
  stated.addresses.resize(1);
  if (draw.chance(0.03)) {
    stated.addresses.clear();
    mark(Flaw::kAddressMissing);
  } else if (draw.chance(0.03)) {
    stated.addresses[0].line = address(1 + draw.below(2'000'000'000));
    mark(Flaw::kAddressUnknown);
  } else if (person.before != 0 && draw.chance(0.45)) {
    stated.addresses[0].line = address(person.before);
    mark(Flaw::kAddressBefore);
  }
  return record;
}

std::vector<AgencyRecord> Singapore::make_records(uint64_t family, uint64_t draw_seed) const {
  Draw draw(mix(draw_seed ^ mix(family)));
  std::vector<AgencyRecord> records;
  for (uint64_t index = family * 4; index < std::min(people_, family * 4 + 4); ++index) {
    if (draw.chance(0.01)) {  // a child who is not registered: the family's home, somebody else's given name and date
      Person child = make(index);
      const Person model = make((index + 4 * 7919) % people_);
      if (model.people == child.people && model.given != child.given) {
        child.given = model.given;
        child.born = model.born;
        child.male = model.male;
        child.characters = model.characters;
        child.traditional = model.traditional;
        child.other_given = model.other_given;
        AgencyRecord record = write_record(child, draw);
        record.truth.reset();
        record.flaws |= 1U << int(Flaw::kRelative);
        records.push_back(std::move(record));
        continue;
      }
    }
    records.push_back(write_record(make(index), draw));
  }
  return records;
}

}  // namespace inkan::bench
