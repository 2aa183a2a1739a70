#include <atomic>
#include <cstdio>
#include <thread>

#include "accuracy_evaluation.h"
#include "population/match/builder.h"
#include "population/match/statement.h"

namespace inkan::bench {

namespace match = population::match;

namespace {

// add_person puts one person into the builder.
void add_person(match::Builder& builder, uint64_t index, const population::Stated& known) {
  const match::Statement statement(known);
  builder.add(statement.entry(), match::raw_id(person_id(index).text()).value());
}

std::unique_ptr<match::Matcher> open_built(match::Builder& builder, const std::string& path) {
  if (const auto done = builder.finish(path); !done) {
    std::fprintf(stderr, "the index cannot be written to %s: %s\n", path.c_str(), done.error().public_text.c_str());
    return nullptr;
  }
  auto matcher = match::Matcher::open(path);
  if (matcher) return std::move(*matcher);
  std::fprintf(stderr, "the index in %s cannot be opened: %s\n", path.c_str(), matcher.error().public_text.c_str());
  return nullptr;
}

}  // namespace

std::string base_path(const std::string& work) { return work + "/accuracy_nation.base"; }

std::unique_ptr<match::Matcher> build_index(const Population& nation, const std::string& work, int threads) {
  auto builder = std::make_unique<match::Builder>(
      match::Builder::Options{.people_max = uint32_t(nation.size()), .with_ids = true, .threads = unsigned(threads)});
  std::atomic<uint64_t> next{0};
  const auto add = [&] {
    for (uint64_t cell; (cell = next.fetch_add(1, std::memory_order_relaxed)) < nation.cells();)
      for (const Resident& person : nation.make_cell(cell)) add_person(*builder, person.index, nation.describe(person));
  };
  std::vector<std::thread> helpers;
  for (int i = 1; i < threads; ++i) helpers.emplace_back(add);
  add();
  for (auto& helper : helpers) helper.join();
  return open_built(*builder, base_path(work));
}

std::unique_ptr<match::Matcher> build_index(const Singapore& nation, const std::string& work) {
  match::Builder builder({.people_max = uint32_t(nation.size()), .with_ids = true, .threads = 2});
  for (uint64_t index = 0; index < nation.size(); ++index) add_person(builder, index, nation.known(index));
  return open_built(builder, work + "/accuracy_singapore.base");
}

}  // namespace inkan::bench
