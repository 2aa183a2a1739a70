#include "app/nation/generator.h"

#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "app/nation/named.h"
#include "base/encoding.h"
#include "crypto/hash.h"
#include "population/facts.h"

namespace inkan::app::nation {
namespace {

using population::NameKind;
using population::PersonFacts;
using population::ResidentKind;

constexpr int64_t kHouseholds = 20'000;
const Time kNow = from_unix_seconds(1795420000);  // 2026-11-23

const std::vector<std::vector<PersonFacts>>& nation() {
  static const auto kNation = [] {
    const Generator generator(1);
    std::vector<std::vector<PersonFacts>> households;
    for (int64_t i = 0; i < kHouseholds; ++i) households.push_back(generator.household(i));
    return households;
  }();
  return kNation;
}

double share(const std::function<bool(const PersonFacts&)>& counts) {
  int64_t yes = 0;
  int64_t all = 0;
  for (const auto& household : nation())
    for (const auto& person : household) {
      ++all;
      if (counts(person)) ++yes;
    }
  return double(yes) / double(all);
}

std::string digest_of(uint64_t seed, int64_t households) {
  const Generator generator(seed);
  std::string text;
  for (int64_t i = 0; i < households; ++i)
    for (const auto& person : generator.household(i)) text += to_json_text(person.to_json()) + "\n";
  for (int64_t i = 0; i < households; ++i) {
    SeededRandom random = generator.number_random(i);
    text += PersonalNumber::draw(random).digits();
  }
  return hex_encode(crypto::sha256(text));
}

TEST(Generator, one_seed_gives_one_nation_and_another_seed_another) {
  EXPECT_EQ(digest_of(7, 500), digest_of(7, 500));
  EXPECT_NE(digest_of(7, 500), digest_of(8, 500));
}

TEST(Generator, household_does_not_depend_on_those_before) {
  const Generator generator(1);
  const auto alone = generator.household(4321);
  const auto& in_order = nation()[4321];
  ASSERT_EQ(alone.size(), in_order.size());
  for (size_t i = 0; i < alone.size(); ++i) EXPECT_EQ(alone[i].to_json(), in_order[i].to_json());
}

TEST(Generator, register_takes_everybody_and_gives_back_the_same) {
  for (const auto& household : nation())
    for (const auto& person : household) {
      const auto good = population::check_facts(person, kNow);
      ASSERT_TRUE(good.has_value()) << good.error().public_text << " " << to_json_text(person.to_json());
      const auto read = PersonFacts::from_json(person.to_json());
      ASSERT_TRUE(read && read->to_json() == person.to_json());
    }
}

TEST(Generator, mix_is_about_what_was_asked_for) {
  EXPECT_NEAR(share([](const auto& p) { return p.race == "CN"; }), 0.45, 0.02);
  EXPECT_NEAR(share([](const auto& p) { return p.race == "MY"; }), 0.12, 0.015);
  EXPECT_NEAR(share([](const auto& p) { return p.race == "TM" || p.race == "IN"; }), 0.09, 0.015);
  EXPECT_NEAR(share([](const auto& p) { return p.race == "JP"; }), 0.25, 0.02);
  EXPECT_NEAR(share([](const auto& p) { return p.kind == ResidentKind::kForeignResident; }), 0.20, 0.03);
  EXPECT_NEAR(share([](const auto& p) { return p.sex == population::Sex::kFemale; }), 0.50, 0.03);
  EXPECT_NEAR(share([](const auto& p) { return !p.born->complete(); }), 0.01, 0.003);
  EXPECT_NEAR(share([](const auto& p) { return p.address.country == "JP"; }), 0.09, 0.03);
}

TEST(Generator, ages_make_a_plausible_pyramid) {
  auto between_ages = [](int low, int high) {
    return share([=](const PersonFacts& p) {
      const int age = kReferenceYear - 1 - p.born->year();
      return age >= low && age <= high;
    });
  };
  EXPECT_NEAR(between_ages(0, 14), 0.17, 0.06);
  EXPECT_NEAR(between_ages(15, 64), 0.68, 0.08);
  EXPECT_NEAR(between_ages(65, 120), 0.13, 0.06);
  EXPECT_GT(between_ages(90, 120), 0.0);
  EXPECT_EQ(between_ages(121, 999), 0.0);
}

TEST(Generator, families_live_together_and_share_names) {
  int twins = 0;
  for (const auto& household : nation()) {
    if (&household == &nation().front()) continue;
    std::map<std::string, int> births;
    for (const auto& person : household) {
      EXPECT_EQ(person.household, household.front().household);
      EXPECT_EQ(person.address.postal, household.front().address.postal);
      if (person.born->complete() && person.marital_status == "1") ++births[person.born->text()];
    }
    for (const auto& [day, count] : births) twins += count > 1;
  }
  EXPECT_GT(twins, 20);
}

TEST(Generator, namesakes_born_on_one_day_occur_by_chance) {
  std::map<std::string, int> names;
  for (const auto& household : nation())
    for (const auto& person : household) ++names[person.legal_name()];
  int shared = 0;
  for (const auto& [name, count] : names) shared += count > 1;
  EXPECT_GT(shared, 200);
}

TEST(Generator, writes_names_in_the_scripts_of_their_communities) {
  EXPECT_GT(share([](const auto& p) { return p.find_name(NameKind::kChinese).has_value(); }), 0.40);
  EXPECT_GT(share([](const auto& p) { return p.find_name(NameKind::kKana).has_value(); }), 0.20);
  EXPECT_GT(share([](const auto& p) { return p.find_name(NameKind::kTamil).has_value(); }), 0.04);
  for (const auto& household : nation())
    for (const auto& person : household) {
      if (person.race == "JP") {
        EXPECT_TRUE(person.find_name(NameKind::kRomanised).has_value());
      }
      if (person.race != "MY" || &household == &nation().front()) continue;
      const std::string& name = person.legal_name();
      EXPECT_TRUE(name.find(" BIN ") != std::string::npos || name.find(" BINT") != std::string::npos) << name;
    }
}

TEST(Generator, named_residents_are_adults_of_the_announced_kinds) {
  const auto named = named_facts();
  ASSERT_EQ(named.size(), kNamedAbout.size());
  EXPECT_EQ(named[0].kind, ResidentKind::kCitizen);
  EXPECT_EQ(named[0].race, "CN");
  EXPECT_EQ(named[1].kind, ResidentKind::kForeignResident);
  EXPECT_EQ(named[1].nationality, "JP");
  EXPECT_EQ(named[2].race, "MY");
  std::set<std::string> households;
  for (const auto& person : named) {
    EXPECT_TRUE(population::check_facts(person, kNow).has_value());
    EXPECT_TRUE(person.born->complete());
    EXPECT_LT(person.born->year(), 2000);
    EXPECT_TRUE(households.insert(person.household.text()).second);
  }
}

TEST(Table, draws_by_weight_and_never_what_has_none) {
  Weighted<int> list;
  list.add(1, 9);
  list.add(2, 0);
  list.add(3, 1);
  SeededRandom random(3);
  std::map<int, int> drawn;
  for (int i = 0; i < 10'000; ++i) ++drawn[list.pick(random)];
  EXPECT_NEAR(drawn[1], 9000, 200);
  EXPECT_EQ(drawn[2], 0);
  EXPECT_NEAR(drawn[3], 1000, 200);
}

}  // namespace
}  // namespace inkan::app::nation
