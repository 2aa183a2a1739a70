#pragma once

#include <array>
#include <cstdint>

#include "population/match/features.h"
#include "population/match/model.h"

namespace inkan::population::match {

// Levels is how one record compares with one query, attribute by attribute.
struct Levels {
  NameLevel surname = NameLevel::kNotComparable;
  NameLevel given = NameLevel::kNotComparable;
  BirthLevel born = BirthLevel::kNotComparable;
  SexLevel sex = SexLevel::kNotComparable;
  PlaceLevel place = PlaceLevel::kNotComparable;
  bool swapped = false;     // surname and given name stand in each other's place
  uint8_t place_index = 0;  // which of the query's addresses agrees best
};

// Evidence of one candidate, in bits: that the query is this person, and that it is somebody else of their dwelling.
struct Score {
  Bits surname = 0;
  Bits given = 0;
  Bits born = 0;
  Bits sex = 0;
  Bits place = 0;
  Bits household = 0;
  Bits person() const { return surname + given + born + sex + place; }
};

Levels compare(const Dictionaries& dictionaries, const Query& query, const Record& record);
// Scoring is what evidence is weighed with: the same for all candidates of a query.
struct Scoring {
  const Model& model;
  const Dictionaries& dictionaries;
  uint64_t people = 0;  // among whom names are counted
  Bits log2_world = 0;  // of how many people the statement could be about
};
Score score(const Scoring& scoring, const Query& query, const Record& record, const Levels& levels);

// within_one_edit: one character put in, left out, replaced, or two neighbours swapped (UTF-8).
bool within_one_edit(std::string_view a, std::string_view b);
BirthLevel compare_births(Birth a, Birth b);

}  // namespace inkan::population::match
