#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace inkan::population::match {

// Bits is evidence: a base-2 logarithm of a likelihood ratio in 1/256 bit. Integers, so that a sum of evidence is the
// same on every machine and costs an addition.
using Bits = int32_t;
inline constexpr Bits kBit = 256;

constexpr Bits bits(double value) { return Bits(value * kBit + (value < 0 ? -0.5 : 0.5)); }
constexpr double to_double(Bits value) { return double(value) / kBit; }

namespace detail {

constexpr std::array<double, 256> make_powers() {
  std::array<double, 256> powers{};
  constexpr double kStep = 1.0027112750502024854;  // 2^(1/256)
  double power = 1;
  for (auto& entry : powers) {
    entry = power;
    power *= kStep;
  }
  return powers;
}
inline constexpr std::array<double, 256> kPowers = make_powers();

// log2_fraction is log2 of x in [1, 2) by squaring: one bit of the result per step.
constexpr Bits log2_fraction(double x) {
  Bits result = 0;
  for (Bits step = kBit / 2; step > 0; step /= 2) {
    x *= x;
    if (x >= 2) {
      result += step;
      x /= 2;
    }
  }
  return result;
}
constexpr std::array<uint8_t, 256> make_logs() {
  std::array<uint8_t, 256> logs{};
  for (size_t i = 0; i < logs.size(); ++i) logs[i] = uint8_t(log2_fraction(1.0 + (double(i) + 0.5) / 256));
  return logs;
}
inline constexpr std::array<uint8_t, 256> kLogs = make_logs();

}  // namespace detail

// weight is 2^value, by table; what is too small is 0.
constexpr double weight(Bits value) {
  const int64_t whole = value >> 8;
  if (whole < -1000) return 0;
  const auto power = std::bit_cast<double>(uint64_t(1023 + (whole > 1000 ? 1000 : whole)) << 52);
  return detail::kPowers[size_t(value & 255)] * power;
}

// log2_of is the logarithm of a positive number, to about 1/200 bit.
constexpr Bits log2_of(double value) {
  const auto pattern = std::bit_cast<uint64_t>(value);
  const auto exponent = int32_t((pattern >> 52) & 0x7ff) - 1023;
  return exponent * kBit + detail::kLogs[(pattern >> 44) & 255];
}

// mix is a good 64-bit hash of two numbers (a folded 128-bit product).
inline uint64_t mix(uint64_t a, uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide(a ^ 0x9e3779b97f4a7c15ULL) * Wide(b ^ 0xe7037ed1a0b428dbULL);
  return uint64_t(product) ^ uint64_t(product >> 64);
}

}  // namespace inkan::population::match
