#include "population/match/features.h"

#include <algorithm>

namespace inkan::population::match {

namespace {

constexpr uint64_t kWrittenSeed = 1;
constexpr uint64_t kReadingSeed = 2;

uint32_t narrow(uint64_t hash) {
  const auto low = uint32_t(hash >> 32);
  return low == 0 ? 1 : low;
}

uint32_t sound_of(std::string_view folded) {
  names::FoldBuffer buffer;
  return narrow(hash_text(names::fold_phonetic(folded, buffer), 3));
}

std::string_view fold_part(std::string_view text, uint64_t seed, names::FoldBuffer& buffer) {
  if (text.empty()) return {};
  const names::Folded folded = seed == kReadingSeed ? names::fold_kana(text, buffer) : names::fold(text, buffer);
  return folded.comparable ? folded.key : std::string_view();
}

uint32_t add_word(Dictionary& words, std::string_view text, uint64_t seed, size_t cohort, uint32_t* sound) {
  names::FoldBuffer buffer;
  const std::string_view folded = fold_part(text, seed, buffer);
  if (folded.empty()) return kNone;
  const uint64_t hash = hash_text(folded, seed);
  Dictionary::Found found = words.find(hash);
  if (found.id == kUnseen && words.count() < kWordsMax)
    found = words.add(hash, folded, sound_of(folded), cohort);
  else if (found.added != nullptr)
    found = words.add(hash, folded, found.sound, cohort);
  if (sound != nullptr) *sound = found.sound;
  return found.id;
}

struct Part {
  uint32_t written = kNone;
  uint32_t reading = kNone;
  uint32_t sound = 0;
};

Part add_part(Dictionary& words, const NameText& name, size_t cohort) {
  Part part{};
  uint32_t written_sound = 0;
  part.written = add_word(words, name.written, kWrittenSeed, cohort, &written_sound);
  part.reading = add_word(words, name.reading, kReadingSeed, cohort, &part.sound);
  if (part.reading == kNone) part.sound = written_sound;
  if (part.written != kNone && part.reading != kNone) words.add_reading(part.written, part.sound);
  return part;
}

uint64_t area_hash(const AddressText& address) { return hash_text(address.area, 4); }
uint64_t town_hash(const AddressText& address) { return hash_text(address.town, area_hash(address)); }

uint16_t hash_bits(std::string_view text, unsigned width) {
  if (text.empty()) return 0;
  return uint16_t(1 + hash_text(text, 5) % ((1u << width) - 1));
}

Place add_place(Dictionaries& dictionaries, const AddressText& address, Traits::Spot& spot) {
  if (address.empty()) return {};
  const uint64_t town = town_hash(address);
  Dictionary& towns = dictionaries.towns;
  const Dictionary::Found found =
      towns.count() < kTownsMax ? towns.add(town, {}, narrow(area_hash(address)), 0) : towns.find(town);
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

Bits rarity_of_found(const Dictionary::Found& found, size_t cohort, uint64_t total) {
  return found.id == kUnseen ? rarity_of(0, total) : Dictionary::rarity(found, cohort, total);
}

void finish_part(const Dictionary& words, size_t cohort, uint64_t total, QueryName& part) {
  if (part.reading_hash != 0) {
    const Dictionary::Found found = words.find(part.reading_hash);
    part.rarity_reading = rarity_of_found(found, cohort, total);
    part.reading = found.id;
    part.reading_sound = found.id == kUnseen ? sound_of(part.reading_text) : found.sound;
    part.sounds = {part.reading_sound};
  }
  if (part.written_hash == 0) return;
  const Dictionary::Found found = words.find(part.written_hash);
  part.rarity_written = rarity_of_found(found, cohort, total);
  part.written = found.id;
  if (part.reading != kNone) return;
  part.sounds = words.readings(found);
  for (uint32_t& sound : part.sounds) {
    if (sound != 0) continue;
    sound = found.id == kUnseen ? sound_of(part.written_text) : found.sound;
    break;
  }
}

}  // namespace

Encoded encode_known(Dictionaries& dictionaries, const EntryText& entry) {
  Encoded result{};
  Record& record = result.record;
  Traits& traits = result.traits;
  const Birth born = birth_of(entry.born);
  const Part surname = add_part(dictionaries.surnames, entry.surname, 0);
  const Part given = add_part(dictionaries.givens, entry.given, cohort_of(born));
  const Part previous =
      entry.previous_surname.empty() ? Part{} : add_part(dictionaries.surnames, entry.previous_surname, 0);
  const Place place = add_place(dictionaries, entry.addresses[0], traits.spots[0]);
  const Place earlier = add_place(dictionaries, entry.addresses[1], traits.spots[1]);
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
    place.rarity_town = rarity_of_found(found, 0, total);
    place.rarity_area =
        found.base != nullptr ? Dictionary::rarity(found, 1, total) : std::max(kBit, place.rarity_town - 5 * kBit);
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

Traits traits_of(const Dictionaries& dictionaries, const Record& record) {
  Traits traits{};
  const auto sound = [](const Dictionary& words, uint64_t written, uint64_t reading) {
    return words.sound(uint32_t(reading != kNone ? reading : written));
  };
  traits.surname_sound = sound(dictionaries.surnames, record.surname_written, record.surname_reading);
  traits.previous_sound = sound(dictionaries.surnames, record.previous_written, record.previous_reading);
  traits.given_sound = sound(dictionaries.givens, record.given_written, record.given_reading);
  traits.born = uint32_t(record.born);
  traits.spots[0] = {dictionaries.towns.sound(uint32_t(record.town)), uint32_t(record.town), uint16_t(record.block),
                     uint16_t(record.room)};
  traits.spots[1] = {dictionaries.towns.sound(uint32_t(record.previous_town)), uint32_t(record.previous_town),
                     uint16_t(record.previous_block), 0};
  return traits;
}

}  // namespace inkan::population::match
