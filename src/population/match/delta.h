#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "population/match/append_vector.h"
#include "population/match/keys.h"
#include "population/person.h"

namespace inkan::population::match {

// PostingTable files small numbers under hashes while it grows: one writer at a time, readers without a lock.
class PostingTable {
 public:
  PostingTable();
  void add(uint64_t hash, uint32_t value, uint32_t sketch = 0);
  // for_each calls visit(value, sketch) for what is filed under the hash (32 bits of it are compared).
  template <typename Visit>
  void for_each(uint64_t hash, const Visit& visit) const {
    const Table& table = *table_.load(std::memory_order_acquire);
    for (uint64_t at = hash & table.mask;; at = (at + 1) & table.mask) {
      const uint64_t slot = table.slots[at].load(std::memory_order_acquire);
      if (slot == 0) return;
      if (slot >> 32 == hash >> 32) visit(uint32_t(slot) - 1, table.sketches[at].load(std::memory_order_relaxed));
    }
  }
  size_t bytes() const { return bytes_.load(std::memory_order_relaxed); }

 private:
  struct Table {
    explicit Table(uint64_t size)
        : mask(size - 1),
          slots(std::make_unique<std::atomic<uint64_t>[]>(size)),
          sketches(std::make_unique<std::atomic<uint32_t>[]>(size)) {}
    uint64_t mask = 0;
    std::unique_ptr<std::atomic<uint64_t>[]> slots{};  // upper half of the hash, value + 1; set last
    std::unique_ptr<std::atomic<uint32_t>[]> sketches{};
  };
  void grow();

  std::atomic<const Table*> table_{nullptr};
  std::vector<std::unique_ptr<Table>> tables_{};  // the writer's; old ones stay, someone may be reading them
  std::vector<uint64_t> hashes_{};                // the writer's: whole hashes, in order, for growing
  std::vector<uint32_t> values_{};
  std::vector<uint32_t> sketches_{};
  std::atomic<size_t> bytes_{0};
};

// Delta is everybody who came or changed since the base was written. One writer at a time; readers take no lock and see
// a person as soon as put has returned.
class Delta {
 public:
  struct Person {
    Record record{};
    PersonId id{};
    std::atomic<bool> gone{false};
  };

  uint32_t put(const PersonId& id, const Encoded& person);
  void remove(uint32_t index) { people_[index].gone.store(true, std::memory_order_release); }
  // find gives the newest entry of a person that is not gone, or -1.
  int64_t find(const PersonId& id) const;
  uint32_t size() const { return people_.size(); }
  size_t bytes() const { return people_.size() * sizeof(Person) + postings_.bytes() + ids_.bytes(); }
  const Person& operator[](uint32_t index) const { return people_[index]; }
  bool gone(uint32_t index) const { return people_[index].gone.load(std::memory_order_acquire); }

  template <typename Visit>
  void for_each(const Probe& probe, const Visit& visit) const {
    if (people_.size() == 0) return;
    postings_.for_each(probe.hash, [&](uint32_t index, uint32_t sketch) {
      if (probe.wants(sketch) && !gone(index)) visit(index);
    });
  }

 private:
  AppendVector<Person> people_{};
  PostingTable postings_{};
  PostingTable ids_{};
};

}  // namespace inkan::population::match
