#include <atomic>
#include <cstdio>
#include <thread>

#include "accuracy_evaluation.h"
#include "population/match/builder.h"
#include "population/match/statement.h"

namespace inkan::bench {

namespace match = population::match;

std::unique_ptr<match::Matcher> build_index(const Population& nation, const std::string& work, int threads) {
  const std::string path = work + "/accuracy_nation.base";
  {
    match::Builder builder({.people_max = uint32_t(nation.size()), .with_ids = true, .threads = unsigned(threads)});
    std::atomic<uint64_t> next{0};
    const auto add = [&] {
      for (uint64_t cell; (cell = next.fetch_add(1, std::memory_order_relaxed)) < nation.cells();)
        for (const Resident& person : nation.make_cell(cell)) {
          const population::Stated known = nation.describe(person);
          const match::Statement statement(known);
          builder.add(statement.entry(), match::raw_id(person_id(person.index).text()).value());
        }
    };
    std::vector<std::thread> helpers;
    for (int i = 1; i < threads; ++i) helpers.emplace_back(add);
    add();
    for (auto& helper : helpers) helper.join();
    if (const auto done = builder.finish(path); !done) {
      std::fprintf(stderr, "the index cannot be written to %s: %s\n", path.c_str(), done.error().public_text.c_str());
      return nullptr;
    }
  }
  auto matcher = match::Matcher::open(path);
  if (!matcher) {
    std::fprintf(stderr, "the index in %s cannot be opened: %s\n", path.c_str(), matcher.error().public_text.c_str());
    return nullptr;
  }
  return std::move(*matcher);
}

}  // namespace inkan::bench
