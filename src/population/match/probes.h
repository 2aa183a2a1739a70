#pragma once

#include <array>
#include <cstdint>

#include "population/match/keys.h"

namespace inkan::population::match {

// Probes is a list of places to look.
template <size_t kMax>
class ProbeList {
 public:
  static constexpr size_t kCapacity = kMax;
  ProbeList() {}  // NOLINT: leaves the items alone
  Probe* add(Key key, uint32_t a, uint32_t b) {
    if (a == 0 || b == 0 || count_ == kMax) return nullptr;
    Probe& probe = items_[count_++];
    probe.hash = key_hash(key, a, b);
    probe.key = key;
    probe.wanted_count = 0;
    probe.at_most = Probe::kEverybody;
    return &probe;
  }
  size_t size() const { return count_; }
  void clear() { count_ = 0; }
  const Probe& operator[](size_t i) const { return items_[i]; }
  const Probe* begin() const { return items_.data(); }
  const Probe* end() const { return items_.data() + count_; }

 private:
  union {
    std::array<Probe, kMax> items_;  // [0, count_) are set; a union, so that the rest is not
  };
  size_t count_ = 0;
};

using Probes = ProbeList<40>;

// first_probes: date of birth and given name, where nearly everybody is found.
void first_probes(const Query& query, Probes& probes);
// further_probes: all other keys.
void further_probes(const Query& query, Probes& probes);
// wide_probes: everybody with this date of birth and one of the names, as stated or as its spelling may be read.
struct OtherSounds {
  Readings surname{};
  Readings given{};
  Readings surname_as_given{};  // how the stated surname is read as a given name
  Readings given_as_surname{};
};
void wide_probes(const Query& query, const OtherSounds& others, Probes& probes);
// guess_probes: both names and nothing else; names in each other's place; dates with unknown parts.
void guess_probes(const Query& query, const OtherSounds& others, Probes& probes);

// dwelling_probe: who was born on the day this person was, in the same block. `area` is the area of the person's town.
void dwelling_probe(const Record& record, uint32_t area, ProbeList<1>& probes);

// dedupe_probes: where a second entry of the same person would be.
void dedupe_probes(const Query& query, Probes& probes);

}  // namespace inkan::population::match
