#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "draw.h"
#include "lists.h"
#include "population/stated.h"
#include "towns.h"

// The synthetic nation against which the matching engine is judged. It shares no code with the engine: it includes no
// header of population/names or population/match (accuracy_population_test.cpp checks that), so that a
// misunderstanding of the one cannot hide in the other.
namespace inkan::bench {

enum class Origin : uint8_t { kJapanese, kChinese, kWestern };

// Resident is a person in numbers; the texts are made when asked for.
struct Resident {
  static constexpr uint32_t kNone = UINT32_MAX;
  uint64_t index = 0;
  uint64_t household = 0;  // index of its first member
  uint32_t surname = 0;
  uint32_t previous_surname = kNone;
  uint32_t given = 0;
  uint32_t alias_surname = kNone;  // foreign residents: the Japanese surname they go by
  int32_t born = 0;                // days since 1970-01-01
  Home home{};
  Home before{};  // where they lived earlier, or nowhere
  uint8_t household_size = 1;
  uint8_t place = 0;  // in the household
  Origin origin = Origin::kJapanese;
  bool male = false;
  bool twin = false;
  bool child = false;  // of somebody in the household
};

// Population regenerates any person from (seed, index); nothing is stored, so 125 M people take no memory. People come
// in cells of 64 that are made together, whole households in each. Thread-safe.
class Population {
 public:
  static constexpr uint64_t kCell = 64;
  Population(uint64_t seed, uint64_t people);

  uint64_t size() const { return people_; }
  uint64_t cells() const { return (people_ + kCell - 1) / kCell; }
  // make_cell gives the people of a cell, those beyond size() left out.
  std::vector<Resident> make_cell(uint64_t cell) const;
  Resident make(uint64_t index) const { return make_cell(index / kCell).at(index % kCell); }
  // make_relative invents a member of this household who is not in the register: another name, mostly another birthday.
  Resident make_relative(const std::vector<Resident>& household, Draw& draw) const;
  // make_stranger invents somebody who is in nobody's household.
  Resident make_stranger(Draw& draw) const;

  // describe is what the register knows: names, sex, date of birth, addresses.
  population::Stated describe(const Resident& resident) const;
  std::string legal_name(const Resident& resident) const;
  // surname and given name as written and as read; the kana of foreign residents is empty.
  Spelling surname(const Resident& resident, uint32_t id) const;
  Spelling given(const Resident& resident) const;

  const Surnames& surnames() const { return surnames_; }
  const GivenNames& given_names() const { return given_; }
  const Towns& towns() const { return towns_; }

 private:
  struct Foreign {  // names of foreign residents
    std::vector<Spelling> surnames{}, given{}, given_male{};
    Weights surname_weights{}, given_weights{}, given_male_weights{};
  };
  class CellMaker;
  static Foreign make_foreign(Origin origin);
  uint32_t pick_given(Origin origin, bool male, int birth_year, Draw& draw) const;
  const Foreign& foreign(Origin origin) const { return origin == Origin::kChinese ? chinese_ : western_; }

  uint64_t seed_ = 0;
  uint64_t people_ = 0;
  Surnames surnames_{};
  GivenNames given_{};
  Towns towns_{};
  Foreign chinese_{}, western_{};
};

// person_id: the id under which a person of the nation is put into the register.
population::PersonId person_id(uint64_t index);
uint64_t index_of(const population::PersonId& id);

// Dates, without the engine's help.
int32_t day_of(int year, int month, int day);
struct Civil {
  int year = 0, month = 0, day = 0;
};
Civil civil_of(int32_t day);

}  // namespace inkan::bench
