#include "population/match/index.h"

namespace inkan::population::match {

Index::Index(std::unique_ptr<Base> base)
    : base_(std::move(base)),
      base_size_(base_->size()),
      dictionaries_{Dictionary(base_->surnames()), Dictionary(base_->givens()), Dictionary(base_->towns())},
      model_(base_->model()),
      people_(base_size_) {}

int64_t Index::find(const PersonId& id) const {
  if (const int64_t found = delta_.find(id); found >= 0) return found + base_size_;
  return base_->find(id);
}

void Index::put(const PersonId& id, const EntryText& entry) { put_record(id, encode_known(dictionaries_, entry)); }

void Index::put_record(const PersonId& id, const Encoded& person) {
  // The new entry is there before the old one goes: nobody vanishes for a moment.
  const int64_t before = find(id);
  delta_.put(id, person);
  people_.fetch_add(1, std::memory_order_acq_rel);
  if (before >= 0) remove(id, uint32_t(before));
}

void Index::remove(const PersonId& id, uint32_t ordinal) {
  if (ordinal < base_size_) {
    base_->remove(ordinal);
  } else {
    delta_.remove(ordinal - base_size_);
  }
  people_.fetch_sub(1, std::memory_order_acq_rel);
  if (watching_) removals_.push_back(id);
}

bool Index::erase(const PersonId& id) {
  const int64_t found = find(id);
  if (found < 0) return false;
  remove(id, uint32_t(found));
  return true;
}

}  // namespace inkan::population::match
