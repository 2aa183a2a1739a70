#include "base/random.h"

#include <sys/random.h>

#include <bit>
#include <cerrno>
#include <cstring>

#include "base/check.h"
#include "base/encoding.h"

namespace inkan {

uint64_t Random::next64() {
  uint64_t v = 0;
  fill(std::as_writable_bytes(std::span(&v, 1)));
  return v;
}

uint64_t Random::below(uint64_t bound) {
  check(bound > 0, "below needs a positive bound");
  const uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  uint64_t v = next64();
  while (v >= limit) v = next64();
  return v % bound;
}

std::string Random::bytes(size_t n) {
  std::string out(n, '\0');
  fill(std::as_writable_bytes(std::span(out.data(), out.size())));
  return out;
}

std::string Random::token(size_t n_bytes) { return base64url_encode(bytes(n_bytes)); }

std::string Random::uuid() {
  std::string b = bytes(16);
  b[6] = char((uint8_t(b[6]) & 0x0F) | 0x40);
  b[8] = char((uint8_t(b[8]) & 0x3F) | 0x80);
  std::string h = hex_encode(b);
  return h.substr(0, 8) + "-" + h.substr(8, 4) + "-" + h.substr(12, 4) + "-" + h.substr(16, 4) + "-" + h.substr(20);
}

void SystemRandom::fill(std::span<std::byte> out) {
  // A small per-thread pool saves a system call per token; bytes are wiped as they leave.
  struct Pool {
    std::array<std::byte, 512> data{};
    size_t left = 0;
  };
  thread_local Pool pool;
  auto from_kernel = [](std::span<std::byte> to) {
    while (!to.empty()) {
      ssize_t n = getrandom(to.data(), to.size(), 0);
      if (n < 0 && errno == EINTR) continue;
      check(n > 0, "the kernel gives random bytes");
      to = to.subspan(size_t(n));
    }
  };
  if (out.size() > 64) return from_kernel(out);
  if (pool.left < out.size()) {
    from_kernel(pool.data);
    pool.left = pool.data.size();
  }
  std::byte* at = pool.data.data() + (pool.left - out.size());
  std::memcpy(out.data(), at, out.size());
  explicit_bzero(at, out.size());
  pool.left -= out.size();
}

SeededRandom::SeededRandom(uint64_t seed) {
  for (auto& word : state_) {
    seed += 0x9E3779B97F4A7C15u;
    uint64_t z = seed;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    word = z ^ (z >> 31);
  }
}

uint64_t SeededRandom::step() {
  const uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

void SeededRandom::fill(std::span<std::byte> out) {
  while (!out.empty()) {
    uint64_t v = step();
    size_t n = std::min(out.size(), sizeof v);
    std::memcpy(out.data(), &v, n);
    out = out.subspan(n);
  }
}

}  // namespace inkan
