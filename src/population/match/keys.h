#pragma once

#include <array>
#include <cstdint>

#include "population/match/bits.h"
#include "population/match/features.h"

namespace inkan::population::match {

// Key says under which pair of facts people are filed. Whoever states any two of birth date, given name, surname and
// address correctly is found, in whatever order the words of the name stand.
enum class Key : uint8_t { kBornGiven, kBornSurname, kBornArea, kName, kBlock };
inline constexpr size_t kKeys = 5;

constexpr uint64_t key_hash(Key key, uint32_t a, uint32_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide((uint64_t(a) << 32 | b) ^ 0x9e3779b97f4a7c15ULL) *
                       Wide(0xe7037ed1a0b428dbULL + (uint64_t(key) << 33) * 0x51ed2701ULL);
  uint64_t folded = uint64_t(product) ^ uint64_t(product >> 64);
  folded *= 0xd6e8feb86659fd93ULL;
  return folded ^ (folded >> 32);
}

// Sketch is three bytes about a person beside the key, so that those who agree in nothing else are passed over without
// looking at their record. 0 in a byte: not known.
struct Sketch {
  static constexpr uint8_t byte(uint32_t value) {
    return value == 0 ? 0 : uint8_t(1 + (value * 0x9e3779b1u >> 8) % 255);
  }
  static constexpr uint32_t of(uint8_t a, uint8_t b, uint8_t c) {
    return uint32_t(a) | uint32_t(b) << 8 | uint32_t(c) << 16;
  }
};

// Posting: 8 bytes: who, 8 bits of the key's hash, the sketch.
class Posting {
 public:
  Posting() = default;
  Posting(uint32_t person, uint64_t hash, uint32_t sketch)
      : value_(uint64_t(person) << 32 | (sketch & 0xffffff) << 8 | fingerprint(hash)) {}
  static constexpr uint8_t fingerprint(uint64_t hash) { return uint8_t(hash); }
  uint32_t person() const { return uint32_t(value_ >> 32); }
  uint8_t fingerprint() const { return uint8_t(value_); }
  uint32_t sketch() const { return uint32_t(value_ >> 8) & 0xffffff; }

 private:
  uint64_t value_ = 0;
};
static_assert(sizeof(Posting) == 8);

// The day of the year, 0 when it is not known.
constexpr uint32_t day_value(Birth born) { return born.complete() ? born.month() << 5 | born.day() : 0; }

// name_value stands for both words of a name; the sound of words put together is the sum of their sounds.
constexpr uint32_t name_value(uint32_t surname_sound, uint32_t given_sound) {
  return surname_sound == 0 || given_sound == 0 ? 0 : surname_sound + given_sound;
}

constexpr uint32_t place_value(uint32_t town, uint32_t block, uint32_t room) { return town << 11 ^ block << 10 ^ room; }

constexpr uint32_t sketch_of(Key key, const Traits& traits, size_t spot) {
  const Traits::Spot& at = traits.spots[spot];
  const auto byte = [](uint32_t value) { return Sketch::byte(value); };
  switch (key) {
    case Key::kBornGiven:
      return Sketch::of(byte(traits.surname_sound), byte(traits.spots[0].town), byte(traits.previous_sound));
    case Key::kBornSurname:
      return Sketch::of(byte(traits.given_sound), byte(traits.spots[0].town), 0);
    case Key::kBornArea:
      return Sketch::of(byte(traits.given_sound), byte(traits.surname_sound), byte(at.block));
    case Key::kName: {
      const Birth born(traits.born);
      return Sketch::of(byte(traits.spots[0].town), byte(born.known() ? born.year() : 0), byte(day_value(born)));
    }
    case Key::kBlock:
      return Sketch::of(byte(traits.given_sound), byte(traits.surname_sound), byte(traits.born));
  }
  return 0;
}

// for_each_posting calls emit(key, hash, sketch) for everything a person is filed under: at most 9 times.
// Only for keys that wants(key) says are of interest.
template <typename Wants, typename Emit>
[[gnu::always_inline]] inline void for_each_posting(const Traits& traits, const Wants& wants, const Emit& emit) {
  const auto file = [&](Key key, uint32_t a, uint32_t b, size_t spot) {
    if (a != 0 && b != 0 && wants(key)) emit(key, key_hash(key, a, b), sketch_of(key, traits, spot));
  };
  file(Key::kBornGiven, traits.born, traits.given_sound, 0);
  file(Key::kBornSurname, traits.born, traits.surname_sound, 0);
  if (traits.previous_sound != traits.surname_sound) file(Key::kBornSurname, traits.born, traits.previous_sound, 0);
  file(Key::kName, name_value(traits.surname_sound, traits.given_sound), 1, 0);
  if (traits.previous_sound != traits.surname_sound)
    file(Key::kName, name_value(traits.previous_sound, traits.given_sound), 1, 0);
  for (size_t i = 0; i < traits.spots.size(); ++i) {
    const Traits::Spot& spot = traits.spots[i];
    if (spot.town == 0) continue;
    const Traits::Spot& today = traits.spots[0];
    if (i == 0 || spot.area != today.area) file(Key::kBornArea, traits.born, spot.area, i);
    if (i == 0 || spot.town != today.town || spot.block != today.block) file(Key::kBlock, spot.town, spot.block, i);
  }
}

template <typename Emit>
void for_each_posting(const Traits& traits, const Emit& emit) {
  for_each_posting(traits, [](Key) { return true; }, emit);
}

// Probe is one place to look: a key with the sketches worth opening. Each wanted byte is compared with one byte of the
// posting; nothing wanted: everybody.
struct Probe {
  uint64_t hash = 0;
  Key key = Key::kBornGiven;
  uint8_t wanted_count = 0;
  uint32_t at_most = kEverybody;  // more are filed there than is worth looking through: pass them over
  static constexpr uint32_t kEverybody = UINT32_MAX;
  struct Wanted {
    uint8_t shift = 0;
    uint8_t value = 0;
  };
  std::array<Wanted, 8> wanted{};

  void want(uint8_t shift, uint32_t value) {
    if (value != 0 && wanted_count < wanted.size()) wanted[wanted_count++] = {shift, Sketch::byte(value)};
  }
  // want_nobody: there is nothing to tell those apart who are filed there.
  void want_nobody() { wanted[wanted_count++] = {24, 1}; }
  bool wants(uint32_t sketch) const {
    if (wanted_count == 0) return true;
    for (size_t i = 0; i < wanted_count; ++i)
      if (uint8_t(sketch >> wanted[i].shift) == wanted[i].value) return true;
    return false;
  }
};

}  // namespace inkan::population::match
