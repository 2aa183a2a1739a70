#include "population/match/words.h"

#include <algorithm>
#include <cstring>

namespace inkan::population::match {

namespace {

constexpr uint32_t kFirstTable = 1024;

template <typename Number>
uint64_t load(const char* from) {
  Number value = 0;
  std::memcpy(&value, from, sizeof value);
  return value;
}

// load_rest reads the last one to seven bytes, without a call and without reading beyond them.
uint64_t load_rest(const char* from, size_t count) {
  if (count >= 4) return load<uint32_t>(from) | load<uint32_t>(from + count - 4) << (8 * (count - 4));
  const auto byte = [&](size_t at) { return load<uint8_t>(from + at) << (8 * at); };
  return byte(0) | byte(count / 2) | byte(count - 1);
}

}  // namespace

uint64_t hash_text(std::string_view text, uint64_t seed) {
  uint64_t hash = mix(seed ^ text.size(), 0x8ebc6af09c88c6e3ULL);
  size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) hash = mix(hash ^ load<uint64_t>(text.data() + at), 0x589965cc75374cc3ULL);
  if (at < text.size()) hash = mix(hash ^ load_rest(text.data() + at, text.size() - at), 0x1d8e4e27c47d124fULL);
  return hash == 0 ? 1 : hash;
}

Bits rarity_of(uint64_t count, uint64_t total) {
  // As if 2,000 people of a nation had been seen before, among whom this word was as common as one in 2,000.
  constexpr double kSeen = 2000;
  return log2_of((double(total) + kSeen) / (double(count) + 1));
}

const Word* WordTable::find(uint64_t hash) const {
  if (slots.empty()) return nullptr;
  for (size_t at = slot_of(hash);; at = (at + 1) & (slots.size() - 1)) {
    const Word& word = slots[at];
    if (word.id == kNone) return nullptr;
    if (word.hash == hash) return &word;
  }
}

std::string_view WordTable::text(uint32_t id) const {
  const uint64_t begin = text_ends[id - 1];
  return {texts.data() + begin, size_t(text_ends[id] - begin)};
}

WordList::WordList() {
  tables_.push_back(std::make_unique<Table>(kFirstTable));
  table_.store(tables_.back().get(), std::memory_order_release);
}

WordList::Hit WordList::find(uint64_t hash) const {
  const Table& table = *table_.load(std::memory_order_acquire);
  for (uint32_t at = uint32_t(hash) & table.mask;; at = (at + 1) & table.mask) {
    const Slot& slot = table.slots[at];
    const uint32_t index = slot.index_plus_1.load(std::memory_order_acquire);
    if (index == 0) return {};
    if (slot.hash == hash) return {index - 1, slot.sound};
  }
}

void WordList::place(Table& table, const Item& item, uint32_t index) {
  uint32_t at = uint32_t(item.hash) & table.mask;
  while (table.slots[at].index_plus_1.load(std::memory_order_relaxed) != 0) at = (at + 1) & table.mask;
  Slot& slot = table.slots[at];
  slot.hash = item.hash;
  slot.sound = item.sound;
  slot.index_plus_1.store(index + 1, std::memory_order_release);
}

void WordList::grow() {
  auto larger = std::make_unique<Table>((tables_.back()->mask + 1) * 2);
  for (uint32_t i = 0; i < items_.size(); ++i) place(*larger, items_[i], i);
  table_.store(larger.get(), std::memory_order_release);
  tables_.push_back(std::move(larger));
}

uint32_t WordList::add(uint64_t hash, std::string_view text, uint32_t sound) {
  if (const Hit found = find(hash); found.index >= 0) return uint32_t(found.index);
  const std::lock_guard lock(mutex_);
  if (const Hit found = find(hash); found.index >= 0) return uint32_t(found.index);
  if (items_.size() * 2 > tables_.back()->mask) grow();
  const uint32_t index = items_.append([&](Item& item) {
    item.hash = hash;
    item.sound = sound;
    item.text = text;
  });
  place(*tables_.back(), items_[index], index);
  return index;
}

void WordList::count(uint32_t index, size_t cohort) {
  Item& item = items_[index];
  item.counts[0].fetch_add(1, std::memory_order_relaxed);
  if (cohort != 0) item.counts[cohort].fetch_add(1, std::memory_order_relaxed);
}

void WordList::uncount(uint32_t index, size_t cohort) {
  Item& item = items_[index];
  item.counts[0].fetch_sub(1, std::memory_order_relaxed);
  if (cohort != 0) item.counts[cohort].fetch_sub(1, std::memory_order_relaxed);
}

void WordList::add_reading(uint32_t index, uint32_t sound) {
  for (auto& reading : items_[index].readings) {
    uint32_t seen = reading.load(std::memory_order_relaxed);
    if (seen == sound) return;
    if (seen == 0 && (reading.compare_exchange_strong(seen, sound, std::memory_order_relaxed) || seen == sound)) return;
  }
}

Dictionary::Found Dictionary::find(uint64_t hash) const {
  if (const Word* word = base_.find(hash)) return {word->id, word->sound, word, false};
  if (added_.size() == 0) return {};
  const WordList::Hit hit = added_.find(hash);
  if (hit.index < 0) return {};
  return {base_.count() + 1 + uint32_t(hit.index), hit.sound, nullptr, true};
}

Dictionary::Found Dictionary::add(uint64_t hash, std::string_view text, uint32_t sound) {
  if (const Word* word = base_.find(hash)) return {word->id, word->sound, word, false};
  const uint32_t index = added_.add(hash, text, sound);
  return {base_.count() + 1 + index, sound, nullptr, true};
}

void Dictionary::count_bearer(const Found& found, size_t cohort) {
  if (found.added) added_.count(found.id - base_.count() - 1, cohort);
}

void Dictionary::forget(uint32_t id, size_t cohort) {
  if (id > base_.count() && id <= count()) added_.uncount(id - base_.count() - 1, cohort);
}

void Dictionary::add_reading(uint32_t id, uint32_t sound) {
  if (id > base_.count() && id <= count()) added_.add_reading(id - base_.count() - 1, sound);
}

Bits Dictionary::rarity(const Found& found, size_t cohort, uint64_t total) const {
  if (found.base != nullptr) return Bits(found.base->rarity[cohort]) * (kBit / 8);
  // Words of the delta are few: counted over all cohorts, which only makes them count for less.
  return rarity_of(found.added ? item(found.id).counts[0].load(std::memory_order_relaxed) : 0, total);
}

Bits Dictionary::rarity(uint32_t id, size_t cohort, uint64_t total) const {
  if (id == kNone || id > count()) return rarity_of(0, total);
  if (id <= base_.count()) return Bits(base_.rarities[id][cohort]) * (kBit / 8);
  return rarity_of(item(id).counts[0].load(std::memory_order_relaxed), total);
}

std::string_view Dictionary::text(uint32_t id) const {
  if (id == kNone || id > count()) return {};
  return id <= base_.count() ? base_.text(id) : std::string_view(item(id).text);
}

uint32_t Dictionary::sound(uint32_t id) const {
  if (id == kNone || id > count()) return 0;
  return id <= base_.count() ? base_.sounds[id] : item(id).sound;
}

Readings Dictionary::readings(uint32_t id) const {
  if (id == kNone || id > count()) return {};
  if (id <= base_.count()) return base_.readings[id];
  Readings result{};
  for (size_t i = 0; i < kReadings; ++i) result[i] = item(id).readings[i].load(std::memory_order_relaxed);
  return result;
}

}  // namespace inkan::population::match
