#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace inkan {

// Random fills bytes. SystemRandom is the kernel's generator and safe for keys and tokens;
// SeededRandom repeats itself by seed: tests and the simulated nation only.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> out) = 0;

  uint64_t next64();
  // below returns an unbiased number in [0, bound); bound > 0.
  uint64_t below(uint64_t bound);
  // bytes returns n random bytes as a raw string.
  std::string bytes(size_t n);
  // token returns n random bytes in base64url: 16 bytes = 22 characters, 32 bytes = 43.
  std::string token(size_t n_bytes);
  // uuid returns a version 4 UUID in lower case (RFC 9562 §5.4).
  std::string uuid();
};

class SystemRandom final : public Random {
 public:
  void fill(std::span<std::byte> out) override;
};

// SeededRandom is xoshiro256** started by SplitMix64. Not thread-safe.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(uint64_t seed);
  void fill(std::span<std::byte> out) override;

 private:
  uint64_t step();
  std::array<uint64_t, 4> state_{};
};

}  // namespace inkan
