#include "accuracy_population.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <unordered_map>
#include <unordered_set>

namespace inkan::bench {
namespace {

constexpr uint64_t kPeople = 300'000;

const Population& nation() {
  static const Population population(1, kPeople);
  return population;
}

const std::vector<Resident>& everybody() {
  static const std::vector<Resident> people = [] {
    std::vector<Resident> all;
    for (uint64_t cell = 0; cell < nation().cells(); ++cell)
      for (const Resident& person : nation().make_cell(cell)) all.push_back(person);
    return all;
  }();
  return people;
}

// collision is the chance that two people drawn at random share a text, estimated from pairs without the person itself.
template <typename Text>
double collision(Text text) {
  std::unordered_map<std::string, uint64_t> counts;
  double people = 0;
  for (const Resident& person : everybody()) {
    if (person.origin != Origin::kJapanese) continue;
    const std::string value = text(person);
    if (value.empty()) continue;
    ++counts[value];
    ++people;
  }
  double pairs = 0;
  for (const auto& [value, count] : counts) pairs += double(count) * double(count - 1);
  return pairs / (people * (people - 1));
}

std::string kana_of(const Resident& person) {
  return nation().surname(person, person.surname).kana + " " + nation().given(person).kana;
}

TEST(PopulationTest, same_seed_gives_the_same_people_and_another_seed_others) {
  const Population again(1, kPeople), other(2, kPeople);
  int differ = 0;
  for (const uint64_t index : {uint64_t(0), uint64_t(63), uint64_t(64), uint64_t(123'456), kPeople - 1}) {
    const auto a = nation().describe(nation().make(index)), b = again.describe(again.make(index));
    ASSERT_EQ(a.names.size(), b.names.size());
    for (size_t i = 0; i < a.names.size(); ++i) EXPECT_EQ(a.names[i].text, b.names[i].text);
    EXPECT_EQ(a.born, b.born);
    EXPECT_EQ(a.addresses.front().line, b.addresses.front().line);
    differ += other.legal_name(other.make(index)) != nation().legal_name(nation().make(index)) ? 1 : 0;
  }
  EXPECT_GE(differ, 4);
}

TEST(PopulationTest, a_person_keeps_the_place_that_the_index_says) {
  for (size_t i = 0; i < everybody().size(); i += 997) {
    EXPECT_EQ(everybody()[i].index, i);
    EXPECT_EQ(index_of(person_id(i)), i);
  }
  EXPECT_EQ(everybody().size(), kPeople);
}

TEST(PopulationTest, surnames_collide_as_often_as_in_japan) {
  // 0.00205 and 0.00218 over the country; here it is a little more, as the people of a household share theirs.
  const double kanji =
      collision([](const Resident& p) { return p.place == 0 ? nation().surname(p, p.surname).kanji : ""; });
  const double kana =
      collision([](const Resident& p) { return p.place == 0 ? nation().surname(p, p.surname).kana : ""; });
  EXPECT_NEAR(kanji, 0.00205, 0.00015);
  EXPECT_NEAR(kana, 0.00218, 0.0002);
}

TEST(PopulationTest, given_names_grow_more_varied_from_cohort_to_cohort) {
  const auto of = [](int from, int to) {
    return collision([=](const Resident& p) {
      const int year = civil_of(p.born).year;
      return p.male && year >= from && year < to ? nation().given(p).kanji + nation().given(p).kana : "";
    });
  };
  const double old = of(1930, 1942), middle = of(1958, 1989), young = of(2005, 2026);
  EXPECT_NEAR(old, 0.0025, 0.0008);
  EXPECT_NEAR(young, 0.0005, 0.0003);
  EXPECT_LT(young, middle);
  EXPECT_LT(middle, old);
}

TEST(PopulationTest, as_many_namesakes_share_a_birthday_as_in_the_reference) {
  // Reference: of 125 M people 1.98 % share kana name and date of birth with another, 0.64 % kanji name and date. The
  // share grows with the number of people: 1 - exp(-N * collision).
  const double born = collision([](const Resident& p) { return std::to_string(p.born); });
  const auto share = [&](double name) { return 1 - std::exp(-125e6 * name * born); };
  const double kana = collision(kana_of);
  const double kanji = collision([](const Resident& p) { return nation().legal_name(p); });
  RecordProperty("kana_bits", std::to_string(-std::log2(kana)));
  RecordProperty("kanji_bits", std::to_string(-std::log2(kanji)));
  RecordProperty("date_bits", std::to_string(-std::log2(born)));
  EXPECT_NEAR(-std::log2(born), 15.0, 0.5);
  EXPECT_NEAR(-std::log2(kana), 17.6, 0.5);
  EXPECT_NEAR(-std::log2(kanji), 19.2, 0.8);
  EXPECT_GT(share(kana), 0.013);
  EXPECT_LT(share(kana), 0.030);
  EXPECT_GT(share(kanji), 0.004);
  EXPECT_LT(share(kanji), 0.011);
}

TEST(PopulationTest, households_have_the_sizes_of_the_census) {
  std::map<int, double> households;
  double all = 0;
  for (const Resident& person : everybody())
    if (person.place == 0) {
      ++households[person.household_size];
      ++all;
    }
  EXPECT_NEAR(households[1] / all, 0.38, 0.02);
  EXPECT_NEAR(households[2] / all, 0.28, 0.02);
  EXPECT_NEAR(households[3] / all, 0.166, 0.015);
  EXPECT_NEAR(kPeople / all, 2.25, 0.1);
}

TEST(PopulationTest, twins_are_as_many_as_are_born_and_never_sound_the_same) {
  double children = 0, twins = 0;
  for (size_t i = 0; i < everybody().size(); ++i) {
    const Resident& person = everybody()[i];
    if (person.child && person.household_size > 1) ++children;
    if (!person.twin) continue;
    ++twins;
    if (i + 1 == everybody().size()) continue;
    const Resident& next = everybody()[i + 1];
    if (next.household != person.household || !next.twin || next.born != person.born) continue;
    EXPECT_NE(kana_of(person) + nation().legal_name(person), kana_of(next) + nation().legal_name(next));
    EXPECT_FALSE(person.origin == Origin::kJapanese && kana_of(person) == kana_of(next));
    EXPECT_EQ(person.home, next.home);
  }
  // 1.3 % of deliveries that could be followed by another child.
  EXPECT_GT(twins / children, 0.008);
  EXPECT_LT(twins / children, 0.026);
}

TEST(PopulationTest, nobody_of_a_household_has_the_given_name_of_another) {
  std::unordered_set<std::string> names;
  uint64_t household = 0;
  for (const Resident& person : everybody()) {
    if (person.household != household) names.clear();
    household = person.household;
    const Spelling given = nation().given(person);
    EXPECT_TRUE(names.insert(given.kanji + given.kana + given.latin + (person.male ? "m" : "f")).second)
        << person.index;
  }
}

TEST(PopulationTest, a_quarter_has_moved_and_most_wives_had_another_surname) {
  double moved = 0, wives = 0, renamed = 0;
  for (const Resident& person : everybody()) {
    moved += person.before.town != Home::kNowhere;
    if (person.male || person.child || person.origin != Origin::kJapanese || person.household_size == 1) continue;
    ++wives;
    renamed += person.previous_surname != Resident::kNone;
  }
  EXPECT_NEAR(moved / double(kPeople), 0.24, 0.03);
  EXPECT_GT(renamed / wives, 0.6);
}

TEST(PopulationTest, towns_are_120_000_in_the_municipalities_of_the_country) {
  EXPECT_NEAR(double(nation().towns().size()), 120'000, 6'000);
  EXPECT_GT(nation().towns().municipalities(), 1'800U);
  double same = 0, pairs = 0;
  for (size_t i = 0; i + 128 < everybody().size(); i += 1) {
    ++pairs;
    same += everybody()[i].home.town == everybody()[i + 128].home.town;
  }
  EXPECT_NEAR(-std::log2(same / pairs), 14.5, 1.5);
}

TEST(PopulationTest, relatives_who_are_not_registered_live_there_under_another_name) {
  Draw draw(7);
  for (uint64_t cell = 0; cell < 200; ++cell) {
    auto people = nation().make_cell(cell);
    people.resize(people.front().household_size);
    const Resident relative = nation().make_relative(people, draw);
    EXPECT_EQ(relative.home, people.front().home);
    for (const Resident& member : people) {
      EXPECT_FALSE(kana_of(member) == kana_of(relative) &&
                   nation().legal_name(member) == nation().legal_name(relative));
    }
  }
}

TEST(PopulationTest, the_generator_knows_nothing_of_the_engine) {
  const std::filesystem::path folder = std::filesystem::path(INKAN_SOURCE_DIR) / "bench/match";
  const std::regex include(R"(#include\s+["<]population/(names|match)/)");
  int files = 0;
  for (const std::string name : {"draw", "letters", "lists", "towns", "accuracy_population", "agency_records",
                                 "agency_traps", "agency_writing", "singapore_population"}) {
    for (const std::string suffix : {".h", ".cpp"}) {
      std::ifstream file(folder / (name + suffix));
      if (!file) continue;
      ++files;
      const std::string text((std::istreambuf_iterator<char>(file)), {});
      EXPECT_FALSE(std::regex_search(text, include)) << name << suffix;
    }
  }
  EXPECT_GE(files, 9);
}

}  // namespace
}  // namespace inkan::bench
