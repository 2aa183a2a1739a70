#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "population/match/entry.h"
#include "population/match/words.h"
#include "population/names/fold.h"

namespace inkan::population::match {

// Dictionaries hold every word that people of the index have in their names and addresses.
struct Dictionaries {
  Dictionary surnames{};
  Dictionary givens{};
  Dictionary towns{};
};

// Traits are what keys and sketches are made of: hashes, the same whatever dictionary a word got its id from.
// 0: not known.
struct Traits {
  uint32_t surname_sound = 0;
  uint32_t previous_sound = 0;
  uint32_t given_sound = 0;
  uint32_t born = 0;
  struct Spot {
    uint32_t area = 0;
    uint32_t town = 0;  // id: towns keep theirs for as long as the index lives
    uint16_t block = 0;
    uint16_t room = 0;
  };
  std::array<Spot, 2> spots{};  // today's, an earlier one
};

// Encoded is a person ready for the index.
struct Encoded {
  Record record{};
  Traits traits{};
};

// QueryName is one part of a stated name.
struct QueryName {
  uint32_t written = kNone;
  uint32_t reading = kNone;
  Bits rarity_written = 0;
  Bits rarity_reading = 0;
  Readings sounds{};  // how it may sound: the stated reading, or those its spelling has in this index
  uint32_t reading_sound = 0;
  uint64_t written_hash = 0;  // 0: not stated
  uint64_t reading_hash = 0;
  std::string_view written_text{};  // folded; in the query's own buffers
  std::string_view reading_text{};

  bool stated() const { return written != kNone || reading != kNone; }
};

struct QueryPlace {
  Place place{};
  uint64_t town_hash = 0;
  uint32_t area_hash = 0;
  Bits rarity_town = 0;
  Bits rarity_area = 0;
};

// Query is a statement encoded for looking up. It points into itself: not copied.
struct Query {
  QueryName surname{};
  QueryName given{};
  QueryName previous{};
  Birth born{};
  uint8_t sex = 0;
  uint8_t place_count = 0;
  std::array<QueryPlace, 3> places{};
  std::array<names::FoldBuffer, 4> buffers;  // not initialised: written where it is read

  Query() {}  // NOLINT: `= default` would clear the buffers where the braces are written
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
};

// encode_known makes a person's record and adds the words to the dictionaries. Any number of threads.
// `counted`: each word has one bearer more (a builder counts all at the end instead).
Encoded encode_known(Dictionaries& dictionaries, const EntryText& entry, bool counted = true);
// encode_stated makes a query; adds nothing. `total` is how many people there are. It has two halves, between which
// other queries can be worked on: prepare folds and asks memory for the words, finish reads them.
void prepare_stated(const Dictionaries& dictionaries, const EntryText& entry, Query& query);
void finish_stated(const Dictionaries& dictionaries, uint64_t total, Query& query);
inline void encode_stated(const Dictionaries& dictionaries, const EntryText& entry, uint64_t total, Query& query) {
  prepare_stated(dictionaries, entry, query);
  finish_stated(dictionaries, total, query);
}
// encode_record makes the query that asks for whom a record is about (the register against itself).
void encode_record(const Dictionaries& dictionaries, const Record& record, uint64_t total, Query& query);
// traits_of finds out again what the keys of a record are.
Traits traits_of(const Dictionaries& dictionaries, const Record& record);

// Sounds holds the sound of every word by id, in a row: for going through everybody.
struct Sounds {
  std::vector<uint32_t> surnames{};
  std::vector<uint32_t> givens{};
  std::vector<uint32_t> towns{};
  explicit Sounds(const Dictionaries& dictionaries);
};

namespace detail {

// Sound gives the sound of a word of each dictionary.
template <typename Sound>
Traits make_traits(const Record& record, const Sound& surname, const Sound& given, const Sound& town) {
  const auto of = [](const Sound& sound, uint64_t written, uint64_t reading) {
    return sound(uint32_t(reading != kNone ? reading : written));
  };
  Traits traits{};
  traits.surname_sound = of(surname, record.surname_written, record.surname_reading);
  traits.previous_sound = of(surname, record.previous_written, record.previous_reading);
  traits.given_sound = of(given, record.given_written, record.given_reading);
  traits.born = uint32_t(record.born);
  traits.spots[0] = {town(uint32_t(record.town)), uint32_t(record.town), uint16_t(record.block), uint16_t(record.room)};
  traits.spots[1] = {town(uint32_t(record.previous_town)), uint32_t(record.previous_town),
                     uint16_t(record.previous_block), 0};
  return traits;
}

struct InRow {
  const std::vector<uint32_t>& row;
  uint32_t operator()(uint32_t id) const { return id < row.size() ? row[id] : 0; }
};

}  // namespace detail

// Inline: what a key has no use for is then not fetched.
inline Traits traits_of(const Sounds& sounds, const Record& record) {
  using detail::InRow;
  return detail::make_traits(record, InRow{sounds.surnames}, InRow{sounds.givens}, InRow{sounds.towns});
}

}  // namespace inkan::population::match
