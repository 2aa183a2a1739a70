#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "population/match/keys.h"
#include "population/match/model.h"
#include "population/match/words.h"

namespace inkan::population::match {

using RawId = std::array<uint8_t, 16>;  // a person's UUID
std::optional<RawId> raw_id(std::string_view uuid);
std::string text_of(const RawId& id);

// Filed is one key's postings, by bucket of the key's hash. Bucket b is postings[starts[b]] to postings[starts[b + 1]].
struct Filed {
  std::span<const uint32_t> starts{};
  std::span<const Posting> postings{};

  size_t bucket_of(uint64_t hash) const {
    __extension__ using Wide = unsigned __int128;
    return size_t(Wide(hash) * (starts.size() - 1) >> 64);
  }
};

// Residence: kMapped leaves the file in the page cache, shared by processes; kCopied copies it into large pages, which
// makes a look-up at full size faster (docs/matching.md) and takes the memory for itself.
enum class Residence { kMapped, kCopied };

// Base is the index over everybody as of one moment: an immutable file, mapped. Any number of readers, no lock; which
// of its people have been replaced or have gone since is a bitmap beside it.
class Base {
 public:
  Base() = default;
  ~Base();
  Base(const Base&) = delete;
  Base& operator=(const Base&) = delete;

  // open maps a file written by Builder and checks it: kCorrupt when damaged (any byte), cut, or of another version.
  static Result<std::unique_ptr<Base>> open(const std::string& path, Residence residence = Residence::kMapped);

  uint32_t size() const { return uint32_t(records_.size()); }
  const Record& record(uint32_t ordinal) const { return records_[ordinal]; }
  std::span<const Record> records() const { return records_; }
  const Filed& filed(Key key) const { return filed_[size_t(key)]; }
  bool has_ids() const { return !ids_.empty(); }
  PersonId id(uint32_t ordinal) const;
  // find gives the ordinal of a person who is not gone, or -1. About three cache lines.
  int64_t find(const PersonId& id) const;

  bool gone(uint32_t ordinal) const {
    return gone_ != nullptr && gone_count_.load(std::memory_order_acquire) != 0 &&
           (gone_[ordinal / 64].load(std::memory_order_acquire) >> (ordinal % 64) & 1) != 0;
  }
  void remove(uint32_t ordinal);
  uint32_t gone_count() const { return gone_count_.load(std::memory_order_acquire); }

  // scan visits those of a probe's bucket whom the sketch does not rule out.
  template <typename Visit>
  void scan(const Probe& probe, uint32_t begin, uint32_t end, const Visit& visit) const {
    const Posting* postings = filed_[size_t(probe.key)].postings.data();
    const uint8_t wanted = Posting::fingerprint(probe.hash);
    for (uint32_t at = begin; at < end; ++at)
      if (postings[at].fingerprint() == wanted && probe.wants(postings[at].sketch())) visit(postings[at].person());
  }

  const Model& model() const { return model_; }
  const WordTable& surnames() const { return surnames_; }
  const WordTable& givens() const { return givens_; }
  const WordTable& towns() const { return towns_; }
  // bytes of the file, and the part of them that turns places in the index into person ids and back.
  size_t bytes() const { return bytes_; }
  size_t id_bytes() const { return ids_.size_bytes() + id_starts_.size_bytes() + id_order_.size_bytes(); }
  size_t word_bytes() const { return word_bytes_; }

 private:
  friend class BaseReader;
  void map(int file, size_t size, Residence residence);

  std::span<const Record> records_{};
  std::array<Filed, kKeys> filed_{};
  WordTable surnames_{};
  WordTable givens_{};
  WordTable towns_{};
  Model model_ = Model::standard();
  std::span<const RawId> ids_{};
  std::span<const uint32_t> id_starts_{};
  std::span<const uint32_t> id_order_{};
  std::unique_ptr<std::atomic<uint64_t>[]> gone_{};
  std::atomic<uint32_t> gone_count_{0};
  void* mapping_ = nullptr;
  size_t bytes_ = 0;
  size_t word_bytes_ = 0;
};

}  // namespace inkan::population::match
