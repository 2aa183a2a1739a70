#include "accuracy_population.h"

#include <algorithm>
#include <chrono>

#include "base/check.h"
#include "base/text.h"
#include "letters.h"

namespace inkan::bench {

namespace {

constexpr double kForeign = 0.02;
constexpr double kTwinBirths = 0.013;     // of all deliveries
constexpr double kHouseholdMoved = 0.18;  // within the years for which earlier addresses are kept
constexpr double kPersonMoved = 0.05;     // alone
constexpr double kLeftHome = 0.30;        // young people living alone whose parents live in the register
constexpr double kWifeTakesName = 0.96;
constexpr double kNoDateOnlyYear = 0.03;  // foreign residents entered as born on 1 January
constexpr int kThisYear = 2026;

}  // namespace

int32_t day_of(int year, int month, int day) {
  using namespace std::chrono;
  const auto last = year_month_day_last(std::chrono::year(year), month_day_last(std::chrono::month(unsigned(month))));
  const auto capped = std::min(std::chrono::day(unsigned(day)), last.day());
  const year_month_day date(std::chrono::year(year), std::chrono::month(unsigned(month)), capped);
  return int32_t(sys_days(date).time_since_epoch().count());
}

Civil civil_of(int32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return {int(date.year()), int(unsigned(date.month())), int(unsigned(date.day()))};
}

// The ids of the register are UUIDs; here the index stands in front and at the end, so that one can be read back.
population::PersonId person_id(uint64_t index) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text = "00000000-0000-4000-8000-000000000000";
  uint64_t rest = mix(index);
  for (size_t i = 0; i < 8; ++i, rest >>= 4) text[i] = kHex[rest & 15];
  for (size_t i = text.size(); index != 0; index >>= 4) text[--i] = kHex[index & 15];
  return population::PersonId(std::move(text));
}

uint64_t index_of(const population::PersonId& id) {
  uint64_t index = 0;
  for (const char digit : std::string_view(id.text()).substr(24))
    index = index << 4 | uint64_t(digit <= '9' ? digit - '0' : digit - 'a' + 10);
  return index;
}

// CellMaker fills a cell with households until its 64 places are taken.
class Population::CellMaker {
 public:
  CellMaker(const Population& nation, uint64_t cell)
      : nation_(nation), draw_(mix(nation.seed_ ^ mix(cell + 1))), first_(cell * kCell) {
    people_.reserve(kCell);
  }

  std::vector<Resident> make() {
    while (people_.size() < kCell) add_household(std::min(pick_size(), int(kCell - people_.size())));
    return std::move(people_);
  }

 private:
  // Households by size: Japan's census of 2020, rounded.
  int pick_size() {
    const double at = draw_.unit();
    return at < 0.38 ? 1 : at < 0.66 ? 2 : at < 0.826 ? 3 : at < 0.945 ? 4 : at < 0.985 ? 5 : 6;
  }

  void add_household(int size) {
    household_ = first_ + people_.size();
    start_ = people_.size();
    origin_ = draw_.chance(kForeign) ? (draw_.chance(0.5) ? Origin::kChinese : Origin::kWestern) : Origin::kJapanese;
    surname_ = origin_ == Origin::kJapanese ? nation_.surnames_.pick(draw_)
                                            : nation_.foreign(origin_).surname_weights.pick(draw_);
    home_ = nation_.towns_.pick(draw_);
    before_ = Home{};
    if (draw_.chance(kHouseholdMoved)) before_ = pick_other(home_.town);
    if (size == 1) {
      add_single();
    } else {
      add_family(size);
    }
    for (size_t i = start_; i < people_.size(); ++i) people_[i].household_size = uint8_t(people_.size() - start_);
  }

  Home pick_other(uint32_t town) {
    return draw_.chance(0.5) ? nation_.towns_.pick_near(town, draw_) : nation_.towns_.pick(draw_);
  }

  Resident& add(bool male, int32_t born) {
    Resident person;
    person.index = first_ + people_.size();
    person.household = household_;
    person.surname = surname_;
    person.origin = origin_;
    person.male = male;
    person.born = born;
    if (origin_ != Origin::kJapanese && draw_.chance(kNoDateOnlyYear)) person.born = day_of(civil_of(born).year, 1, 1);
    const int year = civil_of(born).year;
    do person.given = nation_.pick_given(origin_, male, year, draw_);
    while (taken_in_household(person.given));
    person.home = home_;
    person.before = before_;
    if (before_.town == Home::kNowhere && draw_.chance(kPersonMoved)) person.before = pick_other(home_.town);
    person.place = uint8_t(people_.size() - start_);
    if (origin_ != Origin::kJapanese && draw_.chance(0.4)) person.alias_surname = nation_.surnames_.pick(draw_);
    people_.push_back(person);
    return people_.back();
  }

  bool taken_in_household(uint32_t given) {
    return std::any_of(people_.begin() + std::ptrdiff_t(start_), people_.end(),
                       [&](const Resident& member) { return member.given == given; });
  }

  bool taken_by_elder(uint32_t given) {  // anybody but the last
    return std::any_of(people_.begin() + std::ptrdiff_t(start_), people_.end() - 1,
                       [&](const Resident& member) { return member.given == given; });
  }

  int32_t pick_birthday(int age_low, int age_high) {
    return day_of(kThisYear, 1, 1) - draw_.between(age_low * 365, age_high * 365 + 364);
  }

  void add_single() {
    const double kind = draw_.unit();
    const bool young = kind < 0.40, old = kind >= 0.65;
    const int32_t born = young ? pick_birthday(19, 39) : old ? pick_birthday(65, 96) : pick_birthday(40, 64);
    const bool male = draw_.chance(old ? 0.30 : 0.55);
    const Resident* parent =
        young && origin_ == Origin::kJapanese && draw_.chance(kLeftHome) ? find_parent(born) : nullptr;
    if (parent != nullptr) {  // left the parents' home: same surname, its address as the earlier one
      surname_ = parent->surname;
      before_ = parent->home;
    }
    Resident& person = add(male, born);
    person.child = parent != nullptr;
    const bool married_before = !male && !young && draw_.chance(old ? 0.9 : 0.35);
    if (married_before && origin_ == Origin::kJapanese) person.previous_surname = nation_.surnames_.pick(draw_);
  }

  const Resident* find_parent(int32_t born) const {
    for (const Resident& member : people_) {
      const int32_t gap = born - member.born;
      if (member.origin == Origin::kJapanese && member.place == 0 && member.household_size > 1 && gap > 22 * 365 &&
          gap < 40 * 365)
        return &member;
    }
    return nullptr;
  }

  void add_family(int size) {
    const bool couple = draw_.chance(size == 2 ? 0.75 : 0.88);
    const int children = size - (couple ? 2 : 1);
    const int age_low = children > 0 ? 26 : 24, age_high = children > 0 ? 72 : 88;
    const int32_t born = pick_birthday(age_low, age_high);
    const bool male = couple || draw_.chance(0.2);
    add(male, born);
    if (couple) {
      add(!male, std::min(born + draw_.between(-6 * 365, 9 * 365), day_of(kThisYear - 20, 1, 1)));
      if (origin_ == Origin::kJapanese) {
        const bool wife_renamed = draw_.chance(kWifeTakesName);
        people_[start_ + (wife_renamed ? 1 : 0)].previous_surname = nation_.surnames_.pick(draw_);
      }
    } else if (!male && origin_ == Origin::kJapanese && draw_.chance(0.7)) {
      people_[start_].previous_surname = nation_.surnames_.pick(draw_);
    }
    add_children(children);
  }

  // Children come one or more years apart, or as twins; when parents are old, those still at home are adults.
  void add_children(int count) {
    const int32_t newborn = day_of(kThisYear, 1, 1) - 1;
    const int32_t mother = people_[start_].born;
    int32_t born = std::min(mother + draw_.between(22 * 365, 36 * 365), newborn - draw_.between(0, 364));
    for (int i = 0; i < count; ++i) {
      const bool male = draw_.chance(0.513);
      add(male, born).child = true;
      if (i + 1 < count && draw_.chance(kTwinBirths)) {
        add_twin();
        ++i;
      }
      born += draw_.between(400, 1700);
      if (born > newborn) born = mother + draw_.between(20 * 365, 24 * 365) - i * 500;
      born = std::min(born, newborn);
    }
  }

  void add_twin() {
    const Resident first = people_.back();
    const bool same_sex = draw_.chance(0.68);
    Resident& second = add(same_sex ? first.male : !first.male, first.born);
    second.born = first.born;
    second.child = second.twin = true;
    people_[people_.size() - 2].twin = true;
    // A third of twins of one sex share a character; none share the reading.
    const bool shared = same_sex && origin_ == Origin::kJapanese && draw_.chance(0.35);
    const int year = civil_of(first.born).year;
    if (shared) second.given = nation_.given_.find_sharing_head(first.given, year, draw_);
    const Spelling read = nation_.given(first);
    const auto clash = [&] {
      const Spelling own = nation_.given(people_.back());
      if (origin_ != Origin::kWestern && own.kanji == read.kanji) return true;
      return origin_ == Origin::kJapanese ? own.kana == read.kana : own.latin == read.latin;
    };
    for (int tries = 0; clash() || taken_by_elder(second.given); ++tries)
      second.given = shared && tries < 8 ? nation_.given_.find_sharing_head(first.given, year, draw_)
                                         : nation_.pick_given(origin_, second.male, year, draw_);
  }

  const Population& nation_;
  Draw draw_;
  uint64_t first_ = 0;
  std::vector<Resident> people_{};
  // of the household being made:
  size_t start_ = 0;
  uint64_t household_ = 0;
  uint32_t surname_ = 0;
  Origin origin_ = Origin::kJapanese;
  Home home_{}, before_{};
};

Population::Population(uint64_t seed, uint64_t people)
    : seed_(mix(seed)),
      people_(people),
      chinese_(make_foreign(Origin::kChinese)),
      western_(make_foreign(Origin::kWestern)) {}

Population::Foreign Population::make_foreign(Origin origin) {
  Foreign foreign;
  const bool chinese = origin == Origin::kChinese;
  const auto load = [](std::string_view file, std::string_view written, std::string_view latin,
                       std::vector<Spelling>& names) {
    const List list(file);
    std::vector<double> weights;
    for (size_t row = 0; row < list.size(); ++row) {
      names.push_back({written.empty() ? std::string() : std::string(list.text(row, written)), "",
                       ascii_upper(list.text(row, latin))});
      weights.push_back(list.number(row, "weight"));
    }
    return Weights(weights);
  };
  if (chinese) {
    foreign.surname_weights = load("chinese_surnames", "hanzi", "pinyin", foreign.surnames);
    foreign.given_weights = load("chinese_given", "hanzi", "pinyin", foreign.given);
    foreign.given_male = foreign.given;
    foreign.given_male_weights = foreign.given_weights;
  } else {
    foreign.surname_weights = load("latin_surnames", "", "surname", foreign.surnames);
    foreign.given_weights = load("latin_given_f", "", "name", foreign.given);
    foreign.given_male_weights = load("latin_given_m", "", "name", foreign.given_male);
  }
  return foreign;
}

uint32_t Population::pick_given(Origin origin, bool male, int birth_year, Draw& draw) const {
  if (origin == Origin::kJapanese) return given_.pick(male, birth_year, draw);
  const Foreign& names = foreign(origin);
  return (male ? names.given_male_weights : names.given_weights).pick(draw);
}

std::vector<Resident> Population::make_cell(uint64_t cell) const {
  auto people = CellMaker(*this, cell).make();
  if (people_ - cell * kCell < kCell) people.resize(people_ - cell * kCell);
  return people;
}

Resident Population::make_relative(const std::vector<Resident>& household, Draw& draw) const {
  Resident person = household.at(draw.below(uint32_t(household.size())));
  const Resident model = person;
  person.index = Resident::kNone;
  person.male = draw.chance(0.5);
  person.previous_surname = Resident::kNone;
  person.alias_surname = Resident::kNone;
  person.twin = model.child && draw.chance(0.02);
  if (!person.twin) {
    const int years = model.child ? draw.between(1, 9) : draw.between(1, 35);
    const int32_t newest = day_of(kThisYear, 1, 1) - 1;
    person.born = std::min(model.born + (draw.chance(0.5) ? 1 : -1) * (years * 365 - draw.between(0, 364)), newest);
    person.born = std::max(person.born, day_of(1925, 1, 1));
    if (person.born == model.born) person.born -= 777;
  }
  const auto same_reading = [&](const Resident& member) {
    return given(member).kana == given(person).kana && given(member).latin == given(person).latin;
  };
  do person.given = pick_given(person.origin, person.male, civil_of(person.born).year, draw);
  while (std::ranges::any_of(household, same_reading));
  return person;
}

Resident Population::make_stranger(Draw& draw) const {
  const uint64_t cell = mix(draw.bits()) | 1ULL << 62;  // beyond everybody who is registered
  auto people = CellMaker(*this, cell).make();
  Resident person = people.at(draw.below(uint32_t(people.size())));
  person.index = Resident::kNone;
  return person;
}

Spelling Population::surname(const Resident& resident, uint32_t id) const {
  if (resident.origin == Origin::kJapanese) return surnames_.at(id);
  return foreign(resident.origin).surnames.at(id);
}

Spelling Population::given(const Resident& resident) const {
  if (resident.origin == Origin::kJapanese) return given_.spelling(resident.given);
  const Foreign& names = foreign(resident.origin);
  return (resident.male ? names.given_male : names.given).at(resident.given);
}

std::string Population::legal_name(const Resident& resident) const {
  const Spelling family = surname(resident, resident.surname), own = given(resident);
  if (resident.origin == Origin::kJapanese) return family.kanji + " " + own.kanji;
  return family.latin + " " + own.latin;
}

population::Stated Population::describe(const Resident& resident) const {
  using population::NameKind;
  population::Stated known;
  const Spelling family = surname(resident, resident.surname), own = given(resident);
  known.names.push_back({NameKind::kLegal, legal_name(resident)});
  if (resident.origin == Origin::kJapanese) {
    known.names.push_back({NameKind::kKana, family.kana + " " + own.kana});
    if (resident.previous_surname != Resident::kNone) {
      const Spelling& earlier = surnames_.at(resident.previous_surname);
      known.names.push_back({NameKind::kPrevious, earlier.kanji + " " + own.kanji});
      known.names.push_back({NameKind::kPrevious, earlier.kana + " " + own.kana});
    }
  }
  if (resident.origin == Origin::kChinese) known.names.push_back({NameKind::kChinese, family.kanji + " " + own.kanji});
  if (resident.alias_surname != Resident::kNone)
    known.names.push_back({NameKind::kAlias, surnames_.at(resident.alias_surname).kanji + " " +
                                                 (own.kanji.empty() ? own.latin : own.kanji)});
  known.sex = resident.male ? population::Sex::kMale : population::Sex::kFemale;
  const Civil born = civil_of(resident.born);
  known.born = PartialDate::of(born.year, born.month, born.day).value();
  known.addresses.push_back({.line = towns_.line(resident.home)});
  if (resident.before.town != Home::kNowhere) known.addresses.push_back({.line = towns_.line(resident.before)});
  return known;
}

}  // namespace inkan::bench
