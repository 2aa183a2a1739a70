#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <span>
#include <utility>

#include "base/check.h"

namespace inkan::population::match {

// HugeArray is zeroed memory in large pages where the system gives them: random access then misses the TLB far less.
// Only what is touched takes memory.
template <typename T>
class HugeArray {
 public:
  HugeArray() = default;
  explicit HugeArray(size_t size) : size_(size) {
    if (size == 0) return;
    void* memory =
        mmap(nullptr, size_bytes(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    check(memory != MAP_FAILED, "address space for an array");
    madvise(memory, size_bytes(), MADV_HUGEPAGE);
    data_ = static_cast<T*>(memory);
  }
  HugeArray(HugeArray&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  HugeArray& operator=(HugeArray&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~HugeArray() {
    if (data_ != nullptr) munmap(data_, size_bytes());
  }

  T* data() const { return data_; }
  size_t size() const { return size_; }
  size_t size_bytes() const { return size_ * sizeof(T); }
  T& operator[](size_t i) const { return data_[i]; }
  std::span<T> first(size_t count) const { return {data_, count}; }

 private:
  T* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace inkan::population::match
