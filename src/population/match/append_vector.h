#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <memory>

#include "base/check.h"

namespace inkan::population::match {

// AppendVector grows without moving what it holds: one writer at a time appends while others read, without a lock,
// whatever index was handed to them after append returned (through an atomic that orders the two).
template <typename T>
class AppendVector {
 public:
  static constexpr uint32_t kFirst = 256;  // items of the first piece; each next one holds as many as all before it

  AppendVector() = default;
  AppendVector(const AppendVector&) = delete;
  AppendVector& operator=(const AppendVector&) = delete;

  uint32_t size() const { return size_.load(std::memory_order_acquire); }
  const T& operator[](uint32_t index) const { return *at(index); }
  T& operator[](uint32_t index) { return *at(index); }

  // append gives the place of a new, value-initialised item; `fill` sets it before anybody can see it.
  template <typename Fill>
  uint32_t append(const Fill& fill) {
    const uint32_t index = size_.load(std::memory_order_relaxed);
    check(index < 0xf0000000, "an append vector holds fewer than 2^32 items");
    const auto [piece, offset] = split(index);
    if (pieces_[piece].load(std::memory_order_relaxed) == nullptr) {
      owned_[piece] = std::make_unique<T[]>(piece_size(piece));
      pieces_[piece].store(owned_[piece].get(), std::memory_order_release);
    }
    fill(owned_[piece][offset]);
    size_.store(index + 1, std::memory_order_release);
    return index;
  }

 private:
  struct Where {
    uint32_t piece = 0;
    uint32_t offset = 0;
  };
  static uint32_t piece_size(uint32_t piece) { return piece == 0 ? kFirst : kFirst << (piece - 1); }
  static Where split(uint32_t index) {
    const uint32_t piece = uint32_t(std::bit_width(index / kFirst));
    return {piece, piece == 0 ? index : index - (kFirst << (piece - 1))};
  }
  T* at(uint32_t index) const {
    const auto [piece, offset] = split(index);
    return pieces_[piece].load(std::memory_order_acquire) + offset;
  }

  std::array<std::atomic<T*>, 26> pieces_{};
  std::array<std::unique_ptr<T[]>, 26> owned_{};
  std::atomic<uint32_t> size_{0};
};

}  // namespace inkan::population::match
