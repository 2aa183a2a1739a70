#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "population/match/base.h"
#include "population/match/delta.h"
#include "population/match/score.h"
#include "population/match/terms.h"

namespace inkan::population::match {

// Index is one generation: a base, what came after it, and the dictionaries of both. Ordinals below base.size() are the
// base's people, the rest the delta's.
class Index {
 public:
  explicit Index(std::unique_ptr<Base> base);

  const Record& record(uint32_t ordinal) const {
    return ordinal < base_size_ ? base_->record(ordinal) : delta_[ordinal - base_size_].record;
  }
  bool gone(uint32_t ordinal) const {
    return ordinal < base_size_ ? base_->gone(ordinal) : delta_.gone(ordinal - base_size_);
  }
  PersonId id(uint32_t ordinal) const {
    return ordinal < base_size_ ? base_->id(ordinal) : delta_[ordinal - base_size_].id;
  }
  int64_t find(const PersonId& id) const;

  // put and erase: one writer at a time (Matcher sees to it).
  void put(const PersonId& id, const EntryText& entry);
  void put_record(const PersonId& id, const Encoded& person);
  bool erase(const PersonId& id);

  uint64_t people() const { return people_.load(std::memory_order_acquire); }
  // world is among how many people a statement may belong to: never fewer than a nation, since whoever is stated need
  // not be in a register that is still being filled.
  uint64_t world() const { return std::max<uint64_t>(people(), uint64_t(1) << 24); }
  const Dictionaries& dictionaries() const { return dictionaries_; }
  Dictionaries& dictionaries() { return dictionaries_; }
  // removals are persons whose earlier entry went since `watch_removals`; for a rebuild that runs meanwhile.
  void watch_removals() { removals_.clear(), watching_ = true; }
  const std::vector<PersonId>& removals() const { return removals_; }
  const Base& base() const { return *base_; }
  const Delta& delta() const { return delta_; }
  const Model& model() const { return model_; }
  void set_model(const Model& model) { model_ = model; }  // before anybody reads

 private:
  void remove(const PersonId& id, uint32_t ordinal);

  std::unique_ptr<Base> base_;
  uint32_t base_size_ = 0;
  Dictionaries dictionaries_;
  Delta delta_{};
  Model model_ = Model::standard();
  std::atomic<uint64_t> people_{0};
  bool watching_ = false;  // this and the next: the writer's
  std::vector<PersonId> removals_{};
};

}  // namespace inkan::population::match
