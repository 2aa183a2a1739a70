#pragma once

#include <array>
#include <cstdint>

#include "population/match/bits.h"

namespace inkan::population::match {

// How much two values of an attribute agree. The model holds a likelihood for each.
enum class NameLevel : uint8_t {
  kExact,                  // written and reading
  kWrittenSimilarReading,  // written, and a reading that sounds alike
  kWrittenOnly,            // written; one side states no reading
  kReadingOnly,            // reading; one side states no spelling
  kRomanised,              // the one's Latin letters spell the other's kana
  kReordered,              // the same Latin words in another order
  kReadingWrittenDiffers,
  kWrittenReadingDiffers,
  kSimilar,   // sounds alike or is one slip away
  kPrevious,  // an earlier surname
  kDifferent,
  kNotComparable
};
inline constexpr size_t kNameLevels = 12;
enum class BirthLevel : uint8_t {
  kExact,
  kSwapped,  // day and month
  kDay,      // only the day differs
  kMonth,
  kYearSlip,  // by 1 or 10
  kEra,       // by the distance of two eras
  kYear,
  kPartial,  // what both state agrees, year and month
  kPartialYear,
  kDifferent,
  kNotComparable
};
inline constexpr size_t kBirthLevels = 11;
enum class SexLevel : uint8_t { kSame, kDifferent, kNotComparable };
enum class PlaceLevel : uint8_t {
  kDwelling,  // town, block and room, or block where neither has a room
  kBlock,     // one side states no room
  kOtherRoom,
  kTown,
  kPreviousBlock,
  kPreviousTown,
  kArea,
  kDifferent,
  kNotComparable
};
inline constexpr size_t kPlaceLevels = 9;

constexpr bool holds(NameLevel level) { return level < NameLevel::kSimilar; }

// Model is what the score knows: how often each level is seen when it is the right person (m), as log2; how often for a
// stranger (u) follows from the frequency of the value, or is here where it does not depend on it; and who asks.
struct Model {
  std::array<Bits, kNameLevels> surname_m{};
  std::array<Bits, kNameLevels> given_m{};
  std::array<Bits, kBirthLevels> born_m{};
  std::array<Bits, kBirthLevels> born_u{};
  std::array<Bits, kPlaceLevels> place_m{};
  Bits sex_same = 0;
  Bits sex_different = 0;
  double stranger = 0;             // share of queries about people whom nobody here knows
  double relative = 0;             // share about unregistered members of registered dwellings
  double mixed = 0;                // share of records that hold one person's name and another one's date or sex
  double unfound = 0;              // chance that the right person is not among the candidates
  Bits household_born = 0;         // twins: log2 of how often another member has the same date of birth
  Bits household_written = 0;      // how much rarer than by chance two members are written alike
  Bits household_reading = 0;      // … or read alike
  Bits household_named_after = 0;  // log2 of how often two members read alike whatever the name: father and son
  Bits household_similar = 0;      // … and how much more often alike, but not the same
  Bits household_surname = 0;      // members who bear another surname
  Bits household_elsewhere = 0;    // members who state another address

  // standard is what the engine starts with; learn (em.h) fits it to an agency's unlabelled records.
  static Model standard();
};

}  // namespace inkan::population::match
