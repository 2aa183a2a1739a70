#include "app/nation/family.h"

#include "app/nation/generator.h"

namespace inkan::app::nation {

using population::Sex;

namespace {

Sex draw_sex(Random& random) {
  if (chance(random, 1)) return Sex::kUnknown;
  return chance(random, 5080) ? Sex::kFemale : Sex::kMale;
}

Sex other(Sex sex) { return sex == Sex::kMale ? Sex::kFemale : Sex::kMale; }

// draw_birth gives a day in the year in which somebody turns `age` before the reference year begins.
PartialDate draw_birth(int age, Random& random) {
  const int year = kReferenceYear - 1 - age;
  const int month = between(random, 1, 12);
  for (;;)
    if (auto date = PartialDate::of(year, month, between(random, 1, 31))) return *date;
}

Member draw_member(Role role, Sex sex, int age, Random& random) {
  return {.role = role, .sex = sex, .born = draw_birth(age, random)};
}

// Ages of the adult a household begins with, by kind of household: a broad middle, fewer old, as in an ageing city.
int draw_adult_age(int low, int high, Random& random) {
  const int age = between(random, low, high);
  // The older, the more have died: drawn again with growing probability after 65.
  if (age > 65 && chance(random, uint64_t(age - 65) * 300)) return between(random, low, std::min(high, 65));
  return age;
}

std::string_view old_status(int age, Random& random) {
  if (chance(random, age > 75 ? 4500 : 1200)) return "3";
  return chance(random, 1500) ? "5" : "2";
}

// The husband stands first: children have his name in all communities of this nation.
void add_couple(std::vector<Member>& members, int age, Random& random) {
  Member husband = draw_member(Role::kAdult, Sex::kMale, age, random);
  Member wife = draw_member(Role::kPartner, Sex::kFemale, std::max(20, age + between(random, -6, 3)), random);
  husband.marital_status = wife.marital_status = "2";
  members.push_back(husband);
  members.push_back(wife);
}

void add_children(std::vector<Member>& members, int parent_age, Random& random) {
  const uint64_t drawn = random.below(100);
  const int births = drawn < 38 ? 1 : drawn < 80 ? 2 : drawn < 95 ? 3 : 4;
  // Parents were 22 to 44 at a birth; most children have left by 30.
  int youngest = std::max(0, parent_age - 44);
  const int oldest = std::min(30, parent_age - 22);
  for (int i = 0; i < births && youngest <= oldest; ++i) {
    Member child =
        draw_member(Role::kChild, draw_sex(random), between(random, youngest, std::min(oldest, youngest + 7)), random);
    child.marital_status = "1";
    members.push_back(child);
    if (chance(random, 150)) {  // twins: same day, own sex
      Member twin = child;
      if (chance(random, 4500)) twin.sex = draw_sex(random);
      members.push_back(twin);
    }
    youngest = kReferenceYear - 1 - child.born.year() + between(random, 1, 4);
  }
}

void add_grandparents(std::vector<Member>& members, int parent_age, Random& random) {
  const int age = std::min(98, parent_age + between(random, 23, 36));
  const Sex sex = chance(random, 6500) ? Sex::kFemale : Sex::kMale;
  Member one = draw_member(Role::kGrandparent, sex, age, random);
  const bool both = chance(random, 4500);
  one.marital_status = both ? "2" : "3";
  members.push_back(one);
  if (!both) return;
  Member two = draw_member(Role::kGrandparent, other(sex), std::min(99, age + between(random, -4, 4)), random);
  two.marital_status = "2";
  members.push_back(two);
}

void add_single(std::vector<Member>& members, Random& random) {
  const int age = draw_adult_age(21, 92, random);
  Member single = draw_member(Role::kAdult, draw_sex(random), age, random);
  single.marital_status = age > 50 ? old_status(age, random) : chance(random, 900) ? "5" : "1";
  if (single.marital_status == "2") single.marital_status = "1";
  members.push_back(single);
}

void add_flatmates(std::vector<Member>& members, Random& random) {
  const int count = between(random, 2, 4);
  for (int i = 0; i < count; ++i) {
    Member mate = draw_member(Role::kFlatmate, draw_sex(random), between(random, 20, 45), random);
    mate.marital_status = chance(random, 2500) ? "2" : "1";
    members.push_back(mate);
  }
}

// About one birthday in a hundred is not wholly known.
void forget_birthdays(std::vector<Member>& members, Random& random) {
  for (auto& member : members) {
    if (!chance(random, 100)) continue;
    const auto month = chance(random, 7000) ? member.born.month() : std::nullopt;
    member.born = *PartialDate::of(member.born.year(), month, std::nullopt);
  }
}

}  // namespace

std::vector<Member> draw_members(bool foreign, Random& random) {
  std::vector<Member> members;
  const uint64_t kind = random.below(100);
  if (foreign && kind < 40) {
    add_flatmates(members, random);
  } else if (kind < 26) {
    add_single(members, random);
  } else if (kind < 54) {
    // Before the children and after them.
    add_couple(members, chance(random, 4500) ? draw_adult_age(24, 50, random) : draw_adult_age(56, 90, random), random);
  } else if (kind < 83) {
    const int age = between(random, 28, 64);
    add_couple(members, age, random);
    add_children(members, age, random);
  } else if (kind < 89) {
    const int age = between(random, 26, 62);
    Member parent = draw_member(Role::kAdult, chance(random, 8200) ? Sex::kFemale : Sex::kMale, age, random);
    parent.marital_status = chance(random, 7000) ? "5" : "3";
    members.push_back(parent);
    add_children(members, age, random);
  } else {
    const int age = between(random, 30, 60);
    add_couple(members, age, random);
    add_children(members, age, random);
    add_grandparents(members, age, random);
  }
  forget_birthdays(members, random);
  return members;
}

}  // namespace inkan::app::nation
