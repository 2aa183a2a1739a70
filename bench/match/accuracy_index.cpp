#include <atomic>
#include <thread>

#include "accuracy_evaluation.h"

namespace inkan::bench {

std::unique_ptr<population::match::Matcher> build_index(const Population& nation, const std::string&, int threads) {
  auto matcher = population::match::Matcher::make_empty();
  std::atomic<uint64_t> next{0};
  const auto work = [&] {
    for (uint64_t cell; (cell = next.fetch_add(1, std::memory_order_relaxed)) < nation.cells();)
      for (const Resident& person : nation.make_cell(cell))
        matcher->put(person_id(person.index), nation.describe(person));
  };
  std::vector<std::thread> helpers;
  for (int i = 1; i < threads; ++i) helpers.emplace_back(work);
  work();
  for (auto& helper : helpers) helper.join();
  return matcher;
}

}  // namespace inkan::bench
