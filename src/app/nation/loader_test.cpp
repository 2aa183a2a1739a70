#include "app/nation/loader.h"

#include <gtest/gtest.h>

#include "app/nation/generator.h"
#include "population/test_people.h"

namespace inkan::app::nation {
namespace {

using store::run_task;

class LoaderTest : public testing::TestWithParam<std::string> {
 protected:
  Result<Done> load_people(int64_t people, uint64_t seed = 1) {
    LoadOptions options{.seed = seed, .people = people, .people_at_once = 40};
    return load(**database_, register_.people, register_.clock, options,
                [this](const Progress& progress) { reports_.push_back(progress); });
  }
  int64_t count() { return *run_task(register_.people.count()); }
  PersonalNumber number_of(int64_t index) {
    SeededRandom random = Generator(1).number_random(index);
    return PersonalNumber::draw(random);
  }

  std::unique_ptr<store::TestDatabase> database_ = store::open_test_database(GetParam());
  population::TestRegister register_{**database_};
  std::vector<Progress> reports_{};
};

TEST_P(LoaderTest, loads_exactly_as_many_as_asked_and_reports) {
  ASSERT_TRUE(load_people(203).has_value());
  EXPECT_EQ(count(), 203);
  ASSERT_FALSE(reports_.empty());
  EXPECT_EQ(reports_.back().done, 203);
  EXPECT_EQ(reports_.back().total, 203);
  // Everybody has the number of their place, and it leads to their record.
  for (int64_t index : {0, 57, 202}) {
    const auto id = run_task(register_.people.find_by_number(number_of(index)));
    ASSERT_TRUE(id && id->has_value()) << index;
    const auto person = register_.find(**id).open(register_.look(**id));
    EXPECT_EQ(person->number, number_of(index));
  }
  EXPECT_FALSE(run_task(register_.people.find_by_number(number_of(203)))->has_value());
}

TEST_P(LoaderTest, goes_on_where_it_stopped_as_if_it_had_not) {
  ASSERT_TRUE(load_people(61).has_value());
  ASSERT_TRUE(load_people(61).has_value());
  EXPECT_EQ(count(), 61);
  ASSERT_TRUE(load_people(150).has_value());
  EXPECT_EQ(count(), 150);
  // Person 149 of the whole nation, household by household.
  const Generator generator(1);
  std::vector<population::PersonFacts> all;
  for (int64_t i = 0; all.size() < 150; ++i)
    for (auto& person : generator.household(i)) all.push_back(std::move(person));
  for (size_t index : {60u, 61u, 149u}) {
    const auto id = run_task(register_.people.find_by_number(number_of(int64_t(index))));
    ASSERT_TRUE(id && id->has_value());
    EXPECT_EQ(register_.find(**id).open(register_.look(**id))->facts.to_json(), all[index].to_json());
  }
}

TEST_P(LoaderTest, draws_again_for_a_number_that_is_taken) {
  SeededRandom taken = Generator(1).number_random(45);
  auto officer = register_.people.prepare_registration(population::sample_citizen(), population::Registrar{}, taken);
  ASSERT_TRUE((*database_)->commit_blocking(officer->batch).has_value());
  ASSERT_TRUE(load_people(90).has_value());
  EXPECT_EQ(count(), 91);
  EXPECT_EQ(*run_task(register_.people.find_by_number(number_of(45))), officer->id);
  const auto again = PersonalNumber::draw(taken);
  EXPECT_TRUE(run_task(register_.people.find_by_number(again))->has_value());
}

TEST_P(LoaderTest, named_residents_are_found_only_in_a_loaded_nation) {
  LoadOptions options{.seed = 1, .people = 20};
  EXPECT_EQ(named_residents(**database_, register_.people, options).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(load_people(20).has_value());
  const auto named = named_residents(**database_, register_.people, options);
  ASSERT_TRUE(named.has_value());
  ASSERT_EQ(named->size(), 5u);
  EXPECT_EQ(named->at(0).legal_name, "TAN MEI LING");
  for (const auto& resident : *named) {
    const auto person = register_.find(resident.person).open(register_.look(resident.person));
    EXPECT_EQ(person->facts.legal_name(), resident.legal_name);
    EXPECT_EQ(person->number, resident.number);
  }
  options.seed = 2;
  EXPECT_FALSE(named_residents(**database_, register_.people, options).has_value());
}

INSTANTIATE_TEST_SUITE_P(Engines, LoaderTest, testing::ValuesIn(store::test_engines()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace inkan::app::nation
