#pragma once

#include <cstdint>

namespace inkan::population::match {

// kNone: not stated. kUnseen: stated, and nobody in the index has it, so it equals nothing.
inline constexpr uint32_t kNone = 0;
inline constexpr uint32_t kUnseen = 0xffffff;
inline constexpr uint32_t kWordsMax = 0xfffffe;
inline constexpr uint32_t kTownsMax = 0x1ffffe;
inline constexpr uint32_t kUnseenTown = 0x1fffff;

// Place is an encoded address: which town, and hashes of block and room in it (0: not stated).
struct Place {
  uint32_t town = kNone;  // 21 bits
  uint16_t block = 0;     // 14 bits
  uint16_t room = 0;      // 10 bits
};

// Birth is a date packed as year - 1800, month, day (9 + 4 + 5 bits), 0 where unknown; the whole is 0 when nothing is.
class Birth {
 public:
  constexpr Birth() = default;
  constexpr explicit Birth(uint32_t packed) : packed_(packed) {}
  static constexpr Birth of(unsigned year, unsigned month, unsigned day) {
    if (year < 1800 || year > 2300) return {};
    return Birth((year - 1800) << 9 | (month & 15) << 5 | (month == 0 ? 0 : day & 31));
  }
  constexpr uint32_t packed() const { return packed_; }
  constexpr bool known() const { return packed_ != 0; }
  constexpr bool complete() const { return day() != 0; }
  constexpr unsigned year() const { return 1800 + (packed_ >> 9); }
  constexpr unsigned month() const { return (packed_ >> 5) & 15; }
  constexpr unsigned day() const { return packed_ & 31; }
  friend constexpr bool operator==(Birth, Birth) = default;

 private:
  uint32_t packed_ = 0;
};

// Record is one person as the index holds them: two to a cache line, never across two. Words are ids of the
// dictionaries, comparing is comparing integers.
struct Record {
  uint64_t surname_written : 24 = 0;
  uint64_t surname_reading : 24 = 0;
  uint64_t block : 14 = 0;
  uint64_t sex : 2 = 0;  // 0 not stated, 1 female, 2 male
  uint64_t given_written : 24 = 0;
  uint64_t given_reading : 24 = 0;
  uint64_t room : 10 = 0;
  uint64_t crowd : 4 = 0;          // log2 of how many share town and block
  uint64_t twin_near : 1 = 0;      // somebody else of this dwelling has this date of birth (may err on this side)
  uint64_t namesake_near : 1 = 0;  // somebody else of this dwelling has this given name (may err on this side)
  uint64_t previous_written : 24 = 0;
  uint64_t previous_reading : 24 = 0;
  uint64_t previous_block : 14 = 0;
  uint64_t gone : 1 = 0;
  uint64_t spare : 1 = 0;
  uint64_t born : 18 = 0;
  uint64_t town : 21 = 0;
  uint64_t previous_town : 21 = 0;
  uint64_t spare_high : 4 = 0;

  Birth birth() const { return Birth(uint32_t(born)); }
  Place place() const { return {uint32_t(town), uint16_t(block), uint16_t(room)}; }
  Place previous_place() const { return {uint32_t(previous_town), uint16_t(previous_block), 0}; }
};
static_assert(sizeof(Record) == 32);

}  // namespace inkan::population::match
