#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/task.h"
#include "store/database.h"

// SQL of fsck. Only this room calls it.
namespace inkan::population::links {

// StoreRule is a rule as a query for the ids that break it.
struct StoreRule {
  std::string_view rule{};
  std::string_view meaning{};
  bool unfinished = false;
  std::string_view sql{};
};
const std::vector<StoreRule>& store_rules();
Task<std::vector<std::string>> find_broken(store::Database& database, const StoreRule* rule);

Task<int64_t> count_links(store::Database& database);
// BatchSum is a load that became visible: what its report says was linked, and how many links stand in the store.
struct BatchSum {
  std::string batch_id{};
  std::string counts{};
  int64_t links = 0;
};
Task<std::vector<BatchSum>> list_batch_sums(store::Database& database);

}  // namespace inkan::population::links
