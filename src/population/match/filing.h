#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <thread>
#include <vector>

#include "population/match/base.h"
#include "population/match/features.h"
#include "population/match/huge_array.h"
#include "population/match/keys.h"

namespace inkan::population::match {

// Filing makes the postings of one key after the other: everybody's posting goes into one of some thousand partitions,
// each of which then fits the cache and is put in order by bucket. All memory is written and read in sequence.
class Filing {
 public:
  Filing(const Dictionaries& dictionaries, std::span<Record> records, unsigned threads);
  // file makes the postings of a key. Key::kBlock also marks in the records who lives near whom.
  void file(Key key);
  // filed is what file() made last. It stays until file() has been called twice more, so that it can be written to the
  // disk while the next key is filed.
  Filed filed() const { return {starts_.first(buckets_ + 1), postings_.first(count_)}; }

 private:
  static constexpr size_t kBlockSize = 1000;
  struct Block {
    std::array<Posting, kBlockSize> postings;
    std::array<uint32_t, kBlockSize> buckets;
  };
  // What one thread has put into one partition.
  struct Pile {
    std::vector<uint32_t> blocks{};
    uint32_t last = kBlockSize;  // items in the last block
  };
  template <Key kKey>
  void spread(unsigned thread);
  void gather(Key key, size_t partition);
  void mark_neighbours(size_t bucket, size_t begin, size_t end);
  void put_marks(unsigned thread);
  uint32_t take_block();
  size_t part(unsigned thread) const { return records_.size() * thread / threads_; }

  Sounds sounds_;
  std::span<Record> records_;
  unsigned threads_;
  uint64_t buckets_ = 0;
  uint64_t count_ = 0;
  unsigned shift_ = 0;
  size_t partitions_ = 0;
  HugeArray<Block> blocks_{};
  std::atomic<uint32_t> next_block_{0};
  std::vector<std::vector<Pile>> piles_{};  // by thread, by partition
  std::vector<uint64_t> offsets_{};         // of each partition's postings
  HugeArray<uint32_t> starts_{};
  HugeArray<Posting> postings_{};
  HugeArray<uint32_t> starts_before_{};
  HugeArray<Posting> postings_before_{};
  // What Key::kBlock found out about each person's neighbours. Beside the records, which all threads read meanwhile.
  struct Mark {
    uint8_t crowd : 4;
    uint8_t twin_near : 1;
    uint8_t namesake_near : 1;
    uint8_t known : 1;
  };
  HugeArray<Mark> marks_{};
};

// run_threads runs work(0) to work(count - 1) at the same time.
void run_threads(unsigned count, const auto& work) {
  std::vector<std::jthread> threads;
  for (unsigned i = 1; i < count; ++i) threads.emplace_back([&work, i] { work(i); });
  work(0);
}

}  // namespace inkan::population::match
