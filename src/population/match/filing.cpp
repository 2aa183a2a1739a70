#include "population/match/filing.h"

#include <algorithm>
#include <bit>

namespace inkan::population::match {

namespace {

constexpr uint64_t kPerBucket = 6;
constexpr size_t kPostingsMax = 2;  // of one key for one person
constexpr size_t kNeighboursMax = 2048;
constexpr size_t kRecordsAhead = 64;

// postings_of calls emit(hash, sketch) for what a record is filed under with this key. A template, so that each key
// has a loop of its own which fetches only what it needs.
template <Key kWanted, typename Emit>
[[gnu::always_inline]] inline void postings_of(const Sounds& sounds, const Record& record, const Emit& emit) {
  for_each_posting(
      traits_of(sounds, record), [](Key key) { return key == kWanted; },
      [&](Key, uint64_t hash, uint32_t sketch) { emit(hash, sketch); });
}

// with_key calls run with the key as a constant.
template <typename Run>
void with_key(Key key, const Run& run) {
  switch (key) {
    case Key::kBornGiven:
      return run.template operator()<Key::kBornGiven>();
    case Key::kBornSurname:
      return run.template operator()<Key::kBornSurname>();
    case Key::kBornArea:
      return run.template operator()<Key::kBornArea>();
    case Key::kName:
      return run.template operator()<Key::kName>();
    case Key::kBlock:
      return run.template operator()<Key::kBlock>();
  }
}

size_t bucket_of(uint64_t hash, uint64_t buckets) {
  __extension__ using Wide = unsigned __int128;
  return size_t(Wide(hash) * buckets >> 64);
}

}  // namespace

Filing::Filing(const Dictionaries& dictionaries, std::span<Record> records, unsigned threads)
    : sounds_(dictionaries), records_(records), threads_(std::max(threads, 1u)) {
  const size_t postings_max = records.size() * kPostingsMax;
  for (auto* starts : {&starts_, &starts_before_}) *starts = HugeArray<uint32_t>(postings_max / kPerBucket + 2);
  for (auto* postings : {&postings_, &postings_before_}) *postings = HugeArray<Posting>(postings_max + 1);
  blocks_ = HugeArray<Block>(postings_max / kBlockSize + size_t(threads_) * 4096 + 1);
  marks_ = HugeArray<Mark>(records.size());
  piles_.resize(threads_);
}

uint32_t Filing::take_block() { return next_block_.fetch_add(1, std::memory_order_relaxed); }

template <Key kKey>
void Filing::spread(unsigned thread) {
  std::vector<Pile>& piles = piles_[thread];
  for (size_t i = part(thread); i < part(thread + 1); ++i) {
    postings_of<kKey>(sounds_, records_[i], [&](uint64_t hash, uint32_t sketch) {
      const size_t bucket = bucket_of(hash, buckets_);
      Pile& pile = piles[bucket >> shift_];
      if (pile.last == kBlockSize) {
        pile.blocks.push_back(take_block());
        pile.last = 0;
      }
      Block& block = blocks_[pile.blocks.back()];
      block.postings[pile.last] = Posting(uint32_t(i), hash, sketch);
      block.buckets[pile.last++] = uint32_t(bucket);
    });
  }
}

// Counting sort of one partition by bucket.
void Filing::gather(Key key, size_t partition) {
  const size_t first = partition << shift_;
  const size_t last = std::min<size_t>(buckets_, (partition + 1) << shift_);
  const auto each = [&](const auto& visit) {
    for (const auto& piles : piles_) {
      const Pile& pile = piles[partition];
      for (size_t b = 0; b < pile.blocks.size(); ++b) {
        const Block& block = blocks_[pile.blocks[b]];
        const size_t size = b + 1 == pile.blocks.size() ? pile.last : kBlockSize;
        for (size_t i = 0; i < size; ++i) visit(block.buckets[i], block.postings[i]);
      }
    }
  };
  // starts_[b + 1] counts, then is where bucket b goes on being filled, and so in the end where b + 1 begins.
  std::vector<uint32_t> next(last - first + 1, 0);
  each([&](uint32_t bucket, const Posting&) { ++next[bucket - first + 1]; });
  next[0] = uint32_t(offsets_[partition]);
  for (size_t i = 1; i < next.size(); ++i) next[i] += next[i - 1];
  for (size_t b = first; b < last; ++b) starts_[b] = next[b - first];
  if (last == buckets_) starts_[last] = next[last - first];
  each([&](uint32_t bucket, const Posting& posting) { postings_[next[bucket - first]++] = posting; });
  if (key != Key::kBlock) return;
  // next[] is now where each bucket ends. The records of a later bucket are asked for meanwhile.
  const size_t end = next[last - first - 1];
  size_t asked = offsets_[partition];
  for (size_t b = first; b < last; ++b) {
    const size_t bucket_end = next[b - first];
    for (; asked < std::min(end, bucket_end + kRecordsAhead); ++asked)
      __builtin_prefetch(&records_[postings_[asked].person()], 0, 3);
    mark_neighbours(b, b == first ? offsets_[partition] : next[b - first - 1], bucket_end);
  }
}

// Who has a neighbour of the same dwelling with the same date of birth or given name is marked: a look-up must then
// look further. How many share the block is written down too.
void Filing::mark_neighbours(size_t bucket, size_t begin, size_t end) {
  const auto lives_here = [&](const Posting& posting) {
    const Record& record = records_[posting.person()];
    const uint64_t hash = key_hash(Key::kBlock, uint32_t(record.town), uint32_t(record.block));
    // An address of before may look alike by its fingerprint; it stands in another bucket.
    return record.block != 0 && bucket_of(hash, buckets_) == bucket &&
           Posting::fingerprint(hash) == posting.fingerprint();
  };
  for (size_t i = begin; i < end; ++i) {
    const Posting& one = postings_[i];
    if (!lives_here(one)) continue;
    const Record& record = records_[one.person()];
    if (end - begin > kNeighboursMax) {
      marks_[one.person()] = {.crowd = 11, .twin_near = 1, .namesake_near = 1, .known = 1};
      continue;
    }
    Mark mark{.known = 1};
    size_t crowd = 0;
    for (size_t k = begin; k < end; ++k) {
      const Posting& other = postings_[k];
      if (other.fingerprint() != one.fingerprint()) continue;
      ++crowd;
      const uint32_t differs = one.sketch() ^ other.sketch();
      if (k == i || ((differs & 0xff0000) != 0 && (differs & 0xff) != 0)) continue;
      const Record& beside = records_[other.person()];
      if (beside.town != record.town || beside.block != record.block) continue;
      if (beside.room != 0 && record.room != 0 && beside.room != record.room) continue;
      if (beside.born == record.born) mark.twin_near = 1;
      if ((differs & 0xff) == 0) mark.namesake_near = 1;
    }
    mark.crowd = uint8_t(std::min<uint64_t>(15, uint64_t(std::bit_width(crowd)) - 1)) & 15;
    marks_[one.person()] = mark;
  }
}

void Filing::put_marks(unsigned thread) {
  for (size_t i = part(thread); i < part(thread + 1); ++i) {
    const Mark mark = marks_[i];
    if (mark.known == 0) continue;
    records_[i].crowd = mark.crowd;
    records_[i].twin_near = mark.twin_near;
    records_[i].namesake_near = mark.namesake_near;
  }
}

void Filing::file(Key key) {
  std::swap(starts_, starts_before_);
  std::swap(postings_, postings_before_);
  // How many postings there will be is estimated from some records: it only decides how many buckets there are.
  constexpr size_t kEvery = 61;
  uint64_t sampled = 0;
  with_key(key, [&]<Key kKey>() {
    for (size_t i = 0; i < records_.size(); i += kEvery)
      postings_of<kKey>(sounds_, records_[i], [&](uint64_t, uint32_t) { ++sampled; });
  });
  buckets_ = std::min(sampled * kEvery, records_.size() * kPostingsMax) / kPerBucket + 1;
  const unsigned width = unsigned(std::bit_width(buckets_));
  shift_ = width > 11 ? width - 11 : 0;
  partitions_ = (buckets_ >> shift_) + 1;
  next_block_ = 0;
  for (auto& piles : piles_) piles.assign(partitions_, Pile{});
  with_key(key, [&]<Key kKey>() { run_threads(threads_, [&](unsigned thread) { spread<kKey>(thread); }); });

  offsets_.assign(partitions_ + 1, 0);
  for (size_t p = 0; p < partitions_; ++p) {
    uint64_t size = 0;
    for (const auto& piles : piles_)
      if (!piles[p].blocks.empty()) size += (piles[p].blocks.size() - 1) * kBlockSize + piles[p].last;
    offsets_[p + 1] = offsets_[p] + size;
  }
  count_ = offsets_[partitions_];
  std::atomic<size_t> next{0};
  run_threads(threads_, [&](unsigned) {
    for (size_t p = next++; p < partitions_; p = next++)
      if ((p << shift_) < buckets_) gather(key, p);
  });
  if (key == Key::kBlock) run_threads(threads_, [&](unsigned thread) { put_marks(thread); });
}

}  // namespace inkan::population::match
