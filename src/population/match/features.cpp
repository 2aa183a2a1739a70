#include "population/match/features.h"

#include <algorithm>

#include "population/names/sound.h"
#include "population/names/utf8.h"

namespace inkan::population::match {

namespace {

constexpr uint64_t kWrittenSeed = 1;
constexpr uint64_t kReadingSeed = 2;

uint32_t narrow(uint64_t hash) {
  const auto low = uint32_t(hash >> 32);
  return low == 0 ? 1 : low;
}

// The sound of a word is the sum of its letters', so that words put together in any order, or cut in another place,
// have one sum (keys.h): LIM KE QING, KE QING LIM.
uint32_t sound_of(std::string_view folded) {
  names::FoldBuffer buffer;
  const std::string_view sound = names::fold_sound(folded, buffer);
  const char* at = sound.data();
  const char* const end = at + sound.size();
  uint32_t sum = 0;
  while (at < end) sum += uint32_t(mix(names::take_utf8(at, end), 3) >> 32);
  return sum == 0 ? 1 : sum;
}

std::string_view fold_part(std::string_view text, uint64_t seed, names::FoldBuffer& buffer) {
  if (text.empty()) return {};
  const names::Folded folded = seed == kReadingSeed ? names::fold_kana(text, buffer) : names::fold(text, buffer);
  return folded.comparable ? folded.key : std::string_view();
}

// Adding is where words, their cohort and whether to count them come from.
struct Adding {
  Dictionary& words;
  size_t cohort = 0;
  bool counted = true;
};

Dictionary::Found add_word(const Adding& adding, std::string_view text, uint64_t seed) {
  names::FoldBuffer buffer;
  const std::string_view folded = fold_part(text, seed, buffer);
  if (folded.empty()) return {kNone};
  const uint64_t hash = hash_text(folded, seed);
  Dictionary::Found found = adding.words.find(hash);
  if (found.id == kUnseen && adding.words.count() < kWordsMax) found = adding.words.add(hash, folded, sound_of(folded));
  if (adding.counted) adding.words.count_bearer(found, adding.cohort);
  return found;
}

struct Part {
  uint32_t written = kNone;
  uint32_t reading = kNone;
  uint32_t sound = 0;
};

Part add_part(const Adding& adding, const NameText& name) {
  const Dictionary::Found written = add_word(adding, name.written, kWrittenSeed);
  const Dictionary::Found reading = add_word(adding, name.reading, kReadingSeed);
  if (written.id != kNone && reading.id != kNone) adding.words.add_reading(written.id, reading.sound);
  return {written.id, reading.id, reading.id != kNone ? reading.sound : written.sound};
}

uint64_t area_hash(const AddressText& address) { return hash_text(address.area, 4); }
uint64_t town_hash(const AddressText& address) { return hash_text(address.town, area_hash(address)); }

uint16_t hash_bits(std::string_view text, unsigned width) {
  if (text.empty()) return 0;
  return uint16_t(1 + hash_text(text, 5) % ((1u << width) - 1));
}

Place add_place(Dictionaries& dictionaries, const AddressText& address, bool counted, Traits::Spot& spot) {
  if (address.empty()) return {};
  const uint64_t town = town_hash(address);
  Dictionary& towns = dictionaries.towns;
  const Dictionary::Found found =
      towns.count() < kTownsMax ? towns.add(town, {}, narrow(area_hash(address))) : towns.find(town);
  if (counted) towns.count_bearer(found, 0);
  const uint32_t id = found.id == kUnseen ? kUnseenTown : found.id;
  spot = {narrow(area_hash(address)), id, hash_bits(address.block, 14), hash_bits(address.room, 10)};
  return {id, spot.block, spot.room};
}

Birth birth_of(const BirthText& born) { return Birth::of(born.year, born.month, born.day); }
uint8_t sex_of(Sex sex) { return sex == Sex::kFemale ? 1 : sex == Sex::kMale ? 2 : 0; }

struct TwoBuffers {
  names::FoldBuffer& written;
  names::FoldBuffer& reading;
};

void prepare_part(const Dictionary& words, const NameText& name, const TwoBuffers& buffers, QueryName& part) {
  part.reading_text = fold_part(name.reading, kReadingSeed, buffers.reading);
  if (!part.reading_text.empty()) {
    part.reading_hash = hash_text(part.reading_text, kReadingSeed);
    words.prefetch(part.reading_hash);
  }
  part.written_text = fold_part(name.written, kWrittenSeed, buffers.written);
  if (!part.written_text.empty()) {
    part.written_hash = hash_text(part.written_text, kWrittenSeed);
    words.prefetch(part.written_hash);
  }
}

void finish_part(const Dictionary& words, size_t cohort, uint64_t total, QueryName& part) {
  if (part.reading_hash != 0) {
    const Dictionary::Found found = words.find(part.reading_hash);
    part.rarity_reading = words.rarity(found, cohort, total);
    part.reading = found.id;
    part.reading_sound = found.id == kUnseen ? sound_of(part.reading_text) : found.sound;
    part.sounds = {part.reading_sound};
  }
  if (part.written_hash == 0) return;
  const Dictionary::Found found = words.find(part.written_hash);
  part.rarity_written = words.rarity(found, cohort, total);
  part.written = found.id;
  if (part.reading != kNone) return;
  part.sounds = words.readings(found.id);
  for (uint32_t& sound : part.sounds) {
    if (sound != 0) continue;
    sound = found.id == kUnseen ? sound_of(part.written_text) : found.sound;
    break;
  }
}

}  // namespace

Encoded encode_known(Dictionaries& dictionaries, const EntryText& entry, bool counted) {
  Encoded result{};
  Record& record = result.record;
  Traits& traits = result.traits;
  const Birth born = birth_of(entry.born);
  const Adding surnames{dictionaries.surnames, 0, counted};
  const Part surname = add_part(surnames, entry.surname);
  const Part given = add_part({dictionaries.givens, cohort_of(born), counted}, entry.given);
  const Part previous = entry.previous_surname.empty() ? Part{} : add_part(surnames, entry.previous_surname);
  const Place place = add_place(dictionaries, entry.addresses[0], counted, traits.spots[0]);
  const Place earlier = add_place(dictionaries, entry.addresses[1], false, traits.spots[1]);
  record.surname_written = surname.written;
  record.surname_reading = surname.reading;
  record.given_written = given.written;
  record.given_reading = given.reading;
  record.previous_written = previous.written;
  record.previous_reading = previous.reading;
  record.born = born.packed();
  record.sex = sex_of(entry.sex);
  record.town = place.town;
  record.block = place.block;
  record.room = place.room;
  record.previous_town = earlier.town;
  record.previous_block = earlier.block;
  record.crowd = place.room == 0 ? 2 : 5;
  traits.surname_sound = surname.sound;
  traits.given_sound = given.sound;
  traits.previous_sound = previous.sound;
  traits.born = born.packed();
  return result;
}

void prepare_stated(const Dictionaries& dictionaries, const EntryText& entry, Query& query) {
  query.born = birth_of(entry.born);
  query.sex = sex_of(entry.sex);
  prepare_part(dictionaries.surnames, entry.surname, {query.buffers[0], query.buffers[1]}, query.surname);
  prepare_part(dictionaries.givens, entry.given, {query.buffers[2], query.buffers[3]}, query.given);
  if (!entry.previous_surname.empty()) {
    names::FoldBuffer written;
    names::FoldBuffer reading;
    prepare_part(dictionaries.surnames, entry.previous_surname, {written, reading}, query.previous);
    // Only its words are compared, never its text; but what nobody bears still has a sound.
    query.previous.reading_sound = query.previous.reading_text.empty() ? 0 : sound_of(query.previous.reading_text);
    query.previous.written_text = query.previous.reading_text = {};
  }
  for (const AddressText& address : entry.addresses) {
    if (address.empty()) continue;
    QueryPlace& place = query.places[query.place_count++];
    place.town_hash = town_hash(address);
    place.area_hash = narrow(area_hash(address));
    place.place = {kUnseenTown, hash_bits(address.block, 14), hash_bits(address.room, 10)};
    dictionaries.towns.prefetch(place.town_hash);
  }
}

void finish_stated(const Dictionaries& dictionaries, uint64_t total, Query& query) {
  finish_part(dictionaries.surnames, 0, total, query.surname);
  finish_part(dictionaries.givens, cohort_of(query.born), total, query.given);
  if (query.previous.written_hash != 0 || query.previous.reading_hash != 0)
    finish_part(dictionaries.surnames, 0, total, query.previous);
  for (size_t i = 0; i < query.place_count; ++i) {
    QueryPlace& place = query.places[i];
    const Dictionary::Found found = dictionaries.towns.find(place.town_hash);
    place.place.town = found.id == kUnseen ? kUnseenTown : found.id;
    place.rarity_town = dictionaries.towns.rarity(found, 0, total);
    place.rarity_area = found.base != nullptr ? dictionaries.towns.rarity(found, 1, total)
                                              : std::max(kBit, place.rarity_town - 5 * kBit);
  }
}

namespace {

void take_part(const Dictionary& words, uint64_t written, uint64_t reading, size_t cohort, uint64_t total,
               QueryName& part) {
  part.written = uint32_t(written);
  part.reading = uint32_t(reading);
  if (written != kNone) part.rarity_written = words.rarity(part.written, cohort, total);
  if (reading != kNone) part.rarity_reading = words.rarity(part.reading, cohort, total);
  part.reading_sound = words.sound(part.reading);
  part.sounds = {reading != kNone ? part.reading_sound : words.sound(part.written)};
  part.reading_text = words.text(part.reading);
  part.written_text = words.text(part.written);
}

}  // namespace

void encode_record(const Dictionaries& dictionaries, const Record& record, uint64_t total, Query& query) {
  query.born = record.birth();
  query.sex = uint8_t(record.sex);
  take_part(dictionaries.surnames, record.surname_written, record.surname_reading, 0, total, query.surname);
  take_part(dictionaries.givens, record.given_written, record.given_reading, cohort_of(query.born), total, query.given);
  if (record.town == kNone) return;
  QueryPlace& place = query.places[query.place_count++];
  place.place = record.place();
  place.area_hash = dictionaries.towns.sound(uint32_t(record.town));
  place.rarity_town = dictionaries.towns.rarity(uint32_t(record.town), 0, total);
  place.rarity_area = std::max(kBit, place.rarity_town - 5 * kBit);
}

namespace {

struct InDictionary {
  const Dictionary& words;
  uint32_t operator()(uint32_t id) const { return words.sound(id); }
};
std::vector<uint32_t> row_of(const Dictionary& words) {
  std::vector<uint32_t> row(words.count() + 1);
  for (uint32_t id = 1; id < row.size(); ++id) row[id] = words.sound(id);
  return row;
}

}  // namespace

Traits traits_of(const Dictionaries& dictionaries, const Record& record) {
  return detail::make_traits(record, InDictionary{dictionaries.surnames}, InDictionary{dictionaries.givens},
                             InDictionary{dictionaries.towns});
}

Sounds::Sounds(const Dictionaries& dictionaries)
    : surnames(row_of(dictionaries.surnames)), givens(row_of(dictionaries.givens)), towns(row_of(dictionaries.towns)) {}

}  // namespace inkan::population::match
