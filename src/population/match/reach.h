#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

namespace inkan::population::match {

// Reach<T> hands the current T to readers who never wait, and replaces it: the old one is destroyed when the last
// reader has left it. A reader marks itself in one of several counters (its own cache line, by thread); the writer
// turns the phase twice and waits for each to empty, so that new readers cannot keep it waiting.
template <typename T>
class Reach {
 public:
  explicit Reach(std::unique_ptr<T> first) : current_(first.release()) {}
  ~Reach() { std::unique_ptr<T>(current_.load()).reset(); }
  Reach(const Reach&) = delete;
  Reach& operator=(const Reach&) = delete;

  class Guard {
   public:
    Guard(T* value, std::atomic<uint32_t>* counter) : value_(value), counter_(counter) {}
    ~Guard() { counter_->fetch_sub(1, std::memory_order_release); }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    T& operator*() const { return *value_; }
    T* operator->() const { return value_; }

   private:
    T* value_;
    std::atomic<uint32_t>* counter_;
  };

  Guard enter() const {
    const size_t slot = std::hash<std::thread::id>()(std::this_thread::get_id()) % kSlots;
    auto& counter = counters_[phase_.load(std::memory_order_seq_cst)][slot].count;
    counter.fetch_add(1, std::memory_order_seq_cst);
    return Guard(current_.load(std::memory_order_seq_cst), &counter);
  }

  // replace: one writer at a time.
  void replace(std::unique_ptr<T> next) {
    const std::unique_ptr<T> old(current_.exchange(next.release(), std::memory_order_seq_cst));
    for (int turn = 0; turn < 2; ++turn) {
      const uint32_t phase = phase_.load(std::memory_order_seq_cst);
      phase_.store(1 - phase, std::memory_order_seq_cst);
      for (auto& counter : counters_[phase])
        while (counter.count.load(std::memory_order_acquire) != 0) std::this_thread::yield();
    }
  }
  T& writer_view() const { return *current_.load(std::memory_order_seq_cst); }

 private:
  static constexpr size_t kSlots = 32;
  struct alignas(64) Counter {
    std::atomic<uint32_t> count{0};
  };
  std::atomic<T*> current_;
  std::atomic<uint32_t> phase_{0};
  mutable std::array<std::array<Counter, kSlots>, 2> counters_{};
};

}  // namespace inkan::population::match
