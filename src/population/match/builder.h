#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "population/match/base.h"
#include "population/match/features.h"
#include "population/match/huge_array.h"
#include "population/match/model.h"

namespace inkan::population::match {

// Builder writes a base from scratch: people are added in any order by any number of threads, then finish() files them
// and writes the file. Takes about 45 bytes a person beside the file's own size while it works.
class Builder {
 public:
  struct Options {
    uint32_t people_max = 0;  // room for so many; only what is used takes memory
    bool with_ids = false;    // each person has a UUID; without, a person's id is their place (measuring)
    unsigned threads = 2;
    Model model = Model::standard();
  };
  explicit Builder(const Options& options);

  // add files a person. Thread-safe; the order between threads decides nothing but a person's place. False when there
  // is no room left. `id` is only looked at with with_ids.
  bool add(const EntryText& entry, const RawId& id = {});

  // finish writes the base to `path`, which is replaced in one step. One call; nothing may be added any more.
  // kUnavailable when the disk refuses.
  Result<Done> finish(const std::string& path);

  uint32_t size() const { return next_.load(std::memory_order_acquire); }
  const Record& record(uint32_t ordinal) const { return records_[ordinal]; }
  Dictionaries& dictionaries() { return dictionaries_; }

 private:
  HugeArray<Record> records_;
  HugeArray<RawId> ids_;
  Options options_;
  Dictionaries dictionaries_{};
  std::atomic<uint32_t> next_{0};
};

// BaseContent is what a base is written from. Records may be changed (what is near them is marked in them).
struct BaseContent {
  std::span<Record> records{};
  std::span<const RawId> ids{};  // as many as records, or none
  const Dictionaries* dictionaries = nullptr;
  std::array<uint32_t, 3> words{};  // how many words of surnames, given names, towns are written
  Model model{};
  unsigned threads = 2;
};
// write_base files everybody and writes the file.
Result<Done> write_base(const BaseContent& content, const std::string& path);

}  // namespace inkan::population::match
