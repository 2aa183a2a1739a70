#include "population/match/delta.h"

#include "population/match/words.h"

namespace inkan::population::match {

namespace {

constexpr uint64_t kFirstTable = 4096;
constexpr size_t kSlotBytes = sizeof(uint64_t) + sizeof(uint32_t);
constexpr size_t kEntryBytes = sizeof(uint64_t) + 2 * sizeof(uint32_t);  // what the writer keeps of each

uint64_t hash_of(const PersonId& id) { return hash_text(id.text(), 6); }

}  // namespace

PostingTable::PostingTable() {
  tables_.push_back(std::make_unique<Table>(kFirstTable));
  table_.store(tables_.back().get(), std::memory_order_release);
  bytes_.store(kFirstTable * kSlotBytes, std::memory_order_relaxed);
}

namespace {

template <typename Table>
void place(Table& table, uint64_t hash, uint32_t value, uint32_t sketch) {
  uint64_t at = hash & table.mask;
  while (table.slots[at].load(std::memory_order_relaxed) != 0) at = (at + 1) & table.mask;
  table.sketches[at].store(sketch, std::memory_order_relaxed);
  table.slots[at].store((hash >> 32) << 32 | (uint64_t(value) + 1), std::memory_order_release);
}

}  // namespace

void PostingTable::grow() {
  auto larger = std::make_unique<Table>((tables_.back()->mask + 1) * 2);
  for (size_t i = 0; i < hashes_.size(); ++i) place(*larger, hashes_[i], values_[i], sketches_[i]);
  bytes_.fetch_add((larger->mask + 1) * kSlotBytes, std::memory_order_relaxed);
  table_.store(larger.get(), std::memory_order_release);
  tables_.push_back(std::move(larger));
}

void PostingTable::add(uint64_t hash, uint32_t value, uint32_t sketch) {
  if (hashes_.size() * 2 > tables_.back()->mask) grow();
  place(*tables_.back(), hash, value, sketch);
  hashes_.push_back(hash);
  values_.push_back(value);
  sketches_.push_back(sketch);
  bytes_.fetch_add(kEntryBytes, std::memory_order_relaxed);
}

uint32_t Delta::put(const PersonId& id, const Encoded& person) {
  const uint32_t index = people_.append([&](Person& entry) {
    entry.record = person.record;
    entry.id = id;
  });
  for_each_posting(person.traits, [&](Key, uint64_t hash, uint32_t sketch) { postings_.add(hash, index, sketch); });
  ids_.add(hash_of(id), index);
  return index;
}

int64_t Delta::find(const PersonId& id) const {
  int64_t found = -1;
  ids_.for_each(hash_of(id), [&](uint32_t index, uint32_t) {
    if (people_[index].id == id && !gone(index) && int64_t(index) > found) found = index;
  });
  return found;
}

}  // namespace inkan::population::match
